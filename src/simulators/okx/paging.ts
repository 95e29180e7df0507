import { badParameter } from './codes.ts';
import { optional, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** How long a list remembers. "Month" and "three months" are taken for 30 and 90 days. */
export const lastingMs = {
  unfilled: 2 * hourMs,
  fills: 3 * dayMs,
  week: 7 * dayMs,
  transferState: 14 * dayMs,
  month: 30 * dayMs,
  quarter: 90 * dayMs,
} as const;

/** "the maximum is 100; the default is 100". More than that is refused (assumed). */
const mostRows = 100;

/**
 * One page of rows that go from new to old. `after`: older than this one; `before`: newer; neither is
 * among the rows. The one example of the documents with both (withdrawal-history) has them the other
 * way round, and gets nothing here. With `before` alone the newest come first too (assumed).
 */
export function pageOf<Row>(
  rows: readonly Row[],
  parameters: Parameters,
  markOf: (row: Row) => string,
): readonly Row[] {
  const limit = whole(parameters, 'limit', { least: 1, most: mostRows }) ?? mostRows;
  const [after, before] = [cursorIn(parameters, 'after'), cursorIn(parameters, 'before')];
  return rows
    .filter((row) => after === undefined || BigInt(markOf(row)) < after)
    .filter((row) => before === undefined || BigInt(markOf(row)) > before)
    .slice(0, limit);
}

function cursorIn(parameters: Parameters, name: 'after' | 'before'): bigint | undefined {
  const text = optional(parameters, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,25}$/.test(text)) throw badParameter(name);
  return BigInt(text);
}

/** `begin` and `end`, both inside (assumed). */
export function isWithin(parameters: Parameters): (atMs: number) => boolean {
  const moment = (name: string) => whole(parameters, name, { least: 0, most: 9_999_999_999_999 });
  const [begin, end] = [moment('begin'), moment('end')];
  return (atMs) => (begin === undefined || atMs >= begin) && (end === undefined || atMs <= end);
}

/** From new to old; of one moment the later in the books first. */
export const newestFirst = <Row>(rows: readonly Row[], atOf: (row: Row) => number): readonly Row[] =>
  rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => atOf(b.row) - atOf(a.row) || b.index - a.index)
    .map(({ row }) => row);

/** A row beside its place in the books. */
export interface Numbered<Row> {
  readonly row: Row;
  readonly index: number;
}

export const numbered = <Row>(rows: readonly Row[]): readonly Numbered<Row>[] =>
  rows.map((row, index) => ({ row, index }));
