import { BadFile, nearest } from '../domain/file-problem.ts';

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

/** Every problem of one playbook file, in the order of its lines. Ends in exit code 2, nothing written. */
export class PlaybookProblems extends BadFile {
  override readonly name = 'PlaybookProblems';
}

/** `did you mean "revoke-key"?`, or the choices when none is near. */
export function suggest(word: string, choices: readonly string[]): { hint?: string } {
  const near = nearest(word, choices);
  if (near !== undefined) return { hint: `did you mean "${near}"?` };
  return choices.length === 0 ? {} : { hint: `known: ${choices.join(', ')}` };
}

/** A name or value of the file inside a message: short, and on one line. */
export function quote(value: unknown): string {
  const written = JSON.stringify(value) ?? 'nothing';
  return written.length <= 60 ? written : `${written.slice(0, 59)}…`;
}
