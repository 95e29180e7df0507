import type { Json } from '../../domain/json.ts';
import type { LedgerKey } from '../ledger-books.ts';
import { invalidArguments } from './codes.ts';
import { isTrue, optional, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { settingOf } from './permissions.ts';

/** "50 results are returned at a time, the most recent by default." */
const pageSize = 50;

export interface Dated<Row> {
  readonly txid: string;
  readonly atMs: number;
  readonly row: Row;
}

/** Seconds since 1970 with their parts, as a number: "opentm", "time". */
export const seconds = (atMs: number): number => atMs / 1000;

/** "Unix timestamp" in requests: whole or with parts. */
export function secondsIn(text: string): number {
  if (!isTimestamp(text)) throw invalidArguments();
  return Number(text);
}

/** An id never looks like one. */
export const isTimestamp = (text: string): boolean => /^\d{1,11}(\.\d{1,9})?$/.test(text);

/** `queryFrom` and `queryTo` of the key: what lies outside is left out, and nothing says so. */
export function withinKeysReach<Row extends { readonly atMs: number }>(
  rows: readonly Row[],
  key: LedgerKey,
): readonly Row[] {
  const from = Number(settingOf(key, 'queryFrom')) * 1000;
  const to = Number(settingOf(key, 'queryTo')) * 1000;
  return rows.filter(({ atMs }) => atMs >= from && (to === 0 || atMs <= to));
}

/** A moment, or a row by its id: then where it stands among the others. */
interface Bounds {
  readonly isAfter: (index: number, atMs: number) => boolean;
  readonly isUpTo: (index: number, atMs: number) => boolean;
}

/** "start … (exclusive)", "end … (inclusive)", each a unix timestamp or an id. */
function boundsIn<Row>(parameters: Parameters, oldestFirst: readonly Dated<Row>[]): Bounds {
  const place = (name: 'start' | 'end'): { index: number } | { seconds: number } | undefined => {
    const text = optional(parameters, name);
    if (text === undefined) return undefined;
    if (isTimestamp(text)) return { seconds: Number(text) };
    const index = oldestFirst.findIndex(({ txid }) => txid === text);
    return index >= 0 ? { index } : { seconds: secondsIn(text) };
  };
  const [start, end] = [place('start'), place('end')];
  return {
    isAfter: (index, atMs) =>
      start === undefined || ('index' in start ? index > start.index : atMs / 1000 > start.seconds),
    isUpTo: (index, atMs) =>
      end === undefined || ('index' in end ? index <= end.index : atMs / 1000 <= end.seconds),
  };
}

/** The rows between `start` and `end`, newest first. Given oldest first. */
export function between<Row>(
  parameters: Parameters,
  oldestFirst: readonly Dated<Row>[],
): readonly Dated<Row>[] {
  const { isAfter, isUpTo } = boundsIn(parameters, oldestFirst);
  return oldestFirst.filter(({ atMs }, index) => isAfter(index, atMs) && isUpTo(index, atMs)).toReversed();
}

/** One page by `ofs`, as an object by id, and how many there are in all unless that is not wanted. */
export function offsetPage(
  parameters: Parameters,
  matching: readonly Dated<Json>[],
): { readonly rows: Readonly<Record<string, Json>>; readonly count: { readonly count?: number } } {
  const from = whole(parameters, 'ofs', 0);
  const shown = matching.slice(from, from + pageSize);
  return {
    rows: Object.fromEntries(shown.map(({ txid, row }) => [txid, row])),
    count: isTrue(parameters, 'without_count') ? {} : { count: matching.length },
  };
}

/** "20 maximum" of the queries by id. */
export function idsIn(parameters: Parameters, name: string, most: number): readonly string[] {
  const ids = optional(parameters, name)
    ?.split(',')
    .map((each) => each.trim());
  if (ids === undefined || ids.length > most) throw invalidArguments();
  return ids;
}

interface CursorPage {
  readonly rows: readonly Json[];
  /** Undefined: `cursor` was not asked for. Null: this is the last page. */
  readonly next: string | null | undefined;
}

/**
 * Deposits and withdrawals, newest first: "cursor" is true for the first page, then what the page before
 * printed. Without it there is one array of the newest. Both ends of `start` and `end` count as inside
 * ("created strictly before", "strictly after" are left out).
 */
export function cursorPage(
  parameters: Parameters,
  newestFirst: readonly Dated<Json>[],
  usualLimit: number,
): CursorPage {
  const [start, end] = ['start', 'end'].map((name) => {
    const text = optional(parameters, name);
    return text === undefined ? undefined : secondsIn(text);
  });
  const matching = newestFirst.filter(({ atMs }) => {
    const at = Math.floor(atMs / 1000);
    return (start === undefined || at >= start) && (end === undefined || at <= end);
  });
  const limit = whole(parameters, 'limit', usualLimit);
  if (limit === 0) throw invalidArguments();
  const cursor = optional(parameters, 'cursor');
  const isPaged = cursor !== undefined && cursor !== 'false' && cursor !== '0';
  const from = isPaged && cursor !== 'true' && cursor !== '1' ? placeAfter(matching, cursor) : 0;
  const shown = matching.slice(from, from + limit);
  const last = shown.at(-1);
  const hasMore = from + limit < matching.length;
  return {
    rows: shown.map(({ row }) => row),
    next: isPaged ? (hasMore && last !== undefined ? encoded(last.txid) : null) : undefined,
  };
}

const encoded = (txid: string): string => Buffer.from(`after:${txid}`).toString('base64');

function placeAfter(rows: readonly Dated<Json>[], cursor: string): number {
  const index = rows.findIndex(({ txid }) => encoded(txid) === cursor);
  if (index < 0) throw invalidArguments();
  return index + 1;
}
