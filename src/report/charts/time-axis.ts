import { isoOf } from '../words.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  second,
  2 * second,
  5 * second,
  10 * second,
  15 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  30 * day,
  365 * day,
];

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** What an axis of times must say besides its ticks: the day on which it begins, and the zone. */
export const dayOf = (from: number): string => `${isoOf(from).slice(0, 10)} UTC`;

/** Round moments between two times (ms since 1970, UTC), at most `most` of them. */
export function timeTicks(from: number, to: number, most: number): Tick[] {
  const step = steps.find((size) => (to - from) / size <= most) ?? Math.ceil((to - from) / most / day) * day;
  const ticks: Tick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    ticks.push({ at, label: labelOf(at, step) });
  }
  return ticks;
}

function labelOf(at: number, step: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const inDay = at % day;
  const clock = `${two(inDay / hour)}:${two((inDay % hour) / minute)}`;
  // Where a day begins its date stands: an axis over midnight would else name two moments alike.
  if (inDay === 0) return isoOf(at).slice(5, 10);
  if (step < minute) return `${clock}:${two((inDay % minute) / second)}`;
  return step < day ? clock : isoOf(at).slice(5, 10);
}
