import type { StopReason } from '../../domain/coverage.ts';
import type { PageRequest } from '../contract.ts';
import { millisFromIso } from '../rows.ts';

/** Where a list begins that is sorted by time alone, newest first, and cannot be entered in any other way. */
interface Place {
  /** Rows up to here; whether the venue counts this moment in stands in no document. */
  readonly end: number;
  /** A page before was full of one moment: that moment may hold more than anybody can ask for. */
  readonly isCut: boolean;
}

interface Turn {
  readonly next?: string;
  readonly stop?: StopReason;
}

/** The `end` to ask with; undefined: none, for the newest rows. */
export function endOf(request: PageRequest): number | undefined {
  const { end } = placeOf(request);
  return Number.isFinite(end) ? end : undefined;
}

/**
 * Returns what follows a page whose rows have these times. The next one ends a millisecond after the
 * oldest row: so that row's own moment is read whole, whichever way the venue counts `end`, and what
 * came twice is dropped by its id. Where that would be the same page again, `end` goes down by one. A
 * page full of one moment is passed too, and the reading then ends as "failed": what was found
 * is kept, and nobody may call it complete.
 */
export function turnByTime(request: PageRequest, times: readonly string[], fullFrom: number): Turn {
  const asked = placeOf(request);
  const atTheEnd: Turn = asked.isCut ? { stop: 'failed' } : {};
  if (times.length < fullFrom) return atTheEnd;
  const newest = millisFromIso(times[0] ?? '');
  const oldest = millisFromIso(times.at(-1) ?? '');
  // Oldest first, or `end` not heeded: it would lead nowhere, a millisecond at a time.
  if (oldest > newest || (request.cursor !== undefined && newest > asked.end)) return { stop: 'failed' };
  const isPastStart = request.from !== undefined && oldest < millisFromIso(request.from);
  if (isPastStart) return { stop: 'window-end', ...atTheEnd };
  const end = Math.min(oldest + 1, asked.end - 1);
  return { next: asked.isCut || newest === oldest ? `${end}${cut}` : `${end}` };
}

const cut = ', one moment before it cut';

function placeOf({ cursor, to }: PageRequest): Place {
  if (cursor === undefined) return { end: to === undefined ? Infinity : millisFromIso(to), isCut: false };
  // Written above.
  return { end: Number.parseInt(cursor, 10), isCut: cursor.endsWith(cut) };
}
