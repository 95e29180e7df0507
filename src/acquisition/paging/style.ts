import type { Hole, StopReason } from '../../domain/coverage.ts';
import type { Paging } from '../../venues/index.ts';
import type { Interval } from '../interval.ts';
import type { PageTurner } from '../page-turner.ts';

/** What one reading is asked for: one symbol (or the list as a whole) over a span of time. */
export interface Span {
  /** "trades of BTCUSDT": for the words of a hole. */
  readonly what: string;
  /** The venue's compartment, where it keeps such a list in several. */
  readonly section?: string;
  readonly symbol?: string;
  /** ISO 8601 UTC, inclusive; absent: nobody said from when. */
  readonly from?: string;
  /** ISO 8601 UTC, inclusive; never in the future, which nobody can read. */
  readonly to: string;
}

/** What one reading proved. */
export interface SpanRead {
  readonly stop: StopReason;
  /** Whether all that exists was seen: a list without time has no interval to prove. */
  readonly proven: readonly Interval[];
  readonly holes: readonly Hole[];
}

/** How pages follow each other at some venues. One file a style; `registry.ts` lists them. */
export interface PagingStyle<P extends Paging> {
  readonly style: P['style'];
  /** Throws only what is no failure of the venue: an abort, a full disk, a defect of ours. */
  read(turner: PageTurner, paging: P, span: Span): Promise<SpanRead>;
}
