import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { blocks } from './blocks.ts';
import type { CaseRecord } from './case-record.ts';
import { eachCsvFile } from './csv/index.ts';
import { schemaFile, schemaText } from './export-schema.ts';
import { htmlPieces } from './html/index.ts';
import { renderMarkdown } from './markdown/index.ts';
import type { Report } from './model.ts';
import { streamPdf } from './pdf/index.ts';
import { reportJsonPieces } from './report-json.ts';

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
  for (const { path, open } of viewsOf(report, pictures)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of open()) chunks.push(Buffer.from(chunk));
    files.push({ path, bytes: Buffer.concat(chunks) });
  }
  return files;
}

/**
 * Writes the same files below a folder, which only the owner can read, one after the other and in pieces:
 * a case of a hundred thousand rows is never in memory as text. Returns their paths. Replaces nothing.
 *
 * @throws BadInput as `renderPdf`; the file system's own errors
 */
export async function writeReport(
  report: Report,
  folder: string,
  pictures?: CaseRecord['pictures'],
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { path, open } of viewsOf(report, pictures)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await write(open(), file);
    paths.push(path);
  }
  return paths;
}

export interface View {
  /** Relative to the folder that the report lies in. */
  readonly path: string;
  /** Bytes in pieces, each valid only until the next one is asked for. */
  open(): Readable | Iterable<Buffer>;
}

// A file is written piece after piece before the next is asked for; a stream's are its own, so it may run ahead.
const write = (view: Readable | Iterable<Buffer>, file: string): Promise<void> =>
  view instanceof Readable
    ? pipeline(view, createWriteStream(file, { flags: 'wx', mode: 0o600 }))
    : writeFile(file, view, { flag: 'wx', mode: 0o600 });

/** The views one after the other, none of them drawn before it is opened. */
export function* viewsOf(report: Report, pictures?: CaseRecord['pictures']): Generator<View> {
  const view = (path: string, pieces: () => Iterable<string>): View => ({
    path,
    open: () => blocks(pieces()),
  });
  yield { path: 'report.pdf', open: () => streamPdf(report, pictures) };
  yield view('report.json', () => reportJsonPieces(report));
  yield view(schemaFile, () => [schemaText()]);
  yield view('report.html', () => htmlPieces(report, pictures));
  yield view('report.md', () => [renderMarkdown(report)]);
  for (const { path, pieces } of eachCsvFile(report)) yield view(path, () => pieces);
}
