import { visible } from '../spelled.ts';
import type { ColumnKind } from '../tables/index.ts';

const decimal = /^-?\d+(\.\d+)?$/;
// What spreadsheets take for a formula. Some pass over blanks and quotes before it; tabs, line ends and the
// full-width twins of these signs are spelled out before they get here.
const formula = /^[\s"]*[=+\-@]/;

// Where the semicolon ends a field, as in much of Europe, a cell begins behind each.
const formulaWithin = /(;[\s"']*)(?=[=+\-@])/g;

// Nothing to spell out, to mark or to quote, whatever the column: so are nearly all cells of a hundred thousand rows.
const plain = /^[0-9A-Za-z][0-9A-Za-z .:_/-]*$/;

/**
 * One field. An amount or count stands as it is, a negative one too; any other text is spelled out, and gets an
 * apostrophe before what a spreadsheet would compute, also behind a semicolon. Quoted as RFC 4180 says.
 */
export function cellOf(value: string, kind: ColumnKind): string {
  if (plain.test(value)) return value;
  const isNumber = (kind === 'amount' || kind === 'count') && decimal.test(value);
  if (isNumber) return value;
  const text = visible(value, () => true).replace(formulaWithin, "$1'");
  return quoted(formula.test(text) ? `'${text}` : text);
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const lineOf = (cells: readonly string[]): string => `${cells.join(',')}\r\n`;
