import type { Report, TimelineEntry } from '../model.ts';
import { millis } from '../words.ts';

type LaneName = TimelineEntry['lane'];

/** When each entry of a timeline was and in which lane it stands: numbers, so that no entry is kept. */
export interface PlacedEntries {
  /** In milliseconds since 1970; NaN where an entry has no time. */
  readonly times: Float64Array;
  laneOf(entry: number): LaneName | undefined;
}

const kept = new WeakMap<Report['timeline'], PlacedEntries>();

/**
 * Reads the entries once for all pictures of them: each must be made to be read, and there may be ten thousand. Kept
 * for as long as the timeline is.
 */
export function placeEntries({ timeline }: Pick<Report, 'timeline'>): PlacedEntries {
  const before = kept.get(timeline);
  if (before) return before;
  const times = new Float64Array(timeline.length);
  const lanes = new Uint8Array(timeline.length);
  const names: LaneName[] = [];
  let entry = 0;
  for (const { at, lane } of timeline) {
    times[entry] = millis(at) ?? Number.NaN;
    if (!names.includes(lane)) names.push(lane);
    lanes[entry++] = names.indexOf(lane);
  }
  const placed: PlacedEntries = { times, laneOf: (index) => names[lanes[index] ?? names.length] };
  kept.set(timeline, placed);
  return placed;
}
