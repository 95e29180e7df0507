import type { Report, Subject } from '../model.ts';
import { millis } from '../words.ts';
import { keyMoments } from './key-moments.ts';
import { linear, place } from './scale.ts';
import { dayOf, timeTicks, type Tick } from './time-axis.ts';

export interface ExposureChart {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly bars: readonly ExposureBar[];
  readonly ticks: readonly (Tick & { readonly x: number })[];
  /** The day on which the axis begins, and the zone. */
  readonly day: string;
  readonly rowHeight: number;
  readonly opened?: number;
}

export interface ExposureBar {
  readonly subject: Subject;
  readonly y: number;
  readonly x1: number;
  readonly x2: number;
  /** The bar begins or ends here only because nobody knows where. */
  readonly openStart: boolean;
  readonly openEnd: boolean;
  readonly ms?: number;
}

const rowHeight = 40;

/** How long each key could be used by others: from the first sign to proven dead. */
export function exposureChart(report: Report, width: number): ExposureChart | undefined {
  const asOf = millis(report.identification.asOf);
  const opened = keyMoments(report).find(({ label }) => label === 'opened')?.at;
  if (asOf === undefined || opened === undefined || report.subjects.length === 0) return undefined;
  const spans = report.subjects.map(({ exposure: { from, to } }) => ({
    from: from.known ? millis(from.value) : undefined,
    to: to.known ? millis(to.value) : undefined,
  }));
  const bounds = [opened, ...spans.flatMap(({ from, to }) => [from ?? opened, to ?? asOf])];
  const [start, end] = [bounds.reduce((a, b) => Math.min(a, b)), bounds.reduce((a, b) => Math.max(a, b))];
  const margin = Math.max((end - start) * 0.06, 1_000);
  const [left, right] = [10, width - 10];
  const x = linear({ from: start - margin, to: end + margin, start: left, end: right });
  const bars = report.subjects.map((subject, i): ExposureBar => {
    const { from, to } = spans[i] ?? { from: undefined, to: undefined };
    return {
      subject,
      y: i * rowHeight + 18,
      x1: from === undefined ? left : place(x(from)),
      x2: to === undefined ? right : place(x(to)),
      openStart: from === undefined,
      openEnd: to === undefined,
      ...(from === undefined || to === undefined ? {} : { ms: to - from }),
    };
  });
  const ticks = timeTicks(start - margin, end + margin, 7).map((tick) => ({ ...tick, x: place(x(tick.at)) }));
  return {
    width,
    height: bars.length * rowHeight + 40,
    left,
    right,
    bars,
    ticks,
    day: dayOf(start - margin),
    rowHeight,
    opened: place(x(opened)),
  };
}
