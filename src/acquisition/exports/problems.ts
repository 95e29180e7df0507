import { BadFile, excerptAt, type FileProblem } from '../../domain/file-problem.ts';
import { CsvProblem, readCsv, type Delimiter } from './csv.ts';
import type { TextSource } from './contents.ts';

/** A line that cannot be read; `index` names the cell, from 0. */
export interface LineProblem {
  readonly line: number;
  readonly index: number;
  readonly message: string;
}

const hint =
  'bring the file as the venue gave it: a spreadsheet that saves it changes numbers, times and ends of lines';

/** Turns problems into a refusal with line, column and excerpt: the text is read once more for it. */
export async function badTable(
  text: TextSource,
  delimiter: Delimiter,
  problems: readonly LineProblem[],
): Promise<BadFile> {
  const wanted = new Map(problems.map((problem) => [problem.line, '']));
  try {
    for await (const { line, raw } of readCsv(text.open(), { delimiter, raw: true })) {
      if (wanted.has(line)) wanted.set(line, raw);
    }
  } catch (error) {
    if (!(error instanceof CsvProblem)) throw error;
  }
  return new BadFile(
    problems.map((problem, place) =>
      located(text, problem, {
        raw: wanted.get(problem.line) ?? '',
        delimiter,
        // Said once, under the last of them.
        ...(place === problems.length - 1 ? { hint } : {}),
      }),
    ),
  );
}

/** A text that is no CSV from some line on. */
export const noCsv = ({ shown }: TextSource, { line, message }: CsvProblem): BadFile =>
  new BadFile([{ file: shown, line, column: 1, message, hint, excerpt: '' }]);

function located(
  { shown }: TextSource,
  { line, index, message }: LineProblem,
  { raw, delimiter, ...more }: { readonly raw: string; readonly delimiter: string; readonly hint?: string },
): FileProblem {
  const before = raw.slice(0, startOfCell(raw, index, delimiter));
  const breaks = before.split(/\r\n|\n|\r/);
  const column = (breaks.at(-1) ?? '').length + 1;
  return {
    file: shown,
    line: line + breaks.length - 1,
    column,
    message,
    excerpt: excerptAt(raw, breaks.length, column),
    ...more,
  };
}

/** Where the cell begins, counted over quoted delimiters as the parser did. */
function startOfCell(raw: string, index: number, delimiter: string): number {
  let isQuoted = false;
  let cell = 0;
  for (let at = 0; at < raw.length; at++) {
    if (cell === index) return at;
    if (raw[at] === '"') isQuoted = !isQuoted;
    else if (raw[at] === delimiter && !isQuoted) cell += 1;
  }
  return cell === index ? raw.length : 0;
}
