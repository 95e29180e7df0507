import { X509Certificate } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JournaledEvent, TimestampReceived } from '../../../src/domain/run-event.ts';
import { createJournal, readJournal } from '../../../src/evidence/index.ts';
import { examineStamps } from '../../../src/evidence/stranger/verify-stamps.mjs';
import { has } from '../../support/pdf-tools.ts';
import { useLocalAuthorities } from '../local-authorities.ts';
import { fullBag } from '../changes/full-bag.ts';

const journalIn = (bag: string): string => join(bag, 'data/journal/journal.jsonl');
type Change = (event: JournaledEvent, seq: number) => JournaledEvent;
const changeReceived =
  (change: (stamp: TimestampReceived) => Partial<TimestampReceived>): Change =>
  (event) =>
    event.type === 'timestamp.received' ? { ...event, ...change(event) } : event;

/** Writes the journal anew with one thing changed: a chain that holds, such as its owner can make before sealing. */
async function writeAnew(bag: string, change: Change): Promise<void> {
  const { records } = readJournal(await readFile(journalIn(bag)));
  await rm(journalIn(bag));
  const journal = await createJournal(journalIn(bag));
  for (const { at, event, seq } of records) await journal.append(at, change(event, seq));
  await journal.close();
}

/** What the time stamps of a bag are worth when its journal is not the one that was stamped. */
describe.runIf(has('openssl'))('the time stamps of a bag, to the checker that lies in it', () => {
  const authorities = useLocalAuthorities();
  // Sorted: the journal has the tokens in the order in which the authorities were quick.
  const problemsOf = async (bag: string): Promise<readonly string[]> =>
    (await examineStamps(bag)).flatMap(([, problems]) => problems).toSorted();

  it('hold, each with its time and what it is over; each root is named by its fingerprint', async () => {
    const bag = await fullBag(authorities());
    const said = await examineStamps(bag);
    expect(said.flatMap(([, problems]) => problems)).toEqual([]);
    const stamps = said.filter(([what]) => what.endsWith('.tst'));
    expect(stamps.map(([, , found]) => found.replace(/^20\d\d-.*Z, /, 'T, ')).sort()).toEqual([
      ...Array<string>(2).fill('T, over record 7 of the journal'),
      ...Array<string>(2).fill('T, over seal/tagmanifest-sha256.txt.sig'),
      ...Array<string>(2).fill('T, over tagmanifest-sha256.txt'),
    ]);
    const roots = said.filter(([, , , status]) => status === 'compare').map(([, , found]) => found);
    const paths = ['seal/tagmanifest.first.pem', 'seal/tagmanifest.second.pem'];
    const own = await Promise.all(
      paths.map(async (path) => new X509Certificate(await readFile(join(bag, path))).fingerprint256),
    );
    expect(own.map((one) => roots.filter((root) => root.includes(one)).length)).toEqual([1, 1]);
  });

  it('do not hold for a record that was written anew, whatever the journal says of what was stamped', async () => {
    const bag = await fullBag(authorities());
    const change: Change = (event) =>
      event.type === 'case.opened' ? { ...event, caseId: 'FB-2026-0002' } : event;
    await writeAnew(bag, change);
    const own = 'over a record that the journal does not have';
    const paths = ['first', 'second'].map((name) => `data/timestamps/close-7.${name}.tst`);
    expect(await problemsOf(bag)).toEqual(paths.map((path) => `${path}: ${own}`));
    const { records } = readJournal(await readFile(journalIn(bag)));
    await writeAnew(
      bag,
      changeReceived(({ head: { seq } }) => ({ head: { seq, hash: records[seq - 1]?.hash ?? '' } })),
    );
    expect(await problemsOf(bag)).toEqual(
      paths.map((path) => `${path}: it is about something else (with ${path.replace(/tst$/, 'pem')})`),
    );
  });

  it.each<[string, Change, string]>([
    [
      'another number of the record',
      changeReceived(({ head: { hash } }) => ({ head: { seq: 6, hash } })),
      'over a record that the journal does not have',
    ],
    [
      'a number that is none',
      changeReceived(() => ({ head: { seq: 'length', hash: 8 } as never })),
      'over a record that the journal does not have',
    ],
    [
      'no record',
      changeReceived(() => ({ head: null as never })),
      'over a record that the journal does not have',
    ],
    ['another file', changeReceived(() => ({ file: 'playbook.yaml' })), 'missing, or altered'],
    ['a file outside', changeReceived(() => ({ file: '../../../etc/hostname' })), 'missing, or altered'],
    [
      'a file that is none',
      changeReceived(() => ({ file: { toString: 1 } as never })),
      'missing, or altered',
    ],
    ['another hash of the token', changeReceived(() => ({ sha256: 'ab'.repeat(32) })), 'missing, or altered'],
  ])('do not hold when the journal names %s', async (_, change, why) => {
    const bag = await fullBag(authorities());
    await writeAnew(bag, change);
    const problems = await problemsOf(bag);
    expect(problems).toHaveLength(2);
    for (const problem of problems) expect(problem).toContain(why);
  });

  it('are not looked for behind the first broken link of the journal, and that is named', async () => {
    const bag = await fullBag(authorities());
    const text = await readFile(journalIn(bag), 'utf8');
    await writeFile(journalIn(bag), text.replace('all quiet', 'all quieT'));
    expect(await problemsOf(bag)).toEqual([
      'data/journal/journal.jsonl: broken at record 6: its hash is of another text',
    ]);
    await writeFile(journalIn(bag), text.trimEnd());
    expect((await problemsOf(bag)).join()).toMatch(/broken at record \d+: the last line is cut off/);
  });
});
