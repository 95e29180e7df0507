import { groupDigits } from '../../domain/money.ts';
import type { EachRow } from '../tables/index.ts';
import type { Flow } from './layout.ts';
import { drawTable, grid } from './table.ts';
import type { Cell, Column, Look } from './table.ts';
import { type } from './theme.ts';

/** No reader turns a thousand pages: longer tables end here; the exhibit and the attachments have every row. */
export const mostRows = 5_000;

export interface CappedTable<Row> {
  readonly columns: readonly Column[];
  readonly rows: EachRow<Row>;
  readonly cells: (row: Row) => readonly Cell[];
  /** Where all of the rows are: an exhibit's id. */
  readonly whereAll: string;
  /** The attached file that has them as a table, where one has. */
  readonly table?: string | undefined;
  readonly look?: Look;
}

/** Draws at most `mostRows` rows, and says before and after the table when there are more. */
export function drawCapped<Row>(
  flow: Flow,
  { columns, rows, cells, whereAll, table, look = grid }: CappedTable<Row>,
): void {
  const cut = rows.length > mostRows;
  const notice = `${groupDigits(String(mostRows))} of ${groupDigits(String(rows.length))} rows are printed here, the first ones; all of them are in ${placesOf(flow, whereAll, table)}.`;
  if (cut) flow.paragraph(notice, type.strong);
  drawTable(flow, { columns, rows: cellsOf(rows, cells), look });
  if (cut) flow.paragraph(notice, type.strong);
}

/** The exhibit, the attached table with its hash, and report.json, as far as there are any. */
function placesOf({ attached }: Flow, whereAll: string, table: string | undefined): string {
  const hash = table === undefined ? undefined : attached.get(table);
  const places = [
    ...(whereAll === 'report.json' ? [] : [whereAll]),
    ...(table === undefined
      ? []
      : [`the attached ${table}${hash === undefined ? '' : ` (SHA-256 ${hash})`}`]),
    'the attached report.json',
  ];
  return places.join(', in ').replace(/, in (?=[^,]*$)/, ' and in ');
}

/** A row at a time, so that a long table is never in memory as cells; the first ones of them. */
function* cellsOf<Row>(
  rows: Iterable<Row>,
  cells: (row: Row) => readonly Cell[],
): Generator<readonly Cell[]> {
  let left = mostRows;
  for (const row of rows) {
    if (left-- === 0) return;
    yield cells(row);
  }
}
