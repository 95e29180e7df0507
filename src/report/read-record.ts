import type { Exhibit, ExhibitId } from '../domain/exhibit.ts';
import type { Json } from '../domain/json.ts';
import type { JournalRecord } from '../domain/run-event.ts';
import { canonicalJson, parseExhibit, takenBackIn } from '../evidence/index.ts';
import { readPictures } from './read-pictures.ts';
import type { CaseRecord } from './case-record.ts';

/** Where a record lies: in a case folder, or in a sealed bag. */
export interface RecordSource {
  readonly records: readonly JournalRecord[];
  /** Rejects unless the bytes are those that were acquired. */
  read(exhibit: Exhibit): Promise<Uint8Array>;
  /** Fingerprint of the key that signs or signed the bag. */
  readonly signatureKey?: string;
  /** Told why an exhibit that is called JSON gave none: for want of memory, on another machine it may. */
  readonly onUnparsed?: (error: unknown) => void;
}

/**
 * Reads what a report is built from: the records up to the close, and every exhibit that is JSON. The
 * same for a case folder and for its bag, so that both give the same report.
 *
 * @throws whatever `read` rejects with: an exhibit that is not what was acquired ends the reading
 */
export async function readRecord(source: RecordSource): Promise<CaseRecord> {
  const records = untilClosed(source.records).map(asOnDisk);
  const gone = takenBackIn(records.map(({ event }) => event));
  // As bytes, parsed when somebody asks: as objects a list of fills takes three times as much, until the record goes.
  const contents = new Map<ExhibitId, Uint8Array>();
  for (const { event } of records) {
    if (event.type !== 'exhibit.acquired' || event.exhibit.mediaType !== 'application/json') continue;
    if (gone.has(event.exhibit.id)) continue;
    contents.set(event.exhibit.id, await source.read(event.exhibit));
  }
  return {
    records,
    readExhibit: (id) => {
      const bytes = contents.get(id);
      return bytes && parseJson(bytes, source.onUnparsed);
    },
    pictures: await readPictures(records, source.read),
    ...(source.signatureKey === undefined ? {} : { signatureKey: source.signatureKey }),
  };
}

// The sealing is recorded after the bag is whole, so it cannot be in the bag, nor in its report. A file that
// was taken back between the close and the seal is in no bag, and the report must know.
function untilClosed(records: readonly JournalRecord[]): readonly JournalRecord[] {
  const closed = records.findIndex(({ event }) => event.type === 'case.closed');
  if (closed < 0) return records;
  const last = records.findLastIndex(
    ({ event }) => event.type === 'custody.recorded' && event.takenBack !== undefined,
  );
  return records.slice(0, Math.max(closed, last) + 1);
}

// The journal on disk has its keys sorted; a run that just ended holds them as they were written down.
// Parts of events go into report.json as they are, so their order must not tell which it was.
const asOnDisk = (record: JournalRecord): JournalRecord => ({
  ...record,
  event: JSON.parse(canonicalJson(record.event)) as JournalRecord['event'],
});

/** Undefined for what a venue called JSON and is none: a gap in the report, not the end of it. */
function parseJson(bytes: Uint8Array, onUnparsed: RecordSource['onUnparsed']): Json | undefined {
  try {
    return parseExhibit(bytes);
  } catch (error) {
    onUnparsed?.(error);
    return undefined;
  }
}
