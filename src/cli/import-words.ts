import { formatsOf, type ExportFormat, type ExportTable } from '../acquisition/exports/index.ts';
import { showable, wrapText } from '../terminal/index.ts';
import type { Imported } from './import-into-case.ts';

const width = 80;

/** What was kept, and what it does not prove: a person reads this before he relies on it. */
export function importedInWords(
  { found, account, name, original, tables, file, unsearched }: Imported,
  missing: readonly string[],
): readonly string[] {
  return [
    ...wrapText(`IMPORTED  ${name} into ${found.id}, account ${showable(account.id)}`, width),
    `  file       ${original.id}, ${original.bytes} bytes, as it is`,
    `  sha256     ${original.sha256}`,
    ...labelled('brought by', `${original.acquiredBy}, ${original.acquiredAt}`),
    ...tables.flatMap(({ table, exhibits }) =>
      tableInWords(
        table,
        exhibits.map(({ id }) => id),
      ),
    ),
    ...(file.unread.length === 0
      ? []
      : labelled('not read', `${file.unread.join(', ')}: no tables; kept in the file`)),
    ...unsearched.flatMap((why) => wrapText(`  NOT SEARCHED for secrets: ${why}`, width)),
    ...missing.flatMap((what) => wrapText(`Not searched for this secret: ${showable(what)}`, width)),
  ];
}

function tableInWords(table: ExportTable, exhibits: readonly string[]): readonly string[] {
  const { format, rows, left, unreadColumns, owners, zone, entry } = table;
  return [
    ...labelled(
      'rows',
      `${exhibits.join(', ')}: ${rows} of ${format.kind}${entry === undefined ? '' : ` from ${entry}`}`,
    ),
    ...left.flatMap(({ why, lines, firstLine }) =>
      labelled('left out', `${lines} (the first is line ${firstLine}): ${why}`),
    ),
    ...labelled('times', zone),
    ...(owners.length === 0
      ? []
      : labelled('owner', `${owners.slice(0, 5).join(', ')}: compare it with the account`)),
    ...(unreadColumns.length === 0
      ? []
      : labelled('columns', `not read, kept in the file: ${unreadColumns.join(', ')}`)),
    ...formatInWords(format),
  ];
}

/** `firebreak import --formats`. */
export const formatsInWords = (): readonly string[] =>
  formatsOf().flatMap((format, index) => [...(index === 0 ? [] : ['']), ...wholeFormat(format)]);

const wholeFormat = (format: ExportFormat): readonly string[] => [
  format.id,
  ...labelled('asked for', format.name),
  ...labelled(
    'columns',
    Object.values(format.columns)
      .map(
        ({ names, optional }) =>
          `${names instanceof RegExp ? 'a date with its zone' : (names[0] ?? '')}${optional ? ' (or not)' : ''}`,
      )
      .join(', '),
  ),
  ...formatInWords(format),
];

function formatInWords({ id, proves, doesNotProve, source }: ExportFormat): readonly string[] {
  return [
    ...labelled(
      'format',
      `${id}${source.verified ? '' : ', unverified'}: ${source.where} (${source.checked})`,
    ),
    ...labelled('tells', `${proves}: told by the venue's export, proven as far as the file says`),
    ...doesNotProve.flatMap((what) => labelled('not told', what)),
  ];
}

const column = 13;

function labelled(label: string, text: string): readonly string[] {
  const [first = '', ...rest] = wrapText(showable(text), width - column);
  return [`  ${label.padEnd(column - 2)}${first}`, ...rest.map((line) => ' '.repeat(column) + line)];
}

/** The same, for a machine. */
export const importedAsJson = (
  { found, account, original, tables, file, unsearched }: Imported,
  missing: readonly string[],
) => ({
  case: found.id,
  account: account.id,
  file: original,
  unread: file.unread,
  unsearched,
  secretsNotSearchedFor: missing,
  tables: tables.map(({ table, exhibits }) => ({
    ...(table.entry === undefined ? {} : { entry: table.entry }),
    format: table.format.id,
    formatVerified: table.format.source.verified,
    kind: table.format.kind,
    exhibits: exhibits.map(({ id }) => id),
    rows: table.rows,
    leftOut: table.left,
    unreadColumns: table.unreadColumns,
    owners: table.owners,
    zone: table.zone,
    proves: table.format.proves,
    doesNotProve: table.format.doesNotProve,
  })),
});
