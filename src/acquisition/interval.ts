import { DateTime } from 'luxon';

/** Both ends inclusive, milliseconds since 1970 UTC. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export function toMs(iso: string): number {
  const moment = DateTime.fromISO(iso, { zone: 'utc' });
  if (!moment.isValid) throw new RangeError('not an ISO 8601 moment');
  return moment.toMillis();
}

export const toIso = (ms: number): string =>
  DateTime.fromMillis(ms, { zone: 'utc' }).toISO() ?? unreachable(ms);

const unreachable = (ms: number): never => {
  throw new RangeError(`not a moment: ${ms}`);
};

/**
 * Returns the intervals in order, those that share a moment made one. Intervals a millisecond apart
 * stay two: some venues keep finer times, and a row may lie between.
 */
export function union(intervals: Iterable<Interval>): readonly Interval[] {
  const merged: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = merged.at(-1);
    if (last === undefined || next.from > last.to) merged.push(next);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
  }
  return merged;
}
