import type { ExhibitId } from '../domain/exhibit.ts';
import type { Json } from '../domain/json.ts';
import type { JournalRecord } from '../domain/run-event.ts';

/** All that a report is built from: a case folder and a sealed bag both have it, without any venue. */
export interface CaseRecord {
  readonly records: readonly JournalRecord[];
  /** The exhibit's content. May throw, or give undefined, for one that cannot be read. */
  readExhibit(id: ExhibitId): Json | undefined;
  /** What was attached as a picture, for the views that show it. */
  readonly pictures?: ReadonlyMap<ExhibitId, Uint8Array>;
  /** Fingerprint of the key that signs the bag. */
  readonly signatureKey?: string;
  /** The time that an outside authority gave for the journal's head, in words. */
  readonly trustedTime?: string;
}
