import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseMode, JournalRecord } from '../domain/run-event.ts';
import { listCases, stateFolderPath, type ListedCase } from '../config/index.ts';
import { isSealing, readJournal } from '../evidence/index.ts';
import { caseLayout } from '../run/index.ts';
import type { Environment } from './environment.ts';

type Place = Pick<Environment, 'env' | 'home'>;

/** Every case of the mode, oldest first. Makes no folder: looking leaves no trace. */
export const casesOf = ({ env, home }: Place, mode: CaseMode): Promise<readonly ListedCase[]> =>
  listCases(stateFolderPath({ env, home, mode }));

/** Those that somebody can still go on with. A folder that a kill left without a record is no case. */
export async function openCasesOf(place: Place, mode: CaseMode): Promise<readonly ListedCase[]> {
  const open: ListedCase[] = [];
  for (const one of await casesOf(place, mode)) {
    const { records, isWhole } = await readRecords(one.folder);
    if (!isSealed(records) && (records.length > 0 || !isWhole)) open.push(one);
  }
  return open;
}

/** What a case's journal tells as far as its chain holds, read without touching it. */
export async function readRecords(
  folder: string,
): Promise<{ readonly records: readonly JournalRecord[]; readonly isWhole: boolean }> {
  const bytes = await readFile(join(folder, caseLayout.journal)).catch(() => new Uint8Array());
  const { records, ok } = readJournal(bytes);
  return { records, isWhole: ok };
}

/** Closed, exported and signed: nothing is left to go on with. */
export const isSealed = (records: readonly JournalRecord[]): boolean =>
  records.some(({ event }) => isSealing(event));
