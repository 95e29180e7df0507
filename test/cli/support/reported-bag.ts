import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verify, type VerifyFlags } from '../../../src/cli/verify.ts';
import type { Environment } from '../../../src/cli/environment.ts';
import type { JournaledEvent } from '../../../src/domain/run-event.ts';
import { createJournal, openExhibits, sealBag } from '../../../src/evidence/index.ts';
import { readJournal } from '../../../src/evidence/journal-chain.ts';
import { buildReport, readRecord, type Report } from '../../../src/report/index.ts';
import { writeReport } from '../../../src/report/views.ts';
import { freshFolder } from '../../evidence/folder.ts';
import { at, note, opened } from '../../evidence/journal-events.ts';
import { sealingOf, signer } from '../../evidence/sealing.ts';

/** Something that is done to the folder of a report before its bag is sealed. */
export type Harm = (folder: string, report: Report) => Promise<unknown>;

/** A sealed bag with the report that its record gives, after something was done to the report. */
export async function bagOf(harm: Harm, { version = '0.1.0' } = {}): Promise<string> {
  const folder = join(await freshFolder(), 'case');
  const path = join(folder, 'journal/journal.jsonl');
  const journal = await createJournal(path);
  const tool = { name: 'firebreak', version } as const;
  const events: readonly JournaledEvent[] = [
    { ...opened, tool } as JournaledEvent,
    note('all quiet'),
    { type: 'case.closed', verdict: 'contained', because: 'test' },
  ];
  for (const event of events) await journal.append(at, event);
  await journal.close();
  const reading = readJournal(await readFile(path));
  const exhibits = await openExhibits(folder);
  const record = await readRecord({
    records: reading.records,
    read: (one) => exhibits.read(one),
    signatureKey: signer.fingerprint,
  });
  const report = join(folder, 'report');
  await mkdir(report, { recursive: true });
  const built = buildReport(record);
  await writeReport(built, report, record.pictures);
  await harm(report, built);
  return (await sealBag(await sealingOf(folder, { secrets: [] }))).folder;
}

/** Both ways to print it; words with every run of blanks as one. */
export async function verified(bag: string, flags: VerifyFlags = {}) {
  const { code, stdout, stderr } = await run(bag, flags, { usesColor: false });
  const json: unknown = JSON.parse((await run(bag, { ...flags, json: true }, { usesColor: false })).stdout);
  return { code, stderr, json, words: stdout.replaceAll(/\s+/g, ' ') };
}

export async function run(bag: string, flags: VerifyFlags, { usesColor }: { readonly usesColor: boolean }) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const environment = {
    cwd: bag,
    columns: 80,
    usesColor,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
  };
  const code = await verify(bag, flags, environment as unknown as Environment);
  return { code, ...written };
}
