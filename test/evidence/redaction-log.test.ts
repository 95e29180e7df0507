import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { HttpExchange } from '../../src/domain/http-exchange.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createJournal, createRedactor, openWarc, sealBag, verifyBag } from '../../src/evidence/index.ts';
import type { Redaction } from '../../src/evidence/redaction-marker.ts';
import { examine } from '../../src/evidence/stranger/verify.mjs';
import { apiKey, apiSecret, exchange, rules, salt, withRequest, withResponse } from './exchanges.ts';
import { freshFolder } from './folder.ts';
import { at, opened } from './journal-events.ts';
import { sealingOf, secrets } from './sealing.ts';

const asIs = (listed: readonly Redaction[]): readonly Redaction[] => listed;
const lookAlike = '[REDACTED:header:len=64:fp=0123456789abcdef]';

describe('evidence/redaction log', () => {
  it.each<[string, HttpExchange]>([
    ['an ordinary exchange', exchange()],
    ['a venue that writes marks of its own', withResponse(`{"msg":"${lookAlike} [REDACTED: [REDACTED:"}`)],
    ['the same in a compressed reply', compressed(`{"msg":"${lookAlike}"}`)],
    ['a mark of its own in a header', withResponse('{}', [['Vary', lookAlike]])],
    ['a known secret beside a false mark', withResponse(`${lookAlike} ${apiSecret} ${apiSecret}`)],
    ['a secret in an error', exchange({ error: `refused: ${apiSecret} ${lookAlike}` })],
    ['a secret in the host and the user', withRequest({ url: `https://me:pw@${apiSecret}.example/x?a=1` })],
    ['a secret in the path', withRequest({ url: `https://a.example/${apiSecret}?symbol=x&signature=abc` })],
    ['a closed form', form('symbol=X&signature=abcdef&passphrase=hunter2-hunter2-hunter2')],
    ['an address that is none', withRequest({ url: `nowhere ${apiSecret}` })],
  ])('holds for %s, by both verifiers', async (_what, one) => {
    const bag = await bagOf(one, asIs);
    const { checks, firstProblem } = await verifyBag(bag);
    expect(firstProblem).toBeUndefined();
    expect(checks.find(({ name }) => name === 'redaction log')).toMatchObject({ ok: true });
    const wrong = (await examine(bag)).filter(([, problems]) => problems.length > 0);
    expect(wrong).toEqual([]);
  });

  it('lists text that came as a mark as what it is, and only where it came', () => {
    const { redactions } = redactor().redactExchange(withResponse(`${lookAlike} ${apiSecret}`), rules);
    expect(redactions.filter(({ rule }) => rule === 'as-received')).toEqual([
      { where: 'response body', rule: 'as-received', length: 0, fp: '', times: 1 },
    ]);
    const plain = redactor().redactExchange(exchange(), rules).redactions;
    expect(plain.map(({ rule }) => rule)).not.toContain('as-received');
  });

  const spare: Redaction = {
    where: 'response body',
    rule: 'header',
    length: 9,
    fp: 'f'.repeat(16),
    times: 1,
  };
  it.each<[string, (listed: readonly Redaction[]) => readonly Redaction[], string]>([
    ['left out', (listed) => listed.slice(1), 'X-00001, request url: 1 marks, 0 in the list'],
    ['emptied', () => [], 'request header: 1 marks, 0 in the list'],
    ['longer than the record', (listed) => [...listed, spare], 'response body: 0 marks, 1 in the list'],
    [
      'of another value',
      (listed) => listed.map((one) => ({ ...one, fp: '0'.repeat(16) })),
      'in the list, not in the record: "len=64:fp=0000000000000000"',
    ],
    [
      'of another place',
      (listed) => listed.map((one) => ({ ...one, where: 'response body' })),
      'request header: 1 marks, 0 in the list',
    ],
    [
      'of no place',
      (listed) => listed.map((one) => ({ ...one, where: '\u001b[2J' })),
      String.raw`the list names no place: "\u001b[2J"`,
    ],
    [
      'counted past any number',
      (listed) => listed.map((one) => ({ ...one, times: Number.MAX_SAFE_INTEGER })),
      'request url: 1 marks, 9007199254740991 in the list',
    ],
  ])('names a list that is %s', async (_what, change, problem) => {
    const bag = await bagOf(exchange(), change);
    const { checks } = await verifyBag(bag);
    expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['redaction log']);
    expect(checks.find(({ ok }) => !ok)?.detail).toContain(problem);
  });

  it.each<[string, (listed: readonly Redaction[]) => readonly Redaction[], string]>([
    [
      'of another value',
      (listed) => listed.map((one) => ({ ...one, fp: '0'.repeat(16) })),
      'its list names what is not blacked out',
    ],
    [
      'evened out by an entry of less than nothing',
      (listed) => [...listed, { ...spare, times: 2 }, { ...spare, times: -2 }],
      'in another form',
    ],
    ['left out', (listed) => listed.slice(1), 'places are blacked out'],
  ])('names a list that is %s, as the checker in the bag does', async (_what, change, problem) => {
    const bag = await bagOf(exchange(), change);
    expect((await verifyBag(bag)).ok).toBe(false);
    const wrong = (await examine(bag)).flatMap(([what, problems]) =>
      problems.map((one) => `${what}: ${one}`),
    );
    expect(wrong).toEqual([expect.stringContaining(problem)]);
  });

  it('names records of another exchange at the place of one', async () => {
    const bag = await bagOf(exchange(), asIs, { writtenAs: 'X-00009' });
    expect((await verifyBag(bag)).firstProblem).toEqual({
      check: 'HTTP record',
      problem: 'X-00001 is another exchange’s record',
    });
  });
});

const redactor = () => createRedactor({ salt, secrets, keyIds: [new Secret(apiKey, 'env:KEY')] });

/** A sealed bag with one exchange, whose list of redactions was changed before it was written. */
async function bagOf(
  one: HttpExchange,
  change: (listed: readonly Redaction[]) => readonly Redaction[],
  { writtenAs = 'X-00001' } = {},
): Promise<string> {
  const folder = join(await freshFolder(), 'case');
  const journal = await createJournal(join(folder, 'journal/journal.jsonl'));
  await journal.append(at, opened);
  const path = join(folder, 'http/exchanges.warc.gz');
  const { warc } = await openWarc(path, { at, caseId: 'FB-2026-0001', software: 'firebreak/0.1.0' });
  const { exchange: clean, redactions } = redactor().redactExchange({ ...one, id: writtenAs }, rules);
  const { recordIds: _, ...place } = await warc.write(clean, { redactions: change(redactions) });
  await warc.sync();
  await warc.close();
  const { venue, purpose, durationMs, request } = clean;
  await journal.append(at, {
    ...{ type: 'exchange.captured', exchange: 'X-00001', venue, purpose, durationMs, status: 200 },
    ...{ method: request.method, url: request.url, redactions: redactions.length },
    ...place,
  });
  await journal.close();
  const { folder: bag } = await sealBag(await sealingOf(folder));
  await rm(folder, { recursive: true });
  return bag;
}

function compressed(body: string): HttpExchange {
  const one = withResponse('', [['Content-Encoding', 'gzip']]);
  return {
    ...one,
    response: { status: 200, statusText: 'OK', headers: [], ...one.response, body: gzipSync(body) },
  };
}

const form = (body: string): HttpExchange =>
  withRequest({
    method: 'POST',
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: Buffer.from(body),
  });
