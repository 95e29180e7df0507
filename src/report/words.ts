import { DateTime } from 'luxon';
import { millisOf } from '../analysis/index.ts';
import type { Coverage } from '../domain/coverage.ts';
import { groupDigits, round } from '../domain/money.ts';

// How every view says times, amounts and counts: one wording, so that two views of a case agree.

const isoUtc = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/;
const decimal = /^-?\d+(\.\d+)?$/;

/** "2026-11-21T03:12:44.120Z" → "2026-11-21 03:12:44.120". Always UTC; anything else as it came. */
export function moment(iso: string): string {
  const parts = isoUtc.exec(iso);
  return parts ? `${parts[1]} ${parts[2]}${parts[3] ?? ''}` : iso;
}

/**
 * Milliseconds since 1970; undefined for what is not a whole time with its zone. Not luxon's reading, which
 * fills up what is missing from today's date: "03:12" would be another moment each day.
 */
export const millis = millisOf;

/** The other way. */
export const isoOf = (ms: number): string => DateTime.fromMillis(ms, { zone: 'utc' }).toISO() ?? '';

/** "14.2 s", "2 min 41 s", "1 h 04 min", "2 d 3 h". */
export function duration(ms: number): string {
  if (ms < 0) return `−${duration(-ms)}`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Groups the digits of a decimal string; what is no decimal number is printed as it came. */
export const amount = (text: string): string => (decimal.test(text) ? groupDigits(text) : text);

/** The same without the zeros at the end of its fraction, for narrow columns: the value is the same. */
export const shortAmount = (text: string): string =>
  decimal.test(text) && text.includes('.') ? amount(text.replace(/\.?0+$/, '')) : amount(text);

/** The amount rounded for people. */
export const rounded = (text: string, places = 2): string =>
  decimal.test(text) ? groupDigits(round(text, places)) : text;

/** "1 row", "2 rows", "12,040 rows". */
export const count = (many: number, one: string, more = `${one}s`): string =>
  `${groupDigits(String(many))} ${many === 1 ? one : more}`;

/** "EX-004 FD-001": the ids a statement rests on. */
export const ids = (restsOn: readonly string[]): string => (restsOn.length === 0 ? '—' : restsOn.join(' '));

/** "with key 9ad8…96f7 (64)"; what is public is read without one, and the record then says "no key (public)". */
export const withKey = (acquiredWith: string): string =>
  acquiredWith.startsWith('no key') ? `with ${acquiredWith}` : `with key ${acquiredWith}`;

/** What the pages that were read prove: the interval, the symbols, the holes. */
export function coverageSentence({ from, to, symbols, holes }: Coverage): string {
  const time =
    from === undefined && to === undefined
      ? 'no time range applies'
      : `${from === undefined ? 'start not proven' : moment(from)} to ${to === undefined ? 'end not proven' : moment(to)}`;
  const over =
    symbols === 'not-by-symbol'
      ? ''
      : symbols === 'all'
        ? ', all symbols'
        : `, symbols ${symbols.join(', ')}`;
  const missing =
    holes.length === 0
      ? 'no hole'
      : `${count(holes.length, 'hole')}: ${holes.map(({ what, why }) => `${what} (${why})`).join('; ')}`;
  const clock = from === undefined && to === undefined ? '' : ' by the venue’s clock';
  return `Proven read: ${time}${clock}${over}; ${missing}.`;
}
