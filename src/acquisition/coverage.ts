import type { Coverage, Hole } from '../domain/coverage.ts';
import { type Interval, toIso } from './interval.ts';

/** What one reading (a symbol, or the list as a whole) proved and what it lost. */
export interface Reach {
  readonly symbol?: string;
  readonly proven: readonly Interval[];
  readonly holes: readonly Hole[];
}

/**
 * Returns the coverage of readings that make one listing. Its bounds hold all that was proven;
 * whatever inside them was not is a hole.
 */
export function buildCoverage(reaches: readonly Reach[], symbols: Coverage['symbols']): Coverage {
  const hull = hullOf(reaches.flatMap(({ proven }) => proven));
  return {
    ...(hull === undefined ? {} : { from: toIso(hull.from), to: toIso(hull.to) }),
    symbols,
    holes: reaches.flatMap(({ holes }) => holes),
  };
}

const hullOf = (intervals: readonly Interval[]): Interval | undefined =>
  intervals.reduce<Interval | undefined>(
    (hull, { from, to }) =>
      hull === undefined ? { from, to } : { from: Math.min(hull.from, from), to: Math.max(hull.to, to) },
    undefined,
  );
