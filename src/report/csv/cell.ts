import { visible } from '../spelled.ts';
import type { ColumnKind } from '../tables/index.ts';

const decimal = /^-?\d+(\.\d+)?$/;
// What spreadsheets take for a formula, their full-width twins included; tab and CR come before one.
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * One field. An amount or count stands as it is, a negative one too; any other text is spelled out, and gets an
 * apostrophe before it where a spreadsheet would compute it. Quoted as RFC 4180 says.
 */
export function cellOf(value: string, kind: ColumnKind): string {
  const isNumber = (kind === 'amount' || kind === 'count') && decimal.test(value);
  if (isNumber) return value;
  const text: string = visible(value, () => true);
  return quoted(formula.test(text) ? `'${text}` : text);
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const lineOf = (cells: readonly string[]): string => `${cells.join(',')}\r\n`;
