import { BadFile, excerptAt, type FileProblem } from '../file-problem.ts';

/** Where in the document, by names and list positions: `['sections', 0, 'steps', 2, 'check']`. */
export type Path = readonly (string | number)[];

/** Something wrong at a path of the document. `YamlFile.locate` knows where that path stands. */
export interface Flaw {
  readonly path: Path;
  /** Point to the name of the field, or to what stands in it. */
  readonly on: 'name' | 'value';
  readonly message: string;
  readonly hint?: string;
}

/** Something wrong at an offset of the text, in UTF-16 units. */
export interface LocatedFlaw {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

/**
 * Returns the refusal of a file for these flaws, in the order of its lines. `shown` is the file's
 * text as it may be shown: a caller whose files can hold a secret hides it there, keeping lengths.
 */
export function refusalOf(file: string, shown: string, flaws: readonly LocatedFlaw[]): BadFile {
  const ordered = flaws.toSorted((a, b) => a.offset - b.offset);
  return new BadFile(ordered.map((flaw) => problemAt(file, shown, flaw)));
}

function problemAt(file: string, shown: string, { offset, ...flaw }: LocatedFlaw): FileProblem {
  const before = shown.slice(0, offset).split(/\r\n|\n|\r/);
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { file, line, column, ...flaw, excerpt: excerptAt(shown, line, column) };
}
