import { appendFile, copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  countersignBag,
  createSigningKey,
  handOverBag,
  sealBag,
  sha256Hex,
  verifyBag,
} from '../../src/evidence/index.ts';
import { digestFile, type FileDigest } from '../../src/evidence/file-digest.ts';
import { examine } from '../../src/evidence/stranger/verify.mjs';
import { at } from './journal-events.ts';
import { sealingOf, signer } from './sealing.ts';
import { smallBag, smallCase } from './small-case.ts';

/** What each checker finds wrong: ours, and the one in the bag. */
async function saidOf(bag: string): Promise<readonly [ours: string, strangers: string]> {
  const { checks } = await verifyBag(bag);
  const ours = checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
  const strangers = (await examine(bag)).flatMap(([what, problems]) =>
    problems.map((one) => `${what}: ${one}`),
  );
  return [ours.join('\n'), strangers.join('\n')];
}

interface Chained {
  readonly seq: number;
  readonly hash: string;
}

/** A line with whatever members, chained as the last of these is. */
function lineAfter(text: string, domain: string, members: object): string {
  const last = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as Chained;
  const body = { at, prev: last.hash, seq: last.seq + 1, ...members };
  return `${writtenLoosely({ ...body, hash: sha256Hex(`${domain}\n${writtenLoosely(body)}`) })}\n`;
}

/** RFC 8785 as a careless writer has it: keys sorted, and nothing refused. */
const writtenLoosely = (value: object): string => JSON.stringify(value, sortedKeys);
const sortedKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** A bag that its owner sealed with one more record in the journal, or one more file in the case. */
async function sealedWith(change: (caseFolder: string) => Promise<unknown>): Promise<string> {
  const folder = await smallCase();
  await change(folder);
  return (await sealBag(await sealingOf(folder))).folder;
}

const oneMoreRecord = (members: object) => async (folder: string) => {
  const path = join(folder, 'journal/journal.jsonl');
  await appendFile(path, lineAfter(await readFile(path, 'utf8'), 'firebreak-journal/v1', members));
};

/** The owner of the key can write whatever he likes before he seals: what both checkers refuse, each by itself. */
describe('a bag that whoever has its key forged', () => {
  const event = { type: 'note.added', text: 'x', by: 'ops' };
  const named = { id: 'EX-001', kind: 'open-orders', path: 'exhibits/EX-001-open-orders.json' };
  const acquired = (exhibit: object) => ({ event: { type: 'exhibit.acquired', exhibit } });
  it.each<[string, (folder: string) => Promise<unknown>, string]>([
    [
      'an exhibit recorded a second time, with another hash',
      oneMoreRecord(acquired({ ...named, bytes: 1, sha256: '0'.repeat(64) })),
      'EX-001-open-orders.json',
    ],
    [
      'two exhibits under one id',
      async (folder) => {
        await writeFile(join(folder, 'exhibits/EX-009.json'), '{}');
        const other = { ...named, path: 'exhibits/EX-009.json', bytes: 2, sha256: sha256Hex('{}') };
        await oneMoreRecord(acquired(other))(folder);
      },
      'two records are of one exhibit',
    ],
    [
      'a file among the exhibits that no record names',
      (folder) => writeFile(join(folder, 'exhibits/EY-001-confession.json'), '{}'),
      'not in the journal: data/exhibits/EY-001-confession.json',
    ],
    ['a record with one more member', oneMoreRecord({ event, comment: 'x' }), 'broken at record 7'],
    ['a record without a time', oneMoreRecord({ event, at: 'yesterday' }), 'broken at record 7'],
    [
      'half a character in a record',
      oneMoreRecord({ event: { ...event, text: '\ud83d' } }),
      'broken at record 7',
    ],
    ['half a character in a name', oneMoreRecord({ event: { ...event, '\ude00': 1 } }), 'broken at record 7'],
    [
      'a number that others read as another',
      oneMoreRecord({ event: { ...event, amount: 2 ** 53 + 2 } }),
      'broken at record 7',
    ],
  ])('is named by both: %s', async (_what, change, problem) => {
    const said = await saidOf(await sealedWith(change));
    expect(said).toEqual([expect.stringContaining(problem), expect.stringContaining(problem)]);
  });

  it('holds, to both, with one more record as it should be', async () => {
    expect(await saidOf(await sealedWith(oneMoreRecord({ event })))).toEqual(['', '']);
  });

  it('counts bytes of the HTTP record that no record names, also where two name one place', async () => {
    const bag = await sealedWith(async (folder) => {
      const lines = (await readFile(join(folder, 'journal/journal.jsonl'), 'utf8')).split('\n');
      const captured = lines.find((line) => line.includes('"exchange":"X-00001"')) ?? '';
      const { event: again } = JSON.parse(captured) as { readonly event: object };
      await oneMoreRecord({ event: again })(folder);
    });
    const detailOf = async (one: string): Promise<string> =>
      (await verifyBag(one)).checks.find(({ name }) => name === 'HTTP record')?.detail ?? '';
    const unnamed = /(\d+) bytes that no record names/;
    const [, asSealed] = unnamed.exec(await detailOf(await smallBag())) ?? [];
    expect(Number(asSealed)).toBeGreaterThan(0);
    expect(await detailOf(bag)).toContain(`${asSealed} bytes that no record names`);
  });
});

describe('the place of an exchange', () => {
  it('holds nothing behind its records: what zlib leaves is named', async () => {
    const bag = await sealedWith(async (folder) => {
      const lines = (await readFile(join(folder, 'journal/journal.jsonl'), 'utf8')).split('\n');
      const captured = lines.find((line) => line.includes('"exchange":"X-00002"')) ?? '';
      const { event: place } = JSON.parse(captured) as { event: { offset: number; length: number } };
      const path = join(folder, 'http/exchanges.warc.gz');
      await appendFile(path, '\0behind it');
      const { offset } = place;
      const bytes = (await readFile(path)).subarray(offset);
      await oneMoreRecord({ event: { ...place, length: bytes.length, sha256: sha256Hex(bytes) } })(folder);
    });
    const [ours] = await saidOf(bag);
    expect(ours).toBe('HTTP record: X-00002 holds something behind its records');
  });
});

describe('a disk that gives one file to be hashed and another to be read', () => {
  it('is found out: the lists of files are what was hashed', async () => {
    const bag = await smallBag();
    const lists = ['manifest-sha256.txt', 'manifest-sha512.txt'];
    const asSealed = new Map<string, FileDigest>();
    for (const list of lists) asSealed.set(list, await digestFile(join(bag, list)));
    const before = await digestFile(join(bag, 'data/playbook.yaml'));
    await writeFile(join(bag, 'data/playbook.yaml'), 'id: leaked-api-keY\n');
    const after = await digestFile(join(bag, 'data/playbook.yaml'));
    for (const list of lists) {
      const text = await readFile(join(bag, list), 'utf8');
      const other = text.replace(before.sha256, after.sha256).replace(before.sha512, after.sha512);
      await writeFile(join(bag, list), other);
    }
    const { ok, firstProblem } = await verifyBag(bag, { readBack: asSealed });
    expect([ok, firstProblem?.check]).toEqual([false, 'files']);
    for (const list of lists)
      expect(firstProblem?.problem).toContain(`changed while it was verified: ${list}`);
  });
});

/** Names of what was added to a sealed bag are signed by nobody: a signature can be laid there again under another. */
describe('what anybody can make of a bag without a key', () => {
  const path = (bag: string, who: string, ending: string): string =>
    join(bag, `seal/countersign.${who}.${ending}`);

  it('is no third person: a counter-signature under a second name is named by both', async () => {
    const bag = await smallBag();
    const { signer: witness } = createSigningKey();
    await countersignBag(bag, { as: 'b.witness', signer: witness });
    await copyFile(path(bag, 'b.witness', 'sig'), path(bag, 'judge', 'sig'));
    const signers = await readFile(path(bag, 'b.witness', 'allowed_signers'), 'utf8');
    await writeFile(path(bag, 'judge', 'allowed_signers'), signers.replace('b.witness', 'judge'));
    const problem = 'seal/countersign.judge.sig: by a key that signed already';
    expect(await saidOf(bag)).toEqual([expect.stringContaining(problem), expect.stringContaining(problem)]);
  });

  it('nor does the same key sign twice: the second name is refused, and the first is said', async () => {
    const bag = await smallBag();
    const { signer: witness } = createSigningKey();
    await countersignBag(bag, { as: 'b.witness', signer: witness });
    await expect(countersignBag(bag, { as: 'judge', signer: witness })).rejects.toMatchObject({
      code: 'ALREADY_SIGNED',
      message: expect.stringContaining('b.witness') as string,
    });
    expect(await saidOf(bag)).toEqual(['', '']);
  });

  it.each<[string, object]>([
    ['one more member', { note: 'the police agree' }],
    ['nothing of what was checked', { checked: undefined }],
  ])('a hand-over of another form is named by both: %s', async (_what, change) => {
    const bag = await smallBag();
    const handing = { from: 'A', to: 'B', why: 'c', at: '2026-11-21T07:00:00.000Z', signer };
    await handOverBag(bag, handing);
    const log = join(bag, 'seal/handover.jsonl');
    const text = await readFile(log, 'utf8');
    const { checked } = JSON.parse(text) as { readonly checked: object };
    const members = {
      at: handing.at,
      checked,
      from: 'B',
      to: 'C',
      why: 'd',
      key: signer.fingerprint,
      ...change,
    };
    const line = lineAfter(text, 'firebreak-handover/v1', members);
    expect(line).toBe(`${canonicalJson(JSON.parse(line))}\n`);
    await writeFile(log, text + line);
    const signature = await signer.sign(Buffer.from(text + line), 'handover@firebreak');
    await writeFile(join(bag, 'seal/handover.2.sig'), signature);
    await copyFile(
      join(bag, 'seal/handover.1.allowed_signers'),
      join(bag, 'seal/handover.2.allowed_signers'),
    );
    const [ours, strangers] = await saidOf(bag);
    expect(ours).toContain('record 2 is not in the form');
    expect(strangers).toContain('broken at record 2: it has other members');
  });
});
