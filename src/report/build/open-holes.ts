import { millisOf } from '../../analysis/index.ts';
import type { Coverage, Hole } from '../../domain/coverage.ts';

/** The holes of several readings of one kind that no whole reading among them covers, each once. */
export function openHoles(readings: readonly Coverage[]): readonly Hole[] {
  const open = readings.flatMap((reading, index) =>
    reading.holes.filter((hole) => !readings.some((other, i) => closes(other, i > index, hole, reading))),
  );
  return [...new Map(open.map((hole) => [JSON.stringify([hole.what, hole.why]), hole])).values()];
}

/** Whether some reading reaches back to this moment. A reading of what is now has no beginning. */
export function reachesBackTo(readings: readonly Coverage[], from: string): boolean {
  const start = millisOf(from);
  return readings.some((reading) => {
    const begins = reading.from === undefined ? undefined : millisOf(reading.from);
    return start !== undefined && begins !== undefined && begins <= start;
  });
}

/** Everything that keeps "none since `from`" from being said over these readings; empty = it may be said. */
export function whatIsUnread(
  all: {
    readonly readings: readonly Coverage[];
    readonly holes: readonly Hole[];
    readonly unusable: readonly string[];
  },
  from: string,
): readonly string[] {
  return [
    // A hole that ends before the time in question takes nothing from it.
    ...all.holes
      .filter(({ to }) => to === undefined || !isAtMost(to, from))
      .map(({ what, why }) => `${what} not read (${why})`),
    ...(reachesBackTo(all.readings, from) ? [] : [`not read back to ${from}`]),
    ...all.unusable,
  ];
}

function closes(other: Coverage, isLater: boolean, hole: Hole, lacking: Coverage): boolean {
  if (other.holes.length > 0) return false;
  if (
    hole.symbol !== undefined &&
    typeof other.symbols !== 'string' &&
    !other.symbols.includes(hole.symbol)
  ) {
    return false;
  }
  const [from, to] = [hole.from ?? lacking.from, hole.to ?? lacking.to];
  // What has no time is what is now: only a later whole look can stand in for it.
  if (from === undefined || to === undefined) return isLater;
  return (
    other.from !== undefined && other.to !== undefined && isAtMost(other.from, from) && isAtMost(to, other.to)
  );
}

function isAtMost(a: string, b: string): boolean {
  const [first, second] = [millisOf(a), millisOf(b)];
  return first !== undefined && second !== undefined && first <= second;
}
