import { CsvError, parse } from 'csv-parse';
import { utf8, Utf8Problem } from './utf8.ts';

/** One line of a table, with the line of the file on which it begins and, when asked for, as it stood there. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly raw: string;
}

export type Delimiter = ',' | '\t' | ';';

/** The text is no CSV: a quote that never closes, a stray one, bytes that are no UTF-8. */
export class CsvProblem extends Error {
  readonly line: number;

  constructor(line: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'CsvProblem';
    this.line = line;
  }
}

// A quote that never closes would otherwise take in the rest of the file. No venue's line is near this.
const longestRecord = 256 * 1024;

/**
 * RFC 4180 as venues write it: any line end, line breaks inside quotes, a byte order mark. Every record
 * before a problem is handed out first; then CsvProblem is thrown.
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { delimiter, raw = false }: { readonly delimiter: Delimiter; readonly raw?: boolean },
): AsyncGenerator<CsvRecord> {
  const parser = startParser(delimiter, raw);
  let line = 1;
  const numbered = (records: readonly Parsed[]): readonly CsvRecord[] =>
    records.map((record) => {
      const [cells, text] = 'raw' in record ? [record.record, record.raw] : [record, ''];
      const begins = line;
      line += 1 + breaksIn(cells);
      return { line: begins, cells, raw: text };
    });
  try {
    for await (const text of utf8(bytes)) {
      await parser.write(text);
      yield* numbered(parser.take());
    }
    await parser.end();
    yield* numbered(parser.take());
  } catch (error) {
    yield* numbered(parser.take());
    throw asProblem(error, line);
  } finally {
    parser.close();
  }
}

type Parsed = readonly string[] | { readonly record: readonly string[]; readonly raw: string };

/** The library as a stream drops what it has read when it meets a problem; so records are taken as they are found. */
function startParser(delimiter: Delimiter, raw: boolean) {
  let found: Parsed[] = [];
  const parser = parse({
    delimiter,
    raw,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: longestRecord,
    record_delimiter: ['\r\n', '\n', '\r'],
    on_record: (record: Parsed) => {
      found.push(record);
      return undefined;
    },
  });
  parser.resume();
  // Each step tells its caller; without a listener the stream would end the process as well.
  parser.on('error', () => undefined);
  const settled = (step: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => step((error) => (error ? reject(error) : resolve())));
  return {
    write: (text: string) => settled((done) => parser.write(text, done)),
    end: () => settled((done) => parser.end(done)),
    take(): readonly Parsed[] {
      const taken = found;
      found = [];
      return taken;
    },
    close(): void {
      parser.destroy();
    },
  };
}

const words: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that opened before here never closes',
  INVALID_OPENING_QUOTE: 'a quote stands inside a cell that did not begin with one',
  CSV_INVALID_CLOSING_QUOTE: 'a quoted cell goes on after its closing quote',
  CSV_MAX_RECORD_SIZE: `one line is longer than ${longestRecord} characters: a quote that never closes?`,
};

function asProblem(error: unknown, line: number): unknown {
  if (error instanceof Utf8Problem) return new CsvProblem(error.line, 'it is not UTF-8 text', error);
  if (!(error instanceof CsvError)) return error;
  return new CsvProblem(line, words[error.code] ?? `it is no CSV (${error.code})`, error);
}

// The library's own count takes the two characters of a Windows line end inside quotes for two lines.
function breaksIn(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) {
    if (/[\r\n]/.test(cell)) breaks += cell.split(/\r\n|\n|\r/).length - 1;
  }
  return breaks;
}
