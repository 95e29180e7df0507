import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseMode, JournaledEvent } from '../domain/run-event.ts';
import { listCases, stateFolderPath, type ListedCase } from '../config/index.ts';
import { readJournal } from '../evidence/index.ts';
import { caseLayout } from '../run/index.ts';
import type { Environment } from './environment.ts';

type Place = Pick<Environment, 'env' | 'home'>;

/** Every case of the mode, oldest first. Makes no folder: looking leaves no trace. */
export const casesOf = ({ env, home }: Place, mode: CaseMode): Promise<readonly ListedCase[]> =>
  listCases(stateFolderPath({ env, home, mode }));

/** Those that somebody can still go on with. */
export async function openCasesOf(place: Place, mode: CaseMode): Promise<readonly ListedCase[]> {
  const open: ListedCase[] = [];
  for (const one of await casesOf(place, mode)) if (await isOpen(one.folder)) open.push(one);
  return open;
}

/** What a case's journal tells, read without touching it; undefined when its chain does not hold. */
export async function eventsIn(folder: string): Promise<readonly JournaledEvent[] | undefined> {
  const reading = readJournal(await readFile(join(folder, caseLayout.journal)));
  return reading.ok ? reading.records.map(({ event }) => event) : undefined;
}

export const isSealed = (events: readonly JournaledEvent[]): boolean =>
  events.some((event) => event.type === 'custody.recorded' && event.action.startsWith('sealed'));

/** Has an opening record and was not sealed. A folder that a kill left without one is no case. */
async function isOpen(folder: string): Promise<boolean> {
  const bytes = await readFile(join(folder, caseLayout.journal)).catch(() => undefined);
  if (!bytes) return false;
  const reading = readJournal(bytes);
  // A damaged journal is somebody's case all the same: `resume` says what is wrong with it.
  return !reading.ok || (reading.records.length > 0 && !isSealed(reading.records.map(({ event }) => event)));
}
