import { BadInput } from './failure.ts';

/** A problem in a file that a person wrote, at a place. Line and column count from 1. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What was found and what was expected. */
  readonly message: string;
  /** The nearest valid choice, or the command that mends it. */
  readonly hint?: string;
  /** The line, and a caret under the column: `excerptAt`. */
  readonly excerpt: string;
}

/** Every problem of one file at once, so that a person mends the file in one go. */
export class BadFile extends BadInput {
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    const first = problems[0];
    super(problems.map(describeProblem).join('\n\n'), {
      ...(first === undefined ? {} : { where: `${first.file}:${first.line}:${first.column}` }),
      ...(first?.hint === undefined ? {} : { hint: first.hint }),
    });
    this.name = 'BadFile';
    this.problems = problems;
  }
}

/** `file:line:column: message`, the excerpt and the hint, as compilers write it: editors jump to it. */
function describeProblem(problem: FileProblem): string {
  const lines = [`${problem.file}:${problem.line}:${problem.column}: ${problem.message}`, problem.excerpt];
  if (problem.hint !== undefined) lines.push(`  hint: ${problem.hint}`);
  return lines.join('\n');
}

// Fits an 80-column terminal with a margin.
const excerptWidth = 72;

/**
 * Returns the line and a caret under the column (both from 1, columns in UTF-16 units as the yaml
 * library counts). Characters that a terminal would act on show as "�"; a long line is cut around
 * the column. The caller hides secrets in `text` first, keeping its length.
 */
export function excerptAt(text: string, line: number, column: number): string {
  const whole = text.split(/\r\n|\n|\r/)[line - 1] ?? '';
  const at = Math.min(Math.max(column - 1, 0), whole.length);
  const from = whole.length <= excerptWidth ? 0 : Math.max(0, at - excerptWidth / 2);
  const to = Math.min(whole.length, from + excerptWidth);
  const before = (from > 0 ? '…' : '') + inert(whole.slice(from, at));
  const after = inert(whole.slice(at, to)) + (to < whole.length ? '…' : '');
  const caret = ' '.repeat([...before].length) + '^';
  return `  ${before}${after}\n  ${caret}`;
}

/** What was found, inside a message: in quotes, cut short, nothing in it that a terminal would act on. */
export function quote(text: string): string {
  return `"${inert(text.length <= 60 ? text : `${text.slice(0, 59)}…`)}"`;
}

// One character for one, so that the caret stays where it belongs. Cf holds the bidi controls and
// the invisible joiners; Cs a surrogate that the cut left alone.
const inert = (text: string): string =>
  text.replaceAll('\t', ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '�');

/**
 * Returns the choice that `word` was probably meant to be, or undefined when nothing is near: at
 * most one mistake in three letters, a swap of neighbours counting as one. Case does not count.
 */
export function nearest(word: string, choices: Iterable<string>): string | undefined {
  // A hostile word must not cost time: beyond this length nothing we offer is near anyway.
  if (word.length > 64) return undefined;
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const choice of choices) {
    const mistakes = editDistance(word.toLowerCase(), choice.toLowerCase());
    if (mistakes < fewest) [best, fewest] = [choice, mistakes];
  }
  return best;
}

// More choices than this are a catalogue, not a hint.
const mostChoices = 20;

/**
 * Returns the hint for a word that is none of the choices: `did you mean "revoke-key"?`; with
 * nothing near, the choices as `named`, or of very many those that share a word with it.
 */
export function suggest(
  word: string,
  choices: readonly string[],
  named: string = 'known',
): { readonly hint?: string } {
  const near = nearest(word, choices);
  if (near !== undefined) return { hint: `did you mean "${near}"?` };
  const words = word.toLowerCase().split(/[^a-z0-9]+/);
  const related = choices.filter((choice) => choice.split(/[-.]/).some((part) => words.includes(part)));
  const shown = choices.length <= mostChoices ? choices : related.slice(0, mostChoices);
  return shown.length === 0 ? {} : { hint: `${named}: ${shown.join(', ')}` };
}

/**
 * Damerau–Levenshtein distance in its restricted form (optimal string alignment): insertions,
 * deletions, substitutions and swaps of neighbours that turn `a` into `b`.
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(cell(last, j) + 1, cell(row, j - 1) + 1, cell(last, j - 1) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, cell(beforeLast, j - 2) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return cell(last, b.length);
}

const cell = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
