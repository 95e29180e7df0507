import { schemaFile } from './export-schema.ts';
import type { Report } from './model.ts';

/** report.json: the model as it is, indented for people, ending in a line feed; its schema lies beside it. */
export const reportJson = (report: Report): string =>
  `${JSON.stringify({ $schema: schemaFile, ...report }, null, 2)}\n`;

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
    const head = `${before}\n${indent}${isList ? '' : `${JSON.stringify(key)}: `}`;
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

// `Object.entries` of a list would make as many pairs as it has rows, at once.
const membersOf = (value: object): Iterable<[string | number, unknown]> =>
  Array.isArray(value) ? value.entries() : Object.entries(value);

const isFilled = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) ? value.length : Object.keys(value).length) > 0;

/** A line feed inside a string is written \n, so every real one begins a line. */
const indented = (value: unknown, indent: string): string =>
  JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
