import { millisOf } from '../../analysis/index.ts';
import type { Coverage, Hole } from '../../domain/coverage.ts';

export { openHoles } from '../../analysis/index.ts';

/** Whether some reading reaches back to this moment. A reading of what is now has no beginning. */
export function reachesBackTo(readings: readonly Coverage[], from: string): boolean {
  const start = millisOf(from);
  return readings.some((reading) => {
    if (reading.isPortion) return false;
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

function isAtMost(a: string, b: string): boolean {
  const [first, second] = [millisOf(a), millisOf(b)];
  return first !== undefined && second !== undefined && first <= second;
}
