import { compareReport, compareViews } from '../report/compare-report.ts';
import type { ReportComparison } from '../report/report-comparison.ts';
import type { ReportToMake } from './verify-report.ts';

/** Here, or in the thread of `verifyReport`. */
export const makeReportAgain = (of: ReportToMake): Promise<ReportComparison> =>
  of.from === 'record' ? compareReport(of.folder, of) : compareViews(of.folder);
