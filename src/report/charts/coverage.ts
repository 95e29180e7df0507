import type { Hole } from '../../domain/coverage.ts';
import type { ListCoverage, Report } from '../model.ts';
import { millis } from '../words.ts';
import { linear, place, type Scale } from './scale.ts';
import { dayOf, timeTicks, type Tick } from './time-axis.ts';

export interface CoverageChart {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly rowHeight: number;
  readonly rows: readonly CoverageRow[];
  readonly ticks: readonly (Tick & { readonly x: number })[];
  /** The day on which the axis begins, and the zone. */
  readonly day: string;
}

export interface CoverageRow {
  readonly y: number;
  readonly list: ListCoverage;
  /** Proven read. */
  readonly proven: readonly { readonly x1: number; readonly x2: number; readonly beyondLeft: boolean }[];
  readonly holes: readonly { readonly x1: number; readonly x2: number; readonly hole: Hole }[];
  /** Lists of what is now: the moments at which they were read. */
  readonly looks: readonly number[];
}

const rowHeight = 30;

/** For each list of an account: over which time it was proven read, and which holes nothing covers. */
export function coverageChart(report: Report, account: string, width: number): CoverageChart | undefined {
  const coverage = report.accounts.find((one) => one.account === account)?.coverage ?? [];
  const asOf = millis(report.identification.asOf);
  const opened = millis(report.identification.openedAt);
  if (coverage.length === 0 || asOf === undefined || opened === undefined) return undefined;
  // The days around the incident: a history proven back to the beginning of time needs no room for it.
  const from = opened - Math.max(3_600_000, (asOf - opened) * 0.5);
  const [left, right] = [200, width - 10];
  const x = linear({ from, to: asOf, start: left, end: right });
  const clamped: Scale = (at) => place(Math.min(right, Math.max(left, x(at))));
  return {
    width,
    height: coverage.length * rowHeight + 26,
    left,
    right,
    rowHeight,
    rows: coverage.map((list, i) => rowOf(list, i * rowHeight + 4, clamped, { from, to: asOf })),
    day: dayOf(from),
    ticks: timeTicks(from, asOf, 6).map((tick) => ({ ...tick, x: place(x(tick.at)) })),
  };
}

type Bounds = { readonly from: number; readonly to: number };

function rowOf(list: ListCoverage, y: number, x: Scale, bounds: Bounds): CoverageRow {
  const dated = list.readings.filter(
    ({ coverage }) => coverage.from !== undefined || coverage.to !== undefined,
  );
  return {
    y,
    list,
    proven: dated.flatMap(({ at, coverage }) => {
      const from = coverage.from === undefined ? undefined : millis(coverage.from);
      const to = millis(coverage.to ?? at);
      if (from === undefined || to === undefined || to < bounds.from) return [];
      return [{ x1: x(from), x2: x(to), beyondLeft: from < bounds.from }];
    }),
    holes: list.openHoles.map((hole) => {
      const from = hole.from === undefined ? undefined : millis(hole.from);
      const to = hole.to === undefined ? undefined : millis(hole.to);
      return { x1: x(from ?? bounds.from), x2: x(to ?? bounds.to), hole };
    }),
    looks: list.readings
      .filter((reading) => !dated.includes(reading))
      .flatMap(({ at }) => {
        const ms = millis(at);
        return ms === undefined ? [] : [x(ms)];
      }),
  };
}
