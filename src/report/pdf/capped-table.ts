import { groupDigits } from '../../domain/money.ts';
import type { Flow } from './layout.ts';
import { drawTable, grid } from './table.ts';
import type { Cell, Column, Look } from './table.ts';
import { type } from './theme.ts';

/** No reader turns a thousand pages: longer tables end here; the exhibit and the attachments have every row. */
export const mostRows = 5_000;

export interface CappedTable<Row> {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly cells: (row: Row) => readonly Cell[];
  /** Where all of the rows are: an exhibit's id. */
  readonly whereAll: string;
  readonly look?: Look;
}

/** Draws at most `mostRows` rows, and says before and after the table when there are more. */
export function drawCapped<Row>(
  flow: Flow,
  { columns, rows, cells, whereAll, look = grid }: CappedTable<Row>,
): void {
  const cut = rows.length > mostRows;
  const everywhere =
    whereAll === 'report.json' ? 'the attached report.json' : `${whereAll} and the attached report.json`;
  const notice = `${groupDigits(String(mostRows))} of ${groupDigits(String(rows.length))} rows are printed here, the first ones; all of them are in ${everywhere}.`;
  if (cut) flow.paragraph(notice, type.strong);
  drawTable(flow, { columns, rows: cellsOf(cut ? rows.slice(0, mostRows) : rows, cells), look });
  if (cut) flow.paragraph(notice, type.strong);
}

/** A row at a time, so that a long table is never in memory as cells. */
function* cellsOf<Row>(
  rows: readonly Row[],
  cells: (row: Row) => readonly Cell[],
): Generator<readonly Cell[]> {
  for (const row of rows) yield cells(row);
}
