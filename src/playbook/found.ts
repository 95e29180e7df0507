import { BadFile, excerptAt, nearest, type FileProblem } from '../domain/file-problem.ts';

/** Where in the document, by keys and list positions: `['sections', 0, 'steps', 2, 'check']`. */
export type Path = readonly (string | number)[];

/** A problem at a path. `load.ts` knows at which line and column that path stands. */
export interface Found {
  readonly path: Path;
  /** Point to the name of the field, or to what stands in it. */
  readonly on: 'key' | 'value';
  readonly message: string;
  readonly hint?: string;
}

/** A problem at an offset of the text, in UTF-16 units. */
export interface Located {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

/** Every problem of one playbook file, in the order of its lines. Ends in exit code 2, nothing written. */
export class PlaybookProblems extends BadFile {
  override readonly name = 'PlaybookProblems';
}

/** Names line and column of an offset and shows the line. */
export function problemAt(file: string, text: string, { offset, ...problem }: Located): FileProblem {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { file, line, column, ...problem, excerpt: excerptAt(text, line, column) };
}

// More choices than this are a catalogue, not a hint.
const mostChoices = 12;

/** `did you mean "revoke-key"?`; with nothing near, those that share a word with it, or all. */
export function suggest(word: string, choices: readonly string[]): { hint?: string } {
  const near = nearest(word, choices);
  if (near !== undefined) return { hint: `did you mean "${near}"?` };
  const words = word.toLowerCase().split(/[^a-z0-9]+/);
  const related = choices.filter((choice) => choice.split(/[-.]/).some((part) => words.includes(part)));
  const shown = choices.length <= mostChoices ? choices : related.slice(0, mostChoices);
  return shown.length === 0 ? {} : { hint: `known: ${shown.join(', ')}` };
}

/** A name or value of the file inside a message: short, and on one line. */
export function quote(value: unknown): string {
  const written = JSON.stringify(value) ?? 'nothing';
  return written.length <= 60 ? written : `${written.slice(0, 59)}…`;
}

/** What stands at the path, or undefined. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    return (at as Readonly<Record<string | number, unknown>>)[part];
  }, value);
}
