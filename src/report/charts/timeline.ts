import type { Report, TimelineEntry } from '../model.ts';
import { millis } from '../words.ts';
import { keyMoments, type KeyMoment } from './key-moments.ts';
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
  readonly marks: readonly Mark[];
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
  const dated = report.timeline.flatMap(({ lane, at }, entry) => {
    const ms = millis(at);
    return ms === undefined ? [] : [{ lane, at: ms, entry }];
  });
  const times = [...dated, ...moments].map(({ at }) => at);
  const { from, to } = window(dated, moments);
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
    earliest: times.reduce((min, at) => Math.min(min, at), from),
    latest: times.reduce((max, at) => Math.max(max, at), to),
    lanes: laneNames.map(({ name, label }, i) => ({
      name,
      label,
      y: top + i * laneHeight,
      entries: dated.filter(({ lane }) => lane === name).length,
    })),
    laneHeight,
    marks: dated.map((mark) => ({ ...mark, x: place(x(mark.at)) })),
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
    before: dated.filter(({ at }) => at < from).length,
    after: dated.filter(({ at }) => at > to).length,
  };
}

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
function window(
  marks: readonly { readonly at: number }[],
  moments: readonly KeyMoment[],
): { from: number; to: number } {
  const opened = moments.find(({ label }) => label === 'opened')?.at ?? marks[0]?.at ?? 0;
  const dead = moments.find(({ label }) => label.endsWith('dead'))?.at;
  const last = moments.at(-1)?.at ?? opened;
  const length = Math.max((dead ?? last) - opened, 60_000);
  const inside = [...marks, ...moments]
    .map(({ at }) => at)
    .filter((at) => at >= opened - 12 * length && at <= (dead ?? last) + 2 * length);
  const from = inside.reduce((min, at) => Math.min(min, at), opened);
  const to = inside.reduce((max, at) => Math.max(max, at), opened + 1_000);
  const margin = (to - from) * 0.03;
  return { from: from - margin, to: to + margin };
}
