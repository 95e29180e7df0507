import type { Coverage, Hole } from '../../src/domain/coverage.ts';

/** A stretch of time, both ends inclusive, ISO 8601 UTC; of one symbol, or of all that were read. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
  readonly symbol?: string;
}

/**
 * What a coverage claims, read by itself: whether every row of the stretch was read. A list of what is
 * now (open orders) claims no stretch of time; where only some symbols were read, it is about those.
 */
export function isProven({ symbols, from, to, holes }: Coverage, stretch: Stretch): boolean {
  if (from === undefined || to === undefined || symbols.length === 0) return false;
  const isOfSymbols = typeof symbols !== 'string';
  if (stretch.symbol !== undefined && isOfSymbols && !symbols.includes(stretch.symbol)) return false;
  const [start, end] = [Date.parse(stretch.from), Date.parse(stretch.to)];
  if (start < Date.parse(from) || end > Date.parse(to)) return false;
  return !holes.some((hole) => isAbout(hole, stretch.symbol) && spoils(hole, start, end));
}

// A hole without a symbol is about all of them; one with a symbol matters to a question about all.
const isAbout = (hole: Hole, symbol: string | undefined): boolean =>
  hole.symbol === undefined || symbol === undefined || hole.symbol === symbol;

/** Whether the two share more than an edge; a single moment inside the other counts. */
function spoils({ from, to }: Hole, start: number, end: number): boolean {
  if (from === undefined || to === undefined) return true;
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const isMoment = first === last || start === end;
  return isMoment ? first <= end && last >= start : first < end && last > start;
}
