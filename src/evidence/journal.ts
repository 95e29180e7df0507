import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { JournaledEvent, JournalRecord } from '../domain/run-event.ts';
import { createAppendFile, openAppendFile, type AppendFile, type Disk } from './append-file.ts';
import { sha256Hex } from './canonical.ts';
import { EvidenceError } from './evidence-error.ts';
import {
  chainRecord,
  emptyJournal,
  followChain,
  linesOf,
  parseLine,
  type JournalHead,
} from './journal-chain.ts';
import { setTailAside, type TornTail } from './torn-tail.ts';

/** The record of a run, on disk. One process at a time: see `lockCase`. */
export interface Journal {
  readonly path: string;
  /** The last record accepted; on disk once its `append` has resolved. */
  head(): JournalHead;
  /**
   * Resolves when the record is on disk (written and synced), in the order of the calls. Appends
   * that wait together share one sync.
   *
   * @param at UTC, ISO 8601 with milliseconds
   * @throws EvidenceError NOT_JSON when the event cannot be written; nothing is consumed
   * @throws EvidenceError JOURNAL_BROKEN once a write or a sync has failed, and for ever after: the
   *   run must stop, since what comes next could not be proven
   */
  append(at: string, event: JournaledEvent): Promise<JournalRecord>;
  close(): Promise<void>;
}

interface OpenedJournal {
  readonly journal: Journal;
  readonly records: readonly JournalRecord[];
  /** Torn bytes that no record speaks of yet: append `journal.recovered` with these. */
  readonly recovered?: TornTail;
}

/** Starts an empty journal: 0600, in a folder of 0700. Fails if the file exists. */
export async function createJournal(path: string, disk?: Disk): Promise<Journal> {
  return startJournal(path, await createAppendFile(path, disk), emptyJournal);
}

/**
 * Opens a journal after a stop or a kill. What a killed writer left at the end is moved to
 * `<journal>.torn-<offset>`, never dropped.
 *
 * @throws EvidenceError JOURNAL_DAMAGED naming the first broken record when whole records follow it:
 *   no kill explains that
 */
export async function openJournal(path: string, disk?: Disk): Promise<OpenedJournal> {
  const bytes = await readFile(path);
  const { records, head, goodBytes } = readUpToTail(bytes);
  const torn =
    goodBytes < bytes.length ? await setTailAside(path, bytes.subarray(goodBytes), goodBytes) : undefined;
  const recovered = torn ?? (await findUnrecordedTail(path, records));
  const journal = startJournal(path, openAppendFile(path, disk), head);
  return recovered ? { journal, records, recovered } : { journal, records };
}

function startJournal(path: string, file: AppendFile, from: JournalHead): Journal {
  let head = from;
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | undefined;
  let broken: EvidenceError | undefined;
  let closed: EvidenceError | undefined;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        if (broken) throw broken;
        file.write(Buffer.from(batch.map(({ line }) => line).join('')));
        await file.sync();
        for (const { record, resolve } of batch) resolve(record);
      } catch (cause) {
        // Latched, never retried: after a failed fsync the kernel may call the lost pages clean, so
        // a second sync could succeed without the bytes being there.
        broken ??= new EvidenceError('JOURNAL_BROKEN', `the journal could not be written: ${path}`, cause);
        for (const { reject } of batch) reject(broken);
      }
    }
    flushing = undefined;
  }

  return {
    path,
    head: () => head,
    async append(at, event) {
      const refusal = broken ?? closed;
      if (refusal) throw refusal;
      const { record, line } = chainRecord(head, at, event);
      head = { seq: record.seq, hash: record.hash };
      return new Promise((resolve, reject) => {
        waiting.push({ record, line, resolve, reject });
        // Later in this turn of the event loop: appends made together share one sync.
        flushing ??= Promise.resolve().then(flush);
      });
    },
    async close() {
      if (closed) return;
      closed = new EvidenceError('JOURNAL_CLOSED', `the journal is closed: ${path}`);
      await flushing;
      file.close();
    },
  };
}

interface Waiting {
  readonly record: JournalRecord;
  readonly line: string;
  readonly resolve: (record: JournalRecord) => void;
  readonly reject: (error: EvidenceError) => void;
}

/** The records that hold, and where they end. Bytes after that are a torn tail, or else damage. */
function readUpToTail(bytes: Uint8Array) {
  const records: JournalRecord[] = [];
  const chain = followChain();
  let goodBytes = 0;
  for (const line of linesOf(bytes)) {
    const step = chain.next(line.bytes);
    if (!step.ok) {
      refuseDamage(bytes.subarray(line.offset), step.seq, step.why);
      break;
    }
    records.push(step.record);
    goodBytes = line.offset + line.bytes.length;
  }
  return { records, head: chain.head(), goodBytes };
}

function refuseDamage(tail: Uint8Array, seq: number, why: string): void {
  for (const line of linesOf(tail)) {
    // A whole record after the break: it was written later, so the break was not the last write.
    if (parseLine(line.bytes).ok) {
      throw new EvidenceError('JOURNAL_DAMAGED', `the journal is damaged at record ${seq}: ${why}`);
    }
  }
}

/** A kill between moving a tail aside and recording it would leave a file nobody speaks of. */
async function findUnrecordedTail(
  path: string,
  records: readonly JournalRecord[],
): Promise<TornTail | undefined> {
  const recorded = new Set(
    records.flatMap(({ event }) => (event.type === 'journal.recovered' ? [event.movedTo] : [])),
  );
  const names = await readdir(dirname(path));
  const movedTo = names
    .filter((name) => name.startsWith(`${basename(path)}.torn-`) && !name.endsWith('.writing'))
    .sort()
    .find((name) => !recorded.has(name));
  if (movedTo === undefined) return undefined;
  const bytes = await readFile(join(dirname(path), movedTo));
  return { bytes: bytes.length, sha256: sha256Hex(bytes), movedTo };
}
