import type { Coverage, Hole } from '../../../src/domain/coverage.ts';

/** Where a row lies in a list. */
export interface Place {
  readonly at: string;
  readonly symbol?: string | undefined;
  /** The venue's compartment; absent: it is not known, or there is only one. */
  readonly section?: string | undefined;
}

/** Whether a hole that the coverage reports holds a row of that place. */
export const isInHole = ({ holes }: Coverage, place: Place): boolean =>
  holes.some((hole) => isOfSection(hole, place) && isOfSymbol(hole, place) && isThen(hole, place));

const isOfSection = (hole: Hole, { section }: Place): boolean =>
  hole.section === undefined || section === undefined || hole.section === section;

const isOfSymbol = (hole: Hole, { symbol }: Place): boolean =>
  hole.symbol === undefined || symbol === undefined || hole.symbol === symbol;

function isThen({ from, to }: Hole, { at }: Place): boolean {
  const ms = Date.parse(at);
  return (from === undefined || Date.parse(from) <= ms) && (to === undefined || Date.parse(to) >= ms);
}
