import { notYet, type Coverage, type Hole } from '../domain/coverage.ts';
import { millisOf } from './moments.ts';

/** The holes of several readings of one list that no other reading among them closes, each once. */
export function openHoles(readings: readonly Coverage[]): readonly Hole[] {
  const open = readings.flatMap((reading, index) =>
    reading.holes.filter((hole) => !readings.some((other, i) => closes(other, i > index, hole, reading))),
  );
  return [...new Map(open.map((hole) => [identityOf(hole), hole])).values()];
}

/** What failed twice for one reason is said once; what was asked up to another moment is another hole. */
const identityOf = ({ what, why, section, symbol, to }: Hole): string =>
  JSON.stringify([what, why, section, symbol, why === notYet ? to : undefined]);

/**
 * Only a reading closes a hole that is whole where the hole is: in the same section and of the same symbol,
 * over all of its time. What that reading misses elsewhere takes nothing from it.
 */
function closes(other: Coverage, isLater: boolean, hole: Hole, lacking: Coverage): boolean {
  const { symbol } = hole;
  // A portion of a sweep speaks for its own symbols, and for nothing else.
  if (other.isPortion && symbol === undefined) return false;
  const isRead = symbol === undefined || typeof other.symbols === 'string' || other.symbols.includes(symbol);
  const isAsked =
    other.sections === undefined || (hole.section !== undefined && other.sections.includes(hole.section));
  const span = { from: hole.from ?? lacking.from, to: hole.to ?? lacking.to };
  if (!isRead || !isAsked || other.holes.some((each) => isThere(each, hole, span))) return false;
  // What has no time is what is now: only a later whole look can stand in for it.
  if (span.from === undefined || span.to === undefined) return isLater;
  return isAtMost(other.from, span.from) && isAtMost(span.to, other.to);
}

interface Span {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/**
 * Whether a reading's hole may lie where another does: what a hole does not name, it may lie in. Where pages
 * were lost the hole's time is that of the asking, no more; only what was not asked for ends exactly.
 */
function isThere(one: Hole, hole: Hole, { from, to }: Span): boolean {
  const mayBe = (a: string | undefined, b: string | undefined): boolean =>
    a === undefined || b === undefined || a === b;
  if (!mayBe(one.section, hole.section) || !mayBe(one.symbol, hole.symbol)) return false;
  if (one.beyondReach !== true && one.why !== notYet) return true;
  const isBefore = isAtMost(one.to, from);
  const isAfter = isAtMost(to, one.from);
  return !isBefore && !isAfter;
}

/** Both must be moments: of what is not known nothing is said. */
function isAtMost(a: string | undefined, b: string | undefined): boolean {
  const [first, second] = [a, b].map((time) => (time === undefined ? undefined : millisOf(time)));
  return first !== undefined && second !== undefined && first <= second;
}
