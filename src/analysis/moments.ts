import { DateTime } from 'luxon';

const isoUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Returns epoch milliseconds of an ISO 8601 time with a zone; undefined for any other text. */
export function millisOf(iso: string): number | undefined {
  if (!isoUtc.test(iso)) return undefined;
  const millis = Date.parse(iso);
  if (Number.isNaN(millis)) return undefined;
  // `Date` takes a 30th of February for a day in March: such a day is read back, and only such a one, for speed.
  if (Number(iso.slice(8, 10)) <= 28 || !iso.endsWith('Z')) return millis;
  const day = new Date(iso.includes('T24') ? millis - 1 : millis).toISOString();
  return day.startsWith(iso.slice(0, 10)) ? millis : undefined;
}

/** Returns ISO 8601 UTC with milliseconds; undefined outside the range a date can have. */
export const isoOf = (millis: number): string | undefined =>
  DateTime.fromMillis(millis, { zone: 'utc' }).toISO() ?? undefined;

/** Returns "00:41:00" for an ISO time, or the text itself when it is no time. */
export function clockTime(iso: string): string {
  const millis = millisOf(iso);
  return (millis === undefined ? undefined : isoOf(millis)?.slice(11, 19)) ?? iso;
}

/** Returns "2026-11-21 00:41:00" for an ISO time, or the text itself when it is no time. */
export function dateAndTime(iso: string): string {
  const millis = millisOf(iso);
  const utc = millis === undefined ? undefined : isoOf(millis);
  return utc === undefined ? iso : `${utc.slice(0, 10)} ${utc.slice(11, 19)}`;
}

/** Returns "00:01:30–00:41:00", with dates where the two lie on different days. */
export function spanOf(from: string, to: string): string {
  if (from === to) return clockTime(from);
  const sameDay = dateAndTime(from).slice(0, 10) === dateAndTime(to).slice(0, 10);
  return sameDay ? `${clockTime(from)}–${clockTime(to)}` : `${dateAndTime(from)}–${dateAndTime(to)}`;
}

/** The earliest of some ISO times; texts that are no time are passed over. */
export const earliest = (times: Iterable<string>): string | undefined => pick(times, (a, b) => a < b);
export const latest = (times: Iterable<string>): string | undefined => pick(times, (a, b) => a > b);

function pick(times: Iterable<string>, isBetter: (a: number, b: number) => boolean): string | undefined {
  let best: { time: string; millis: number } | undefined;
  for (const time of times) {
    const millis = millisOf(time);
    if (millis === undefined) continue;
    if (best === undefined || isBetter(millis, best.millis)) best = { time, millis };
  }
  return best?.time;
}
