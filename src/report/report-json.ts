import { schemaFile } from './export-schema.ts';
import type { Report } from './model.ts';

/** report.json: the model as it is, indented for people, ending in a line feed; its schema lies beside it. */
export const reportJson = (report: Report): string =>
  `${JSON.stringify({ $schema: schemaFile, ...report }, null, 2)}\n`;
