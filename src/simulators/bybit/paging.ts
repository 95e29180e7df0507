import { badParameter } from './codes.ts';
import { decode, optional, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';

const dayMs = 86_400_000;
export const weekMs = 7 * dayMs;
export const lastingMs = { order: 2 * 365 * dayMs, unfilled: dayMs } as const;

export interface Window {
  readonly fromMs: number;
  /** Both ends count as inside (venues-core §2.6). */
  readonly toMs: number;
}

interface WindowRule {
  /** What is given when both ends are left out, or one of them. */
  readonly usualMs: number;
  /** Of both ends together. */
  readonly longestMs: number;
}

/** "endTime - startTime <= 7 days"; one end alone spans the usual length. */
export const weekRule: WindowRule = { usualMs: weekMs, longestMs: weekMs };
/** The ledger of the unified wallet: 24 hours unless both ends are given. */
export const ledgerRule: WindowRule = { usualMs: dayMs, longestMs: weekMs };
/** "should be less than 30 days". That one end alone spans as much is assumed. */
export const monthRule: WindowRule = { usualMs: 30 * dayMs - 1, longestMs: 30 * dayMs - 1 };

export function windowOf(parameters: Parameters, rule: WindowRule, nowMs: number): Window {
  const from = moment(parameters, 'startTime');
  const to = moment(parameters, 'endTime');
  if (from !== undefined && to !== undefined) {
    if (from > to) throw badParameter('startTime is after endTime');
    if (to - from > rule.longestMs) throw badParameter('the time range is too long');
    return { fromMs: from, toMs: to };
  }
  if (from !== undefined) return { fromMs: from, toMs: from + rule.usualMs };
  const toMs = to ?? nowMs;
  return { fromMs: toMs - rule.usualMs, toMs };
}

const moment = (parameters: Parameters, name: string): number | undefined =>
  whole(parameters, name, { least: 0, most: 9_999_999_999_999 });

export const isWithin = ({ fromMs, toMs }: Window, atMs: number): boolean => atMs >= fromMs && atMs <= toMs;

/** "the query logic is actually effective based on second level": parts of a second do not count. */
export const isWithinSeconds = ({ fromMs, toMs }: Window, atMs: number): boolean =>
  isWithin({ fromMs: wholeSecond(fromMs), toMs: wholeSecond(toMs) }, wholeSecond(atMs));

export const wholeSecond = (atMs: number): number => Math.floor(atMs / 1000) * 1000;

/**
 * Older than two years is refused rather than left out: the documents say only "2 years"; that it is
 * an error is from a report (rotki pull #9388).
 */
export function refuseTooOld({ fromMs }: Window, nowMs: number): void {
  if (fromMs < nowMs - lastingMs.order) throw badParameter("Can't query earlier than 2 years");
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextPageCursor: string;
}

interface Paging<Row> {
  readonly limit: { readonly usual: number; readonly most: number };
  /** The cursor that a page from one row to another prints, before it is encoded. */
  readonly mark: CursorForm<Row>;
}

/** How a cursor is written: over the first and the last row of its page, and read for the last. */
export interface CursorForm<Row> {
  readonly write: (first: Row, last: Row) => string;
  /** Whether the cursor points behind this row. */
  readonly isLast: (cursor: string, row: Row) => boolean;
}

/**
 * One page of the rows, in their order. A page with rows always has a cursor, the last one too: only
 * a page without rows has none (recorded replies).
 */
export function pageOf<Row>(rows: readonly Row[], parameters: Parameters, paging: Paging<Row>): Page<Row> {
  const { usual, most } = paging.limit;
  const limit = whole(parameters, 'limit', { least: 1, most }) ?? usual;
  const cursor = optional(parameters, 'cursor');
  const from = cursor === undefined ? 0 : placeAfter(rows, cursor, paging.mark);
  const shown = rows.slice(from, from + limit);
  const [first, last] = [shown[0], shown.at(-1)];
  const ends = first !== undefined && last !== undefined;
  return { rows: shown, nextPageCursor: ends ? paging.mark.write(first, last) : '' };
}

// As decoded once, and by clients that encode what was encoded already: decoded twice (assumed).
function placeAfter<Row>(rows: readonly Row[], cursor: string, mark: CursorForm<Row>): number {
  const place = rows.findIndex((row) => mark.isLast(decode(cursor), row));
  if (place < 0) throw badParameter('cursor is invalid');
  return place + 1;
}

/** "132766%3A2%2C132766%3A2": the marks of both ends, printed percent-encoded. */
export const listCursor = <Row>(markOf: (row: Row) => string): CursorForm<Row> => ({
  write: (first, last) => encodeURIComponent(`${markOf(first)},${markOf(last)}`),
  isLast: (cursor, row) => cursor.endsWith(`,${markOf(row)}`),
});

/** The asset endpoints': base64 of {"minID":…,"maxID":…}, for rows that go from new to old. */
export const idCursor = <Row>(idOf: (row: Row) => number): CursorForm<Row> => ({
  write: (first, last) => encoded(JSON.stringify({ minID: idOf(last), maxID: idOf(first) })),
  isLast: (cursor, row) => decoded(cursor).startsWith(`{"minID":${idOf(row)},`),
});

export const encoded = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
export const decoded = (text: string): string => Buffer.from(text, 'base64').toString('latin1');
