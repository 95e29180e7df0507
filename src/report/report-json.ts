import { schemaFile } from './export-schema.ts';
import type { Report } from './model.ts';

/** report.json: the model as it is, indented for people, ending in a line feed; its schema lies beside it. */
export const reportJson = (report: Report): string =>
  `${safe(JSON.stringify({ $schema: schemaFile, ...report }, null, 2))}\n`;

/** The same text in pieces: a case of a hundred thousand rows need not be in memory as one string. */
export function* reportJsonPieces(report: Report): Generator<string> {
  yield* piecesOf({ $schema: schemaFile, ...report }, 0);
  yield '\n';
}

// Deep enough that a row of accounts[].trades.first.value.rows is a piece of its own.
const deepest = 7;

function* piecesOf(value: object, depth: number): Generator<string> {
  const isList = Array.isArray(value);
  const indent = '  '.repeat(depth + 1);
  let before = isList ? '[' : '{';
  for (const [key, child] of membersOf(value)) {
    if (child === undefined && !isList) continue;
    const head = `${before}\n${indent}${isList ? '' : `${safe(JSON.stringify(key))}: `}`;
    before = ',';
    if (depth < deepest - 1 && isFilled(child)) {
      yield head;
      yield* piecesOf(child, depth + 1);
    } else yield head + indented(child ?? null, indent);
  }
  // Nothing in it, or nothing that JSON can say.
  const isEmpty = before !== ',';
  yield isEmpty ? (isList ? '[]' : '{}') : `\n${'  '.repeat(depth)}${isList ? ']' : '}'}`;
}

const membersOf = (value: object): Iterable<readonly [string, unknown]> =>
  Array.isArray(value) ? unnamed(value) : Object.entries(value);

/** `Object.entries` of a list would make as many pairs as it has rows, at once. */
function* unnamed(list: readonly unknown[]): Generator<readonly [string, unknown]> {
  for (const member of list) yield ['', member];
}

const isFilled = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) ? value.length : Object.keys(value).length) > 0;

/** A line feed inside a string is written \n, so every real one begins a line. */
const indented = (value: unknown, indent: string): string =>
  safe(JSON.stringify(value, null, 2)).replaceAll('\n', `\n${indent}`);

/**
 * JSON lets characters stand that a terminal obeys (U+009B begins an escape sequence) or an editor hides or
 * turns about. Escaped they are the same JSON, and whoever looks into the file sees them.
 */
const safe = (json: string): string =>
  json.replace(obeyed, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const obeyed =
  /[\u007f-\u009f\u00ad\u061c\u115f\u1160\u200b\u200c\u200e\u200f\u2028-\u202f\u205f-\u206f\u2800\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]|\u034f|\u200d|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0f]/g;
