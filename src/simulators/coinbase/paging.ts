import type { Json, JsonObject } from '../../domain/json.ts';
import { cursorOf, numberIn } from './ids.ts';
import { pageSize } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call } from './route.ts';

interface Size {
  readonly usual: number;
  readonly most: number;
}

/**
 * A page of rows that are numbered by time, newest first, after the cursor: the number of the last row
 * of the page before. A row that leaves the list meanwhile shifts nothing.
 */
export function cursorPage<Row extends { readonly id: number }>(
  parameters: Parameters,
  rows: readonly Row[],
  size: Size,
): { readonly rows: readonly Row[]; readonly hasNext: boolean; readonly cursor: string } {
  const cursor = parameters.text('cursor');
  const before = cursor === undefined ? Number.POSITIVE_INFINITY : numberIn(cursor);
  if (before === undefined) throw parameters.bad('cursor is invalid');
  const left = rows.toSorted((a, b) => b.id - a.id).filter(({ id }) => id < before);
  const page = left.slice(0, pageSize(parameters, size));
  const hasNext = left.length > page.length;
  const last = page.at(-1);
  return { rows: page, hasNext, cursor: hasNext && last !== undefined ? cursorOf(last.id) : '' };
}

/** docs "Coinbase App Pagination": "The default limit is set to 25, but values up to 100 are permitted." */
const appSize: Size = { usual: 25, most: 100 };

/**
 * A v2 list: `rows` newest first, turned by `order=asc`. "starting_after" is the id of the last row of the
 * page before; "ending_before" asks for the page before a row.
 */
export function appList(
  { parameters, path }: Call,
  rows: readonly (JsonObject & { readonly id: string })[],
): Json {
  const order = parameters.text('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') throw parameters.bad('order is invalid');
  const sorted = order === 'asc' ? rows.toReversed() : rows;
  const limit = pageSize(parameters, appSize);
  const [after, before] = [parameters.text('starting_after'), parameters.text('ending_before')];
  const from = after === undefined ? 0 : placeOf(parameters, sorted, after) + 1;
  const to = before === undefined ? sorted.length : placeOf(parameters, sorted, before);
  const page =
    before === undefined ? sorted.slice(from, from + limit) : sorted.slice(Math.max(from, to - limit), to);
  const [first, last] = [page.at(0), page.at(-1)];
  const hasNext = last !== undefined && last !== sorted.at(-1);
  const hasPrevious = first !== undefined && first !== sorted.at(0);
  const uri = (cursor: string): string =>
    `${path}?limit=${limit}${order === 'asc' ? '&order=asc' : ''}&${cursor}`;
  return {
    pagination: {
      ending_before: before ?? null,
      starting_after: after ?? null,
      previous_ending_before: hasPrevious ? first.id : null,
      next_starting_after: hasNext ? last.id : null,
      limit,
      order,
      previous_uri: hasPrevious ? uri(`ending_before=${first.id}`) : null,
      next_uri: hasNext ? uri(`starting_after=${last.id}`) : null,
    },
    data: page,
  };
}

function placeOf(parameters: Parameters, rows: readonly { readonly id: string }[], id: string): number {
  const place = rows.findIndex((row) => row.id === id);
  if (place < 0) throw parameters.bad('the pagination names no row of this list');
  return place;
}
