import type { Json } from '../../domain/json.ts';
import { badParameter } from './codes.ts';
import { optional, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';

export const dayMs = 86_400_000;
export const daySeconds = 86_400;

/** In whole seconds; both ends count as inside (assumed). */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export const secondOf = (atMs: number): number => Math.floor(atMs / 1000);

/** A row of 10.9 s is within a window that ends at 10: the venue's times here are whole seconds. */
export const isWithin = ({ from, to }: Window, atMs: number): boolean =>
  secondOf(atMs) >= from && secondOf(atMs) <= to;

const moment = (parameters: Parameters, name: string): number | undefined =>
  whole(parameters, name, { least: 0, most: 99_999_999_999 });

interface WindowRule {
  /** How far before `to` (of the wallet's records: before now) the window begins without a `from`. */
  readonly usualDays?: number;
  /** The most that lies between both. */
  readonly mostDays?: number;
  /** "defaults to 7 days before current time", whatever `to` is. */
  readonly fromNow?: boolean;
  /** A `from` alone ends as many days later, instead of now. */
  readonly aloneDays?: number;
}

/** "Record query time range cannot exceed 30 days"; without `from`, 7 days before the current time. */
export const recordRule: WindowRule = { usualDays: 7, mostDays: 30, fromNow: true };
/** my_trades: 7 days from the one end that is given; both ends at most 30 days apart. */
export const tradesRule: WindowRule = { usualDays: 7, mostDays: 30, aloneDays: 7 };
/** account_book: 30 days at most; how long without a `from` is not written: 7 days are assumed. */
export const bookRule: WindowRule = { usualDays: 7, mostDays: 30 };
/** Lists that name no longest range. */
export const openRule: WindowRule = {};

export function windowOf(parameters: Parameters, rule: WindowRule, nowMs: number): Window {
  const now = secondOf(nowMs);
  const [from, to] = [moment(parameters, 'from'), moment(parameters, 'to')];
  const end =
    to ?? (from !== undefined && rule.aloneDays !== undefined ? from + rule.aloneDays * daySeconds : now);
  const start =
    from ??
    (rule.usualDays === undefined ? 0 : (rule.fromNow === true ? now : end) - rule.usualDays * daySeconds);
  if (start > end) throw badParameter('from', String(start));
  if (rule.mostDays !== undefined && end - start > rule.mostDays * daySeconds) {
    throw badParameter('from', String(start));
  }
  return { from: start, to: end };
}

interface Size {
  readonly usual: number;
  readonly most: number;
}

/** "it defaults to 100 if not provided and its maximum value is limited to 1000". */
export const usualSize: Size = { usual: 100, most: 1000 };

/** "limit * (page - 1) <= 100,000". */
const deepest = 100_000;

/** `page-limit`: pages begin with 1. */
export function pageOf<Row>(
  rows: readonly Row[],
  parameters: Parameters,
  size: Size = usualSize,
): readonly Row[] {
  const limit = whole(parameters, 'limit', { least: 1, most: size.most }) ?? size.usual;
  const page = whole(parameters, 'page', { least: 1, most: Number.MAX_SAFE_INTEGER }) ?? 1;
  const from = limit * (page - 1);
  if (from > deepest) throw badParameter('page', String(page));
  return rows.slice(from, from + limit);
}

/** `limit-offset`: offsets begin with 0. */
export function sliceOf<Row>(
  rows: readonly Row[],
  parameters: Parameters,
  size: Size = usualSize,
): Sliced<Row> {
  const limit = whole(parameters, 'limit', { least: 1, most: size.most }) ?? size.usual;
  const offset = whole(parameters, 'offset', { least: 0, most: Number.MAX_SAFE_INTEGER }) ?? 0;
  return { rows: rows.slice(offset, offset + limit), limit, offset, total: rows.length };
}

export interface Sliced<Row> {
  readonly rows: readonly Row[];
  readonly limit: number;
  readonly offset: number;
  readonly total: number;
}

/** "If present, they are sent back through the response header": of GET /futures/{settle}/orders. */
export const paginationHeaders = <Row>({
  limit,
  offset,
  total,
}: Sliced<Row>): Readonly<Record<string, string>> => ({
  'X-Pagination-Limit': String(limit),
  'X-Pagination-Offset': String(offset),
  'X-Pagination-Total': String(total),
});

/** Texts of a comma-separated list; undefined when it is not given. */
export const listIn = (parameters: Parameters, name: string): readonly string[] | undefined =>
  optional(parameters, name)?.split(',');

export type Rows = readonly Json[];
