import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exhibit } from '../domain/exhibit.ts';
import type { JournalRecord } from '../domain/run-event.ts';
import { EvidenceError, readJournal, sha256Hex, verifyBag } from '../evidence/index.ts';
import type { CaseRecord } from './case-record.ts';
import { readRecord, type RecordSource } from './read-record.ts';

/**
 * Reads a sealed bag back into what its report was built from: `buildReport` gives the report in the
 * bag again, offline. Everything that `verifyBag` checks is checked first; nothing is written.
 *
 * @throws BadInput when there is no folder
 * @throws EvidenceError BAG_DAMAGED naming the first thing that is not as it was sealed
 */
export async function readBag(folder: string): Promise<CaseRecord> {
  return readCheckedBag(folder, await verifiedKey(folder));
}

/**
 * The same for a bag that the caller has verified just now, so that nobody hashes it twice.
 *
 * @param signatureKey fingerprint of the key that signed it
 * @param onUnparsed see `RecordSource`
 * @throws EvidenceError BAG_DAMAGED
 */
export async function readCheckedBag(
  folder: string,
  signatureKey: string,
  onUnparsed?: RecordSource['onUnparsed'],
): Promise<CaseRecord> {
  return readRecord({
    ...(onUnparsed ? { onUnparsed } : {}),
    records: await readChain(folder),
    read: (exhibit) => readExhibit(folder, exhibit),
    signatureKey,
  });
}

/** The fingerprint of the key that signed; whose key that is, nothing in a bag can say. */
async function verifiedKey(folder: string): Promise<string> {
  const { ok, firstProblem, fingerprint } = await verifyBag(folder);
  if (ok && fingerprint !== undefined) return fingerprint;
  const { check, problem } = firstProblem ?? { check: 'signature', problem: 'no key' };
  throw damaged(folder, `${check}: ${problem}`);
}

async function readChain(folder: string): Promise<readonly JournalRecord[]> {
  const reading = readJournal(await readFile(join(folder, 'data/journal/journal.jsonl')));
  if (reading.ok) return reading.records;
  throw damaged(folder, `journal chain: broken at record ${reading.firstBroken}: ${reading.why}`);
}

// The path is safe to open: `verifyBag` found it among the bag's own regular files. Hashed once more,
// because a bag on a shared disk can change between the two looks.
async function readExhibit(folder: string, { id, path, sha256 }: Exhibit): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, 'data', path));
  if (sha256Hex(bytes) !== sha256) throw damaged(folder, `exhibits: altered: ${id}`);
  return bytes;
}

const damaged = (folder: string, what: string): EvidenceError =>
  new EvidenceError('BAG_DAMAGED', `the bag at ${folder} is not as it was sealed: ${what}`);
