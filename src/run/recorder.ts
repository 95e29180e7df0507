import type { CaptureRules, HttpExchange } from '../domain/http-exchange.ts';
import type { Exhibit, ExhibitKind, ExhibitSource } from '../domain/exhibit.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { RowsDraft } from '../domain/rows-draft.ts';
import type { JournaledEvent } from '../domain/run-event.ts';

/** The case folder as the run sees it. Everything it returns is on disk. */
export interface Recorder {
  /** All events so far, in order, this process's and earlier ones'. */
  readonly events: readonly JournaledEvent[];
  readonly openedAt: string;
  /** Appends and syncs; only then may the run move. Returns the event as it was written: redacted. */
  append(event: JournaledEvent): Promise<JournaledEvent>;
  /** Redacts, writes to the WARC, journals where it lies. */
  capture(exchange: HttpExchange, rules: CaptureRules): Promise<void>;
  acquire(item: {
    readonly kind: ExhibitKind;
    readonly title: string;
    readonly content: Json | Uint8Array;
    readonly source: ExhibitSource;
    readonly acquiredBy: string;
    readonly clockOffsetMs?: number;
  }): Promise<Exhibit>;
  /** Starts a listing that is written while it is read. */
  draftRows(): RowsDraft<RowsDescription>;
  read(exhibit: Exhibit): Promise<Uint8Array>;
  /** Hands out every row of a listing, holding none; they are those acquired only once it resolves. */
  readRows(exhibit: Exhibit, onRow: (row: Json) => void): Promise<JsonObject>;
}

/** What is said of a listing once it is there. */
export interface RowsDescription {
  readonly kind: ExhibitKind;
  readonly title: string;
  readonly source: ExhibitSource;
  readonly acquiredBy: string;
  readonly clockOffsetMs?: number;
}
