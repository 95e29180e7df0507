import { CellProblem, cellsOf, type Layout } from './cells.ts';
import type { TextSource } from './contents.ts';
import { CsvProblem, readCsv } from './csv.ts';
import type { Told, ToldKind, ToldRows } from './format.ts';
import { badTable, noCsv, type LineProblem } from './problems.ts';
import type { Recognised } from './recognise.ts';

export type AnyRow = ToldRows[ToldKind];

/** One line of the table, read. */
export interface ReadLine {
  readonly line: number;
  readonly told: Told<AnyRow>;
  /** Whose line it is, where a column says. */
  readonly owner: string;
}

/** So many are told at once; a file of another form has one in each line. */
const mostProblems = 10;

/**
 * Reads the table line by line. Lines with a problem are skipped; when all is read, or ten problems
 * are found, they are thrown together.
 *
 * @throws BadFile with file, line, column and excerpt of each problem
 */
export async function* readTable(
  text: TextSource,
  recognised: Recognised,
  layout: Pick<Layout, 'zone' | 'idPrefix'>,
): AsyncGenerator<ReadLine> {
  const { format, delimiter, headingLine, headings, places } = recognised;
  const whole: Layout = { ...layout, places, headings, shortYear: format.shortYear === true };
  const problems: LineProblem[] = [];
  try {
    for await (const { line, cells } of readCsv(text.open(), { delimiter })) {
      if (line <= headingLine || isBlank(cells)) continue;
      const read = readLine(recognised, cells, line, whole);
      if ('message' in read) problems.push(read);
      else yield read;
      if (problems.length >= mostProblems) break;
    }
  } catch (error) {
    if (error instanceof CsvProblem) throw noCsv(text, error);
    throw error;
  }
  if (problems.length > 0) throw await badTable(text, delimiter, problems);
}

function readLine(
  { format, headings }: Recognised,
  record: readonly string[],
  line: number,
  layout: Layout,
): ReadLine | LineProblem {
  const extra = record.findIndex((cell, index) => index >= headings.length && cell.trim() !== '');
  if (record.length < headings.length || extra >= 0) {
    const index = extra >= 0 ? extra : record.length - 1;
    return {
      line,
      index,
      message: `the line has ${record.length} cells, the heading has ${headings.length}`,
    };
  }
  const cells = cellsOf(record, line, layout);
  try {
    return { line, told: format.read(cells), owner: cells.maybe('owner') };
  } catch (error) {
    if (error instanceof CellProblem) return { line, index: error.index, message: error.message };
    throw error;
  }
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');
