import { openHoles } from '../analysis/index.ts';
import { closableHoles, notYet, type Coverage, type Hole } from '../domain/coverage.ts';

/**
 * What several readings of one list leave open and another reading, or another key, may still close; none
 * without a reading is never "whole". One reading without such a hole is enough; but what was asked for a time
 * that had not come stays open until a reading reaches over it.
 */
export function stillOpen(readings: readonly Coverage[]): readonly Hole[] {
  const open = closableHoles(openHoles(readings));
  const isWhole = readings.some(({ holes }) => closableHoles(holes).every(({ why }) => why === notYet));
  return isWhole ? open.filter(({ why }) => why === notYet) : open;
}

/** "trades in spot: not yet, 2026-03-14T03:00:00.000Z to 2026-03-15T00:00:00.000Z". */
export const describeHole = ({ what, why, from, to }: Hole): string =>
  why === notYet && from !== undefined && to !== undefined
    ? `${what}: ${why}, ${from} to ${to}`
    : `${what}: ${why}`;
