import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JournaledEvent, JournalRecord } from '../../../src/domain/run-event.ts';
import {
  createStamper,
  openJournal,
  readJournal,
  readRoots,
  sealBag,
  sha256Hex,
  verifyBag,
} from '../../../src/evidence/index.ts';
import { checkToken } from '../../../src/evidence/trusted-time/check-token.ts';
import { clocksOfHead, clocksOfSeal } from '../../../src/evidence/trusted-time/clocks.ts';
import { whatTimeDoesNotShow } from '../../../src/evidence/trusted-time/not-shown.ts';
import type { ProvenTime } from '../../../src/evidence/trusted-time/verify-stamps.ts';
import { has } from '../../support/pdf-tools.ts';
import { opened } from '../journal-events.ts';
import { useLocalAuthorities } from '../local-authorities.ts';
import { sealingOf } from '../sealing.ts';
import { smallCase } from '../small-case.ts';
import { askOpenssl, makeRoot, makeSigner, read } from './made-tokens.ts';

const real = { ...opened, mode: 'real' } as JournaledEvent;

/** Whoever writes a journal anew dates its records as he likes; what the authorities say, he cannot write. */
describe.runIf(has('openssl'))('a journal that dates itself', () => {
  const authorities = useLocalAuthorities();

  /** A sealed bag of a real case whose last records say that they are of then. */
  async function bagOf(moment: string): Promise<string> {
    const folder = await smallCase(real);
    const { journal, records: before } = await openJournal(join(folder, 'journal/journal.jsonl'));
    const records: JournalRecord[] = [...before];
    const events: JournaledEvent[] = before.map(({ event }) => event);
    const append = async (event: JournaledEvent) => {
      records.push(await journal.append(moment, event));
      events.push(event);
    };
    await append({ type: 'note.added', text: 'x', by: 'ops' });
    const files = { folder, records, events, append };
    await createStamper({
      ...{ files, isContained: () => false },
      open: () => Promise.resolve(authorities()),
    }).close();
    await journal.close();
    return (await sealBag(await sealingOf(folder, { authorities: authorities() }))).folder;
  }

  const sentencesOf = async (bag: string): Promise<readonly string[]> =>
    (await verifyBag(bag)).gaps
      .filter(({ kind }) => kind === 'CLOCKS_DISAGREE')
      .map(({ sentence }) => sentence);

  it('long before its tokens: each of them says so', async () => {
    const bag = await bagOf('2026-01-02T03:04:05.678Z');
    const { records } = readJournal(await readFile(join(bag, 'data/journal/journal.jsonl')));
    expect(records.at(-1)?.at).toBe('2026-01-02T03:04:05.678Z');
    const said = await sentencesOf(bag);
    expect(said).toHaveLength(2);
    expect(said.join()).toMatch(/came 2026-01-02T03:04:05\.678Z, \d+ d .* earlier than first says/);
    // Nothing is damaged: a clock may have been wrong.
    expect((await verifyBag(bag)).firstProblem).toBeUndefined();
  });

  it('after its tokens: those over the head and those over the seal say so', async () => {
    const said = await sentencesOf(await bagOf('2999-01-02T03:04:05.678Z'));
    expect(said).toHaveLength(6);
    expect(said.join()).toContain('dates itself 2999-01-02T03:04:05.678Z');
  });

  it('when its tokens do: nothing to say', async () => {
    expect(await sentencesOf(await bagOf(new Date().toISOString()))).toEqual([]);
  });
});

/** A token that anybody laid beside the seal, by an authority of his own. */
describe.runIf(has('openssl'))('an authority that the verifier does not know', () => {
  it('is not believed, and is no damage either; one whose root is given is believed', async () => {
    for (const name of ['known', 'unknown']) {
      makeRoot(name);
      makeSigner(`${name}-tsa`, { root: name, subject: `/CN=${name} TSA` });
    }
    const { folder: bag } = await sealBag(await sealingOf(await smallCase(real)));
    const over = Buffer.from(sha256Hex(await readFile(join(bag, 'tagmanifest-sha256.txt'))), 'hex');
    const { token } = askOpenssl('unknown-tsa', { over, root: 'unknown' });
    const roots = (name: string) => readRoots(read(`${name}.pem`).toString('latin1'));
    const { chainPem } = await checkToken(token, { digest: over, roots: roots('unknown') });
    await writeFile(join(bag, 'seal/tagmanifest.later.tst'), token);
    await writeFile(join(bag, 'seal/tagmanifest.later.pem'), chainPem);
    const said = async (name: string) => {
      const { ok, attestation, proven } = await verifyBag(bag, { timestampRoots: roots(name) });
      return [ok, attestation, ...proven.map(({ trust }) => trust)];
    };
    expect(await said('known')).toEqual([true, 'SELF-ATTESTED', 'bag']);
    expect(await said('unknown')).toEqual([true, 'ANCHORED BY AN OUTSIDE TIME', 'given']);
    // Changed, it is named by whoever verifies, with whatever roots.
    await writeFile(join(bag, 'seal/tagmanifest.later.tst'), Buffer.concat([token, Buffer.from([0])]));
    for (const name of ['known', 'unknown']) expect((await said(name))[0]).toBe(false);
  });
});

describe('the times of a token and of the record', () => {
  const told = { isDrill: false, lastAt: '2026-11-21T05:00:00.000Z' };
  const token = { what: 'it', authority: 'first', genTime: '2026-11-21T05:00:00.000Z' };
  const head = (at: string, received: string, isDrill = false) =>
    clocksOfHead({ isDrill }, { ...token, head: at, received });

  it.each<[string, string, string, boolean]>([
    ['a minute less apart', '2026-11-21T05:00:59.999Z', '2026-11-21T05:00:59.999Z', true],
    ['a record that is dated a minute later', '2026-11-21T05:01:00.000Z', '2026-11-21T05:02:00.000Z', false],
    [
      'a token that came a minute before it was made',
      '2026-11-21T04:00:00.000Z',
      '2026-11-21T04:59:00.000Z',
      false,
    ],
    ['a token that came an hour after', '2026-11-21T04:00:00.000Z', '2026-11-21T06:00:00.000Z', true],
    ['a time that is none', 'yesterday', 'tomorrow', true],
  ])('over a head: %s', (_what, at, received, agrees) => {
    expect(head(at, received) === undefined).toBe(agrees);
    expect(head(at, received, true)).toBeUndefined();
  });

  it('over the seal: before the last record, and not by less than a minute', () => {
    const at = (genTime: string) => clocksOfSeal(told, { ...token, genTime });
    expect(at('2026-11-21T04:59:00.000Z')).toContain('1 min later than first says');
    expect(at('2026-11-21T04:59:00.001Z')).toBeUndefined();
    expect(at('2026-11-22T04:59:00.000Z')).toBeUndefined();
    expect(
      clocksOfSeal({ ...told, isDrill: true }, { ...token, genTime: '2026-11-20T00:00:00.000Z' }),
    ).toBeUndefined();
  });
});

describe('what a time leaves open', () => {
  const time: ProvenTime = {
    ...{ what: 'x', authority: 'a', genTime: '2026-11-21T05:00:00.000Z', signer: 'CN=a', trust: 'given' },
    root: { subject: 'CN=r', sha256: 'AA' },
  };
  const said = (proven: readonly ProvenTime[]): string => whatTimeDoesNotShow(proven, 40).join('\n');

  it('is all that follows the last record that is stamped, where nobody outside stamped the seal', () => {
    const early = said([
      { ...time, upTo: 3 },
      { ...time, upTo: 12 },
    ]);
    expect(early).toContain('after record 12 of 40 was not written anew');
    expect(early).toContain('When the bag was sealed');
    // Who is not believed, closes nothing.
    expect(
      said([
        { ...time, upTo: 3 },
        { ...time, trust: 'bag' },
      ]),
    ).toContain('after record 3 of 40');
  });

  it('is nothing more where somebody outside stamped the seal', () => {
    expect(said([{ ...time, upTo: 3 }, time])).not.toMatch(/written anew|When the bag was sealed/);
    expect(said([{ ...time, upTo: 40 }])).not.toContain('written anew');
  });
});
