import { copyNotice } from '../copy-notice.ts';
import type { Report } from '../model.ts';
import { tables, type ColumnKind, type EachRow, type ReportTable } from '../tables/index.ts';
import { count } from '../words.ts';
import { cellOf, lineOf } from './cell.ts';
import { text } from '../markdown/text.ts';

/** A file in pieces, so that its text need not be in memory whole. */
export interface CsvFile {
  readonly path: string;
  readonly pieces: Iterable<string>;
}

/** Every table of the report as a CSV file with all of its rows, and a page that says what their columns mean. */
export const csvFiles = (report: Report): readonly { readonly path: string; readonly text: string }[] =>
  [...eachCsvFile(report)].map(({ path, pieces }) => ({ path, text: [...pieces].join('') }));

/** The same one after the other. */
export function* eachCsvFile(report: Report): Generator<CsvFile> {
  const all: Filled[] = [];
  for (const table of Object.values<ReportTable>(tables)) {
    const rows = table.rows(report);
    all.push({ table, rows: rows.length });
    yield { path: `tables/${table.id}.csv`, pieces: csvOf(table, rows, report.copy?.of) };
  }
  yield { path: 'tables/README.md', pieces: [readmeOf(report, all)] };
}

/** A row of a copy says so itself: a table travels without the page beside it. */
function* csvOf(
  { columns }: ReportTable,
  rows: EachRow<readonly string[]>,
  copyOf: string | undefined,
): Generator<string> {
  const [head, mark] = copyOf === undefined ? [[], []] : [[copyColumn], [cellOf(copyOf, 'code')]];
  yield lineOf([...columns.map(({ name }) => name), ...head]);
  const kinds = columns.map(({ kind }) => kind);
  for (const row of rows) {
    const cells = kinds.map((kind, i) => cellOf(row[i] ?? '', kind));
    yield lineOf(mark.length === 0 ? cells : [...cells, ...mark]);
  }
}

const copyColumn = 'pseudonymised_copy_of';
const holds: Readonly<Record<ColumnKind, string>> = {
  time: 'time, ISO 8601 UTC',
  amount: 'decimal, point',
  count: 'whole number',
  ids: 'ids, space between',
  code: 'id',
  text: 'text',
};

type Filled = { readonly table: ReportTable; readonly rows: number };

// A file without rows cannot say whether there are none or nobody could read them: this page does.
function readmeOf(report: Report, all: readonly Filled[]): string {
  const { caseId, mode } = report.identification;
  const notice = copyNotice(report);
  const intro = [
    `# Tables of case ${text(caseId)}${mode === 'drill' ? ' (DRILL)' : ''}`,
    '',
    ...(notice === undefined ? [] : [`> ${text(notice)} Each row ends with it, in \`${copyColumn}\`.`, '']),
    'One row is one fact. UTF-8 without a byte-order mark, fields as in RFC 4180, lines end with CR LF, the first',
    'names the columns. Times are ISO 8601 UTC. Amounts are decimal strings as the venue wrote them: nothing is',
    'rounded, and no file has a total among its rows. What is not known says `unknown` and why. Text that a',
    "spreadsheet would take for a formula has an apostrophe (`'`) before it, also behind a semicolon; invisible and",
    'direction-changing characters and letters that pass for others are spelled out, as in `\\u{202e}`. The same',
    'rows, unchanged, are in report.json.',
    '',
    'For a tax or bookkeeping program: `trades.csv` has side, base and quote asset, amount, price, fee and the asset',
    'of the fee, each in a column of its own; `withdrawals.csv` and `deposits.csv` the transfers. For an insurer:',
    '`fills-not-ours.csv` has each fill with the market price and its loss, `loss-positions.csv` the loss by market.',
    'A fill is the same in all files when venue, account, symbol and `fill_id` are.',
    '',
  ];
  return [...intro, ...all.flatMap((one) => sectionOf(report, one))].join('\n');
}

function sectionOf(report: Report, { table, rows }: Filled): readonly string[] {
  const { id, about, columns, none } = table;
  return [
    `## ${id}.csv`,
    '',
    about,
    '',
    `In this case: ${rows > 0 ? `${count(rows, 'row')}.` : text(none(report))}`,
    '',
    '| column | holds | meaning |',
    '| --- | --- | --- |',
    ...columns.map(({ name, kind, about: meaning }) => `| \`${name}\` | ${holds[kind]} | ${meaning} |`),
    '',
  ];
}
