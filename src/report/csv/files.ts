import type { Report } from '../model.ts';
import { tables, type ReportTable } from '../tables/index.ts';
import { count } from '../words.ts';
import { cellOf, lineOf } from './cell.ts';
import { text } from '../markdown/text.ts';

/** Every table of the report as a CSV file with all of its rows, and a page that says what their columns mean. */
export function csvFiles(report: Report): readonly { readonly path: string; readonly text: string }[] {
  const all = Object.values<ReportTable>(tables).map((table) => ({ table, rows: table.rows(report) }));
  return [
    ...all.map(({ table, rows }) => ({ path: `tables/${table.id}.csv`, text: csvOf(table, rows) })),
    { path: 'tables/README.md', text: readmeOf(report, all) },
  ];
}

function csvOf({ columns }: ReportTable, rows: readonly (readonly string[])[]): string {
  const head = lineOf(columns.map(({ name }) => name));
  const lines = rows.map((row) => lineOf(columns.map(({ kind }, i) => cellOf(row[i] ?? '', kind))));
  return [head, ...lines].join('');
}

type Filled = { readonly table: ReportTable; readonly rows: readonly (readonly string[])[] };

// A file without rows cannot say whether there are none or nobody could read them: this page does.
function readmeOf(report: Report, all: readonly Filled[]): string {
  const { caseId, mode } = report.identification;
  const intro = [
    `# Tables of case ${text(caseId)}${mode === 'drill' ? ' (DRILL)' : ''}`,
    '',
    'One row is one fact. UTF-8 without a byte-order mark, fields as in RFC 4180, lines end with CR LF, the first',
    'names the columns. Times are ISO 8601 UTC. Amounts are decimal strings as the venue wrote them: nothing is',
    'rounded. What is not known says `unknown:` and why. Text that a spreadsheet would take for a formula has an',
    "apostrophe (`'`) before it; invisible and direction-changing characters are spelled out, as in `\\u{202e}`.",
    'The same rows, unchanged, are in report.json.',
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
    `In this case: ${rows.length > 0 ? `${count(rows.length, 'row')}.` : text(none(report))}`,
    '',
    '| column | meaning |',
    '| --- | --- |',
    ...columns.map(({ name, about: meaning }) => `| \`${name}\` | ${meaning} |`),
    '',
  ];
}
