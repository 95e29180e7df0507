import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CaseRecord } from './case-record.ts';
import { eachCsvFile } from './csv/index.ts';
import { schemaFile, schemaText } from './export-schema.ts';
import { htmlPieces } from './html/index.ts';
import { renderMarkdown } from './markdown/index.ts';
import type { Report } from './model.ts';
import { writePdf, type Beside } from './pdf/index.ts';
import { reportJsonPieces } from './report-json.ts';
import { pour, writeNew, type Sink } from './sink.ts';

export interface ReportFile {
  /** Relative to the folder that the report lies in. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The report in every form that a case leaves: report.pdf, .html, .md, .json with its schema, tables/*.csv. */
export async function drawReport(
  report: Report,
  pictures?: CaseRecord['pictures'],
): Promise<readonly ReportFile[]> {
  const files: ReportFile[] = [];
  for (const { path, write } of viewsOf(report, pictures)) {
    const chunks: Uint8Array[] = [];
    await write((bytes) => void chunks.push(Buffer.from(bytes)));
    files.push({ path, bytes: Buffer.concat(chunks) });
  }
  return files;
}

/**
 * Writes the same files below a folder, which only the owner can read, in pieces: a case of a hundred thousand rows
 * is never in memory as text. What the PDF has attached is made once, and written while it is attached. Returns
 * their paths. Replaces nothing.
 *
 * @throws BadInput as `renderPdf`; the file system's own errors: what was begun stays, and is no report
 */
export async function writeReport(
  report: Report,
  folder: string,
  pictures?: CaseRecord['pictures'],
): Promise<readonly string[]> {
  const written = new Set<string>();
  const keep: Beside = async (path, write) => {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    written.add(path);
    return writeNew(file, write);
  };
  const paths: string[] = [];
  for (const { path, write } of viewsOf(report, pictures, keep)) {
    if (!written.has(path)) await keep(path, write);
    paths.push(path);
  }
  return paths;
}

export interface View {
  /** Relative to the folder that the report lies in. */
  readonly path: string;
  /** Gives its bytes, piece after piece. */
  readonly write: (sink: Sink) => Promise<void>;
}

/**
 * The views one after the other, none of them drawn before it is written.
 *
 * @param beside where the PDF keeps what it attaches, which are views, too: those need not be written again
 */
export function* viewsOf(
  report: Report,
  pictures?: CaseRecord['pictures'],
  beside?: Beside,
): Generator<View> {
  const text = (path: string, pieces: () => Iterable<string>): View => ({
    path,
    write: (sink) => pour(pieces(), sink),
  });
  yield {
    path: 'report.pdf',
    write: (sink) => writePdf(report, sink, { ...(pictures && { pictures }), ...(beside && { beside }) }),
  };
  yield text('report.json', () => reportJsonPieces(report));
  yield text(schemaFile, () => [schemaText()]);
  yield text('report.html', () => htmlPieces(report, pictures));
  yield text('report.md', () => [renderMarkdown(report)]);
  for (const { path, pieces } of eachCsvFile(report)) yield text(path, () => pieces);
}
