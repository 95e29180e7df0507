import { join } from 'node:path';
import type { Exhibit } from '../domain/exhibit.ts';
import type { JournalRecord } from '../domain/run-event.ts';
import { exchangesFile, exhibitsFolder, journalFile, type BagFile } from './bag-layout.ts';
import type { JournalHead } from './journal-chain.ts';
import { followJournalFile } from './journal-file.ts';
import { quoteName } from './safe-path.ts';
import { followStamps, type ToldStamps } from './trusted-time/index.ts';

/** What a bag's journal says: whether it holds, and which files and exchanges it speaks of. */
export interface ToldByJournal {
  readonly problems: readonly string[];
  readonly head: JournalHead;
  readonly caseId: string | undefined;
  /** As its opening says: "real", "drill". */
  readonly mode: string | undefined;
  readonly exhibits: readonly Partial<Exhibit>[];
  /** Ids of those whose bytes a person took back before the bag was sealed. */
  readonly takenBack: ReadonlySet<string>;
  readonly exchanges: readonly ToldExchange[];
  readonly stamps: ToldStamps;
}

export interface ToldExchange {
  readonly exchange: string;
  readonly offset: number;
  readonly length: number;
  readonly sha256: string;
}

/** Reads data/journal/journal.jsonl record by record and keeps only what the other checks need. */
export async function readTold(
  folder: string,
  files: { has(path: string): boolean },
): Promise<ToldByJournal> {
  const exhibits: Partial<Exhibit>[] = [];
  const exchanges: ToldExchange[] = [];
  const takenBack = new Set<string>();
  const stamps = followStamps();
  let caseId: string | undefined;
  let mode: string | undefined;
  const visit = (record: JournalRecord) => {
    const { event } = record;
    stamps.visit(record);
    if (event.type === 'case.opened') {
      caseId ??= String(event.caseId);
      mode ??= String(event.mode);
    }
    if (event.type === 'exhibit.acquired') exhibits.push({ ...event.exhibit });
    if (event.type === 'custody.recorded' && event.takenBack !== undefined) takenBack.add(event.takenBack);
    if (event.type === 'exchange.captured') {
      const { exchange, offset, length, sha256 } = event;
      exchanges.push({ exchange, offset, length, sha256 });
    }
  };
  if (!files.has(journalFile)) {
    const head = { seq: 0, hash: '' };
    const nothing = { caseId, mode, exhibits, takenBack, exchanges, stamps: stamps.told() };
    return { problems: [`missing: ${journalFile}`], head, ...nothing };
  }
  const followed = await followJournalFile(join(folder, journalFile), visit);
  const problems = followed.ok ? [] : [`broken at record ${followed.firstBroken}: ${followed.why}`];
  const found = { caseId, mode, exhibits, takenBack, exchanges, stamps: stamps.told() };
  return { problems, head: followed.head, ...found };
}

/**
 * Each exhibit that the journal names is there with its hash, and none is there without a record. One that a
 * person took back before sealing is not there: the journal says who did, and why.
 */
export function compareExhibits(told: ToldByJournal, files: ReadonlyMap<string, BagFile>): readonly string[] {
  const problems: string[] = [];
  const named = new Set<string>();
  const ids = new Set<unknown>();
  for (const exhibit of told.exhibits) {
    const { id, path, bytes, sha256 } = exhibit;
    // Whoever cites it by its id would mean either of two.
    if (ids.has(id)) problems.push(`two records are of one exhibit: ${quoteName(String(id))}`);
    ids.add(id);
    // The path comes from the file under examination: it is looked up, never opened.
    const file = files.get(`data/${String(path)}`);
    named.add(`data/${String(path)}`);
    const name = `${quoteName(String(id))} (${quoteName(String(path))})`;
    if (isTakenBack(told, exhibit)) {
      if (file) problems.push(`taken back, and there: ${name}`);
      continue;
    }
    if (!file) problems.push(`missing: ${name}`);
    else if (file.sha256 !== sha256 || file.bytes !== bytes) problems.push(`altered: ${name}`);
  }
  // What a kill left unjournaled lies in a folder of its own: whatever else is among the exhibits passes for one.
  for (const path of files.keys()) {
    const isExhibit = path.startsWith(exhibitsFolder) && !path.startsWith(`${exhibitsFolder}unjournaled/`);
    if (isExhibit && !named.has(path)) problems.push(`not in the journal: ${path}`);
  }
  return problems;
}

/** Only a file that a person brought can be: a venue's reading that is gone is missing, whatever a record says. */
export const isTakenBack = (
  { takenBack }: Pick<ToldByJournal, 'takenBack'>,
  { id, kind }: Partial<Exhibit>,
): boolean => kind === 'attachment' && takenBack.has(String(id));

/** Bytes of the WARC that no journal record names: the warcinfo record, or exchanges cut off by a kill. */
export function unnamedBytes(told: ToldByJournal, files: ReadonlyMap<string, BagFile>): number {
  let named = 0;
  let end = 0;
  // A place that two records name is one place: counted twice, it would hide as many bytes that none names.
  for (const { offset, length } of told.exchanges.toSorted((a, b) => a.offset - b.offset)) {
    named += Math.max(0, offset + length - Math.max(end, offset));
    end = Math.max(end, offset + length);
  }
  return (files.get(exchangesFile)?.bytes ?? 0) - named;
}
