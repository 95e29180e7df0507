import type { Report, TimelineEntry } from '../model.ts';
import type { EachRow } from '../tables/index.ts';
import { millis } from '../words.ts';
import { keyMoments, type KeyMoment } from './key-moments.ts';
import { placeEntries, type PlacedEntries } from './placed-entries.ts';
import { linear, place, type Scale } from './scale.ts';
import { timeTicks, type Tick } from './time-axis.ts';

type LaneName = TimelineEntry['lane'];

/** Incident timeline by lane, in numbers: x to the right, y down, in the units of `width`. */
export interface TimelineChart {
  readonly width: number;
  readonly height: number;
  /** Where the lanes begin and end, and the first and last moment between; ms since 1970. */
  readonly left: number;
  readonly right: number;
  readonly from: number;
  readonly to: number;
  /** First and last moment of all: as far as zooming out goes. */
  readonly earliest: number;
  readonly latest: number;
  readonly lanes: readonly {
    readonly name: LaneName;
    readonly label: string;
    readonly y: number;
    readonly entries: number;
  }[];
  readonly laneHeight: number;
  /** In the order of the report's entries, each made when it is asked for. */
  readonly marks: EachRow<Mark>;
  /** For as long as fills that are not ours went on, by symbol. */
  readonly spans: readonly {
    readonly from: number;
    readonly to: number;
    readonly x1: number;
    readonly x2: number;
    readonly symbol: string;
    readonly fills: number;
  }[];
  readonly flags: readonly {
    readonly label: string;
    readonly at: number;
    readonly x: number;
    readonly y: number;
    readonly leftwards: boolean;
  }[];
  readonly ticks: readonly (Tick & { readonly x: number })[];
  /** Entries beyond the two edges. */
  readonly before: number;
  readonly after: number;
}

export interface Mark {
  readonly lane: LaneName;
  readonly at: number;
  readonly x: number;
  /** Which entry of the report's timeline. */
  readonly entry: number;
}

const laneNames: readonly { readonly name: LaneName; readonly label: string }[] = [
  { name: 'attacker', label: 'Attacker' },
  { name: 'responder', label: 'Responder' },
  { name: 'venue', label: 'Venue' },
  { name: 'firebreak', label: 'firebreak' },
];
const laneHeight = 34;
const flagRow = 17;
const gutter = 86;

/** Lays the timeline out around the response; what happened long before or after is counted at the edges. */
export function timelineChart(report: Report, width: number): TimelineChart {
  const moments = keyMoments(report);
  const placed = placeEntries(report);
  const { times } = placed;
  const { from, to } = window(times, moments);
  const [left, right] = [gutter, width - 12];
  const x = linear({ from, to, start: left, end: right });
  const top = moments.length * flagRow + 8;
  return {
    width,
    height: top + laneNames.length * laneHeight + 26,
    left,
    right,
    from,
    to,
    earliest: bound(Math.min, from, times, moments),
    latest: bound(Math.max, to, times, moments),
    lanes: laneNames.map(({ name, label }, i) => ({
      name,
      label,
      y: top + i * laneHeight,
      entries: countOf(times, (_, entry) => placed.laneOf(entry) === name),
    })),
    laneHeight,
    marks: marksOf(placed, x),
    spans: spansOf(report, x),
    flags: moments.map(({ label, at }, i) => ({
      label,
      at,
      x: place(x(at)),
      y: 13 + i * flagRow,
      leftwards: x(at) > left + (right - left) * 0.72,
    })),
    ticks: timeTicks(from, to, Math.max(3, Math.floor((right - left) / 95))).map((tick) => ({
      ...tick,
      x: place(x(tick.at)),
    })),
    before: countOf(times, (at) => at < from),
    after: countOf(times, (at) => at > to),
  };
}

/** The entries with a time that fit. */
function countOf(times: Float64Array, fits: (at: number, entry: number) => boolean): number {
  let many = 0;
  times.forEach((at, entry) => {
    if (!Number.isNaN(at) && fits(at, entry)) many += 1;
  });
  return many;
}

function bound(
  of: (a: number, b: number) => number,
  start: number,
  times: Float64Array,
  moments: readonly KeyMoment[],
): number {
  const all = times.reduce((so, at) => (Number.isNaN(at) ? so : of(so, at)), start);
  return moments.reduce((so, { at }) => of(so, at), all);
}

const marksOf = ({ times, laneOf }: PlacedEntries, x: Scale): EachRow<Mark> => ({
  length: countOf(times, () => true),
  *[Symbol.iterator]() {
    for (const [entry, at] of times.entries()) {
      const lane = laneOf(entry);
      if (lane !== undefined && !Number.isNaN(at)) yield { lane, at, x: place(x(at)), entry };
    }
  },
});

function spansOf({ accounts }: Report, x: Scale): TimelineChart['spans'] {
  return accounts.flatMap(({ unrecognised }) =>
    (unrecognised.known ? unrecognised.value.bySymbol : []).flatMap(({ symbol, fills, first, last }) => {
      const [from, to] = [millis(first), millis(last)];
      if (from === undefined || to === undefined) return [];
      return [{ symbol, fills, from, to, x1: place(x(from)), x2: place(x(to)) }];
    }),
  );
}

/** Around the containment: it is what the reader compares, so it gets the room. */
function window(times: Float64Array, moments: readonly KeyMoment[]): { from: number; to: number } {
  const first = times.find((at) => !Number.isNaN(at)) ?? 0;
  const opened = moments.find(({ label }) => label === 'opened')?.at ?? first;
  const dead = moments.find(({ label }) => label.endsWith('dead'))?.at;
  const last = moments.at(-1)?.at ?? opened;
  const length = Math.max((dead ?? last) - opened, 60_000);
  const isInside = (at: number): boolean => at >= opened - 12 * length && at <= (dead ?? last) + 2 * length;
  // NaN is not inside.
  const inside = times.filter(isInside);
  const near = moments.filter(({ at }) => isInside(at));
  const from = bound(Math.min, opened, inside, near);
  const to = bound(Math.max, opened + 1_000, inside, near);
  const margin = (to - from) * 0.03;
  return { from: from - margin, to: to + margin };
}
