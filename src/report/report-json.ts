import type { Report } from './model.ts';

/** report.json: the model as it is, indented for people, ending in a line feed. */
export const reportJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
