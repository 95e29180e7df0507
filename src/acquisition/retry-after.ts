import { DateTime } from 'luxon';

/** Longer than a week is no wait but a mistake. */
export const longestPauseMs = 7 * 24 * 3600 * 1000;

/** RFC 9110 §10.2.3: seconds, or an HTTP date. Undefined for anything else; the venue wrote it. */
export function retryAfter(value: string | undefined, now: DateTime): DateTime | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) {
    return now.plus({ milliseconds: Math.min(Number(value) * 1000, longestPauseMs) });
  }
  const moment = DateTime.fromHTTP(value, { zone: 'utc' });
  if (!moment.isValid) return undefined;
  return DateTime.min(moment, now.plus({ milliseconds: longestPauseMs }));
}
