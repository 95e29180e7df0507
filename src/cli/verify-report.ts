import type { Check, Verification } from '../evidence/index.ts';
import { compareReport, compareViews, notMade, type ReportComparison } from '../report/compare-report.ts';
import { toolVersion } from './environment.ts';

const thisTool = `firebreak ${toolVersion}`;

/**
 * Makes the report again and compares it, where that means anything: not for a bag that does not hold, since
 * then its record is not what was sealed, and for a copy with stand-ins only from its report.json, since amounts are gone from its record.
 */
export async function verifyReport(folder: string, result: Verification): Promise<ReportComparison> {
  if (!result.ok || result.fingerprint === undefined) return notMade('the bag does not hold');
  if (result.derivedFrom !== undefined) return compareViews(folder);
  return compareReport(folder, { signatureKey: result.fingerprint });
}

/** A report that this very version would have drawn otherwise: somebody changed it before it was sealed. */
export const isFalseReport = ({ is, madeBy }: ReportComparison): boolean =>
  is === 'differs' && madeBy === thisTool;

/**
 * As one of the checks; undefined where nothing was compared, or where another version made it: that may look
 * otherwise, which is no damage, and is told among what is not proven.
 */
export function reportCheck(report: ReportComparison): Check | undefined {
  if (report.is !== 'same' && !isFalseReport(report)) return undefined;
  return { name: 'report made again', ok: report.is === 'same', detail: reportInWords(report) };
}

/** What came of it, in one line. */
export function reportInWords(report: ReportComparison): string {
  const { is, from, views, differences, packedOtherwise, madeBy, why } = report;
  if (is === 'not made') return `not compared: ${why ?? 'no reason known'}`;
  if (is === 'same') {
    const source = from === 'record' ? 'the record' : 'report.json';
    const but = packedOtherwise.map(
      (path) => `; ${path} is the same unpacked, and was compressed by another version of zlib`,
    );
    return `${views} files, each the same byte for byte when made from ${source} again${but.join('')}`;
  }
  const told = differences.slice(0, mostTold).map(({ path, what }) => `${path} ${what}`);
  if (differences.length > mostTold) told.push(`and ${differences.length - mostTold} more`);
  const who = madeBy === thisTool ? '' : `made by ${madeBy ?? 'an unknown version'}; this is ${thisTool}: `;
  return who + told.join('; ');
}

const mostTold = 20;
