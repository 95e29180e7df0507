import { DateTime } from 'luxon';

/** "1:30", "41:00", "47:00:00", "-0:02:30": from a scenario's start; the last part is seconds. */
export const momentForm = /^-?\d{1,5}:[0-5]\d(:[0-5]\d)?$/;

/** Milliseconds from the scenario's start; before it, negative. */
export function momentMs(text: string): number {
  const parts = text.replace('-', '').split(':').map(Number);
  const seconds = parts.reduce((sum, part) => sum * 60 + part, 0);
  return text.startsWith('-') ? -1000 * seconds : 1000 * seconds;
}

/** ISO 8601 UTC with milliseconds. */
export function isoAt(startsAt: string, ms: number): string {
  const moment = DateTime.fromISO(startsAt, { zone: 'utc' }).plus({ milliseconds: ms });
  return moment.toISO() ?? startsAt;
}

export const millisOf = (iso: string): number => DateTime.fromISO(iso, { zone: 'utc' }).toMillis();
