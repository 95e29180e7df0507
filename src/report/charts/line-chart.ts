import { linear, place, valueTicks } from './scale.ts';
import { dayOf, timeTicks, type Tick } from './time-axis.ts';

/** A value at a moment; ms since 1970. Numbers are for drawing only: what is said comes from the strings. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

const decimal = /^-?\d+(\.\d+)?$/;
/** Beyond it the arithmetic of a scale has no numbers left. No amount of anything is near it. */
const largestDrawn = 1e100;

/** A decimal string as a number to draw; undefined: it is none, or none that a picture could hold. */
export function drawn(amount: string): number | undefined {
  if (!decimal.test(amount)) return undefined;
  const value = Number(amount);
  return Math.abs(value) < largestDrawn ? value : undefined;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The day on which the axis of times begins, and the zone. */
  readonly day: string;
  readonly xTicks: readonly (Tick & { readonly x: number })[];
  readonly yTicks: readonly { readonly value: number; readonly y: number }[];
  x(at: number): number;
  y(value: number): number;
}

/** Room for the unit of the values. */
const topMargin = 28;

/** The two axes of a picture of values over time, wide enough for all samples. */
export function frameOf(
  samples: readonly Sample[],
  {
    width,
    height,
    gutter = 106,
    zero = false,
  }: { width: number; height: number; gutter?: number; zero?: boolean },
): Frame {
  const values = [...samples.map(({ value }) => value), ...(zero ? [0] : [])];
  const low = values.reduce((a, b) => Math.min(a, b), values[0] ?? 0);
  const high = values.reduce((a, b) => Math.max(a, b), values[0] ?? 1);
  const from = samples.reduce((min, { at }) => Math.min(min, at), samples[0]?.at ?? 0);
  const to = Math.max(
    samples.reduce((max, { at }) => Math.max(max, at), from),
    from + 1_000,
  );
  const ticks = valueTicks(...(low === high ? aroundFlat(low) : ([low, high] as const)), 4);
  const [left, right, top, bottom] = [gutter, width - 14, topMargin, height - 24];
  const scaleX = linear({ from, to, start: left, end: right });
  const scaleY = linear({ from: ticks[0] ?? low, to: ticks.at(-1) ?? high, start: bottom, end: top });
  const x = (at: number): number => place(scaleX(at));
  const y = (value: number): number => place(scaleY(value));
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    x,
    y,
    day: dayOf(from),
    xTicks: timeTicks(from, to, 6).map((tick) => ({ ...tick, x: x(tick.at) })),
    yTicks: ticks.map((value) => ({ value, y: y(value) })),
  };
}

/** One value alone stands in the middle: on the axis itself its line would be taken for the axis. */
function aroundFlat(value: number): readonly [low: number, high: number] {
  const room = Math.abs(value) * 0.05;
  return value === 0 ? [0, 1] : [value - room, value + room];
}

/** A value that holds until the next: corners of the way, from the first sample to `until`. */
export function stairs(
  samples: readonly Sample[],
  frame: Frame,
  until?: number,
): readonly (readonly [number, number])[] {
  const corners: [number, number][] = [];
  let before: number | undefined;
  for (const { at, value } of samples) {
    if (before !== undefined) corners.push([frame.x(at), frame.y(before)]);
    corners.push([frame.x(at), frame.y(value)]);
    before = value;
  }
  if (before !== undefined && until !== undefined) corners.push([frame.x(until), frame.y(before)]);
  return corners;
}
