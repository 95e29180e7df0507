import type { Hole } from '../domain/coverage.ts';
import type { Forgets } from '../venues/index.ts';
import { toIso, toMs } from './interval.ts';

/** A part of a list that the venue drops before the rest of it, and from when on it was asked for. */
export interface Forgotten extends Forgets {
  /** ISO 8601 UTC, inclusive; absent: from the first row on. */
  readonly from?: string;
  readonly to: string;
  /** Of this section alone. */
  readonly section?: string;
}

/**
 * Returns the holes of what the venue had dropped when the reading ended: whatever was that old then
 * may have gone before its page was read. No key reads it any more.
 */
export function forgottenHoles(forgotten: readonly Forgotten[], endedMs: number): readonly Hole[] {
  const holes = forgotten.flatMap(({ what, afterMs, from = toIso(0), to, section }) => {
    const until = Math.min(endedMs - afterMs, toMs(to));
    if (until <= toMs(from)) return [];
    const why = `the venue tells them for ${inWords(afterMs)} only`;
    return [
      {
        what,
        why,
        ...(section === undefined ? {} : { section }),
        from,
        to: toIso(until),
        beyondReach: true as const,
      },
    ];
  });
  // Sections that share it say it once.
  return [...new Map(holes.map((hole) => [JSON.stringify(hole), hole])).values()];
}

const minuteMs = 60_000;
const units = [
  { ms: 24 * 60 * minuteMs, word: 'days' },
  { ms: 60 * minuteMs, word: 'hours' },
  { ms: minuteMs, word: 'minutes' },
];

/** Two days and more are told in days, below that in hours, then in minutes. */
function inWords(ms: number): string {
  const unit = units.find((each) => ms >= 2 * each.ms) ?? units[2];
  return unit === undefined ? `${ms} ms` : `${Math.round(ms / unit.ms)} ${unit.word}`;
}
