import { DateTime } from 'luxon';

/** How a text without a zone is meant: minutes east of UTC; "in-cell" where each cell names its own. */
export type Zone = number | 'in-cell';

export type MomentRead = { readonly at: string } | { readonly flaw: string };

const form =
  /^(\d{4}|\d{2})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?: ?(UTC|Z|[+-]\d\d:?\d\d))?$/;

/**
 * Reads "2024-01-02 10:11:12[.1234]", with "T", a zone, or a year of two digits where the venue writes
 * them, into ISO 8601 UTC with milliseconds. Finer digits are cut: a moment must not come out later.
 */
export function readMoment(
  written: string,
  { zone, shortYear }: { readonly zone: Zone; readonly shortYear: boolean },
): MomentRead {
  const match = form.exec(written.trim());
  if (match === null) return { flaw: whyNot(written.trim()) };
  const [, year = '', month, day, hour, minute, second, fraction = '', own] = match;
  if (year.length === 2 && !shortYear) return { flaw: 'its year has two digits only' };
  const offset = offsetOf(own, zone);
  if (typeof offset !== 'number') return offset;
  const local = DateTime.fromObject(
    {
      year: Number(year.length === 2 ? `20${year}` : year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
      millisecond: Number(fraction.slice(0, 3).padEnd(3, '0')),
    },
    { zone: 'utc' },
  );
  if (!local.isValid) return { flaw: 'there is no such moment' };
  const moment = local.minus({ minutes: offset });
  // Before the first venue, or a slip of the century: either way no fact to build on.
  if (moment.year < 2009 || moment.year >= 2100) return { flaw: 'it is not between 2009 and 2100' };
  return { at: String(moment.toISO()) };
}

function offsetOf(own: string | undefined, zone: Zone): number | { readonly flaw: string } {
  const named = own === undefined ? undefined : minutesOf(own);
  if (named === undefined) return zone === 'in-cell' ? { flaw: 'it names no time zone' } : zone;
  if (zone !== 'in-cell' && zone !== named) return { flaw: "its time zone is another than the file's" };
  return named;
}

/** "UTC", "Z", "+02:00", "-6", "+0530" → minutes east of UTC; undefined for what is no offset. */
export function minutesOf(text: string): number | undefined {
  if (/^(UTC|Z)?$/.test(text)) return 0;
  const match = /^([+-])(\d{1,2})(?::?(\d\d))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, hours = '', minutes = '0'] = match;
  const total = Number(hours) * 60 + Number(minutes);
  if (total > 14 * 60 || Number(minutes) > 59) return undefined;
  // -0 would be a zone other than 0.
  return sign === '-' && total !== 0 ? -total : total;
}

/** 120 → "UTC+02:00". */
export function zoneName(minutes: number): string {
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `UTC${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function whyNot(text: string): string {
  if (text === '') return 'it is empty';
  if (/^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}/.test(text)) {
    return 'day and month cannot be told apart; a spreadsheet writes like that, the venue does not';
  }
  return 'it is not of the form YYYY-MM-DD hh:mm:ss';
}
