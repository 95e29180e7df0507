import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import type { LedgerEntry, Trade } from '../../domain/trading.ts';
import { groupBy } from '../group.ts';
import { millisOf } from '../moments.ts';

/** Fills and the ledger lines that belong together: of one fill, of one order, of one moment. */
export interface FillGroup {
  readonly fills: readonly Trade[];
  readonly lines: readonly LedgerEntry[];
}

/** One of the two, with its time; the other absent. */
interface Dated {
  readonly ms: number;
  readonly key: string;
  readonly fill?: Trade;
  readonly line?: LedgerEntry;
}

/**
 * Puts fills and lines together by what a line names of its fill. Where it names nothing: rows of the same
 * millisecond that agree are a group; all that is left is put together by moments that lie close.
 *
 * @param agrees whether the rows of a group say the same
 * @returns every row with a time once; rows without one, or lines that name nothing, are left out and counted
 */
export function groupFills(
  rows: FillGroup,
  names: Bookkeeping['names'],
  agrees: (group: FillGroup) => boolean,
): { readonly groups: readonly FillGroup[]; readonly leftOut: number } {
  const dated = [...datedFills(rows.fills, names), ...datedLines(rows.lines, names)];
  const leftOut = rows.fills.length + rows.lines.length - dated.length;
  if (names.reference !== 'nothing') return { groups: byKey(dated), leftOut };
  const exact = [...groupBy(dated, ({ ms }) => String(ms)).values()];
  const settled = new Set(exact.filter((rowsOfMoment) => agrees(asGroup(rowsOfMoment))));
  const rest = exact.filter((rowsOfMoment) => !settled.has(rowsOfMoment)).flat();
  return { groups: [...[...settled].map(asGroup), ...byMoment(rest, names.withinMs)], leftOut };
}

function datedFills(fills: readonly Trade[], names: Bookkeeping['names']): readonly Dated[] {
  return fills.flatMap((fill) => {
    const ms = millisOf(fill.at);
    const key = names.reference === 'order' ? fill.orderId : fill.id;
    return ms === undefined ? [] : [{ ms, key, fill }];
  });
}

function datedLines(lines: readonly LedgerEntry[], names: Bookkeeping['names']): readonly Dated[] {
  return lines.flatMap((line) => {
    const ms = millisOf(line.at);
    if (ms === undefined) return [];
    if (names.reference === 'nothing') return [{ ms, key: '', line }];
    return line.reference.known ? [{ ms, key: line.reference.value, line }] : [];
  });
}

const byKey = (dated: readonly Dated[]): readonly FillGroup[] =>
  [...groupBy(dated, ({ key }) => key).values()].map(asGroup);

function byMoment(dated: readonly Dated[], withinMs: number): readonly FillGroup[] {
  const clusters: Dated[][] = [];
  let last: Dated | undefined;
  for (const row of dated.toSorted((a, b) => a.ms - b.ms)) {
    const isNear = last !== undefined && row.ms - last.ms <= withinMs;
    if (isNear) clusters.at(-1)?.push(row);
    else clusters.push([row]);
    last = row;
  }
  return clusters.map(asGroup);
}

const asGroup = (rows: readonly Dated[]): FillGroup => ({
  fills: rows.flatMap(({ fill }) => fill ?? []),
  lines: rows.flatMap(({ line }) => line ?? []),
});
