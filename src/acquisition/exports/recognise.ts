import { BadInput } from '../../domain/failure.ts';
import { nearest, quote } from '../../domain/file-problem.ts';
import type { TextSource } from './contents.ts';
import { readCsv, type CsvRecord, type Delimiter } from './csv.ts';
import type { Column, ExportFormat } from './format.ts';

/** A table whose format is known: where its heading stands, and which column is which. */
export interface Recognised {
  readonly format: ExportFormat;
  readonly delimiter: Delimiter;
  readonly headingLine: number;
  readonly headings: readonly string[];
  /** Lines above the heading, cells joined again: who, which account, which zone. */
  readonly preamble: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  /** Headings that nothing reads. */
  readonly unread: readonly string[];
}

const delimiters: readonly Delimiter[] = [',', '\t', ';'];
// Coinbase has three lines above its heading; some years had eight.
const mostAbove = 20;

/**
 * Finds the format by the heading, among `formats`.
 *
 * @throws BadInput saying which headings were found, and what the nearest format wants
 */
export async function recognise(
  text: TextSource,
  formats: readonly ExportFormat[],
  wanted?: string,
): Promise<Recognised> {
  const choices = wanted === undefined ? formats : formats.filter(({ id }) => id === wanted);
  let longest: readonly string[] = [];
  for (const delimiter of delimiters) {
    const top = await topOf(text, delimiter);
    for (const [index, record] of top.entries()) {
      const found = choices.flatMap((format) => fit(format, record, delimiter, top.slice(0, index)) ?? []);
      const [first, second] = found;
      if (first !== undefined && second !== undefined) throw ambiguous(text, found);
      if (first !== undefined) return first;
    }
    const heading = top.toSorted((a, b) => b.cells.length - a.cells.length)[0]?.cells ?? [];
    if (heading.length > longest.length) longest = heading;
  }
  throw unknownFormat(text, longest, choices);
}

async function topOf(text: TextSource, delimiter: Delimiter): Promise<readonly CsvRecord[]> {
  const top: CsvRecord[] = [];
  try {
    for await (const record of readCsv(text.open(), { delimiter })) {
      top.push(record);
      if (top.length > mostAbove) break;
    }
  } catch (error) {
    // With another delimiter its quotes may be in order; when none fits, what was found is told.
    if (!(error instanceof Error) || error.name !== 'CsvProblem') throw error;
  }
  return top;
}

function fit(
  format: ExportFormat,
  { cells, line }: CsvRecord,
  delimiter: Delimiter,
  above: readonly CsvRecord[],
): Recognised | undefined {
  const headings = cells.map((cell) => cell.trim());
  if (format.never?.some((heading) => headings.includes(heading))) return undefined;
  const places = new Map<string, number>();
  for (const [column, { names, optional }] of Object.entries(format.columns)) {
    const index = headings.findIndex((heading) => isNamed(heading, names));
    if (index < 0 && optional !== true) return undefined;
    if (index < 0) continue;
    // Of two columns with one name nobody can say which is meant.
    if (headings.indexOf(headings[index] ?? '', index + 1) >= 0) return undefined;
    places.set(column, index);
  }
  const read = new Set(places.values());
  return {
    format,
    delimiter,
    headingLine: line,
    headings,
    preamble: above.map((record) => record.cells.join(delimiter)),
    places,
    unread: headings.filter((heading, index) => heading !== '' && !read.has(index)),
  };
}

const isNamed = (heading: string, names: Column['names']): boolean =>
  names instanceof RegExp ? names.test(heading) : names.includes(heading);

function ambiguous({ shown }: TextSource, found: readonly Recognised[]): BadInput {
  const ids = found.map(({ format }) => format.id);
  return new BadInput(`${shown}: its heading fits ${ids.join(' and ')}: the file does not say which it is`, {
    where: shown,
    hint: `say what you asked the venue for: --format ${ids.join(', or --format ')}`,
  });
}

function unknownFormat(
  { shown }: TextSource,
  headings: readonly string[],
  choices: readonly ExportFormat[],
): BadInput {
  const found = headings.map((heading) => heading.trim()).filter((heading) => heading !== '');
  const [best] = choices
    .map((format) => ({ format, lacks: lacking(format, found) }))
    .toSorted((a, b) => share(a.lacks, a.format) - share(b.lacks, b.format));
  const known = choices.map(({ id }) => id).join(', ');
  const doubled = found.find((heading, index) => found.indexOf(heading) !== index);
  return new BadInput(
    [
      `${shown}: no known export has this heading: ${found.length === 0 ? 'none' : listed(found)}`,
      ...(doubled === undefined ? [] : [`the heading ${quote(doubled)} stands there twice`]),
      ...(best === undefined || share(best.lacks, best.format) > 0.5 || best.lacks.length === 0
        ? []
        : [
            `nearest is ${best.format.id}, which has ${listed(best.lacks)}, too${misspelt(best.lacks, found)}`,
          ]),
    ].join('; '),
    {
      where: shown,
      hint: `known here: ${known || 'none'}; \`firebreak import --formats\` shows what each must have`,
    },
  );
}

const lacking = (format: ExportFormat, found: readonly string[]): readonly string[] =>
  Object.entries(format.columns).flatMap(([column, { names, optional }]) =>
    optional === true || found.some((heading) => isNamed(heading, names)) ? [] : [nameOf(column, names)],
  );

const share = (lacks: readonly string[], { columns }: ExportFormat): number =>
  lacks.length / Object.keys(columns).length;

const nameOf = (column: string, names: Column['names']): string =>
  names instanceof RegExp ? column : (names[0] ?? column);

const listed = (headings: readonly string[]): string =>
  headings.slice(0, 16).map(quote).join(', ') +
  (headings.length > 16 ? `, and ${headings.length - 16} more` : '');

function misspelt(lacks: readonly string[], found: readonly string[]): string {
  const near = lacks.flatMap((lack) => nearest(lack, found) ?? []);
  return near.length === 0 ? '' : ` (found: ${listed(near)})`;
}
