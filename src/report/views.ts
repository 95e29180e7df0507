import type { CaseRecord } from './case-record.ts';
import { csvFiles } from './csv/index.ts';
import { renderHtml } from './html/index.ts';
import { renderMarkdown } from './markdown/index.ts';
import type { Report } from './model.ts';
import { renderPdf } from './pdf/index.ts';
import { reportJson } from './report-json.ts';
import { schemaFile, schemaText } from './export-schema.ts';

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
  const texts = [
    { path: 'report.json', text: reportJson(report) },
    { path: schemaFile, text: schemaText() },
    { path: 'report.html', text: renderHtml(report) },
    { path: 'report.md', text: renderMarkdown(report) },
    ...csvFiles(report),
  ];
  return [
    { path: 'report.pdf', bytes: await renderPdf(report, pictures) },
    ...texts.map(({ path, text }) => ({ path, bytes: new TextEncoder().encode(text) })),
  ];
}
