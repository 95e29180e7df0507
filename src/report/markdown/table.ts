import type { Report } from '../model.ts';
import { first, type ColumnKind, type ReportTable } from '../tables/index.ts';
import { amount, count, moment } from '../words.ts';
import { code, ids, text } from './text.ts';

/** An issue is read on a phone: the CSV twin has the rest. */
export const mostRows = 50;

/** A table of the report with the named columns; says what is left out, and why there is none. */
export function tableOf(table: ReportTable, report: Report, names: readonly string[]): string {
  const rows = table.rows(report);
  if (rows.length === 0) return text(table.none(report), 1_500);
  const columns = names.flatMap((name) => {
    const i = table.columns.findIndex((column) => column.name === name);
    const column = table.columns[i];
    return column ? [{ ...column, i }] : [];
  });
  const shown = first(rows, mostRows);
  const cut =
    rows.length > shown.length
      ? [
          '',
          `The first ${mostRows} of ${count(rows.length, 'row')}; all of them are in \`tables/${table.id}.csv\` and \`report.json\`.`,
        ]
      : [];
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ kind }) => (kind === 'amount' || kind === 'count' ? '---:' : '---'))),
    ...shown.map((row) => line(columns.map(({ kind, i }) => cellOf(row[i] ?? '', kind)))),
    ...cut,
  ].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function cellOf(value: string, kind: ColumnKind): string {
  if (value === '') return '—';
  switch (kind) {
    case 'time':
      return text(moment(value));
    case 'amount':
    case 'count':
      return text(amount(value), 200);
    case 'ids':
      return ids(value.split(' '));
    case 'code':
      return code(value);
    case 'text':
      return text(value, 300);
  }
}
