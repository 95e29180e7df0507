import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inThread, type Check, type Verification } from '../evidence/index.ts';
import { notMade, notMadeBy, type ReportComparison } from '../report/report-comparison.ts';
import { toolVersion } from './environment.ts';

const thisTool = `firebreak ${toolVersion}`;

/** What is to be made again: a copy with stand-ins only from its report.json, since amounts are gone from its record. */
export type ReportToMake =
  | { readonly folder: string; readonly from: 'record'; readonly signatureKey: string }
  | { readonly folder: string; readonly from: 'report.json' };

/**
 * Makes the report again and compares it, where that means anything: not for a bag that does not hold, since then its
 * record is not what was sealed. A large one in a thread: where its memory does not suffice, only the thread ends, and
 * the rest of the verification can still be said.
 */
export async function verifyReport(folder: string, result: Verification): Promise<ReportComparison> {
  if (!result.ok || result.fingerprint === undefined) return notMade('bag-broken');
  const of: ReportToMake =
    result.derivedFrom === undefined
      ? { folder, from: 'record', signatureKey: result.fingerprint }
      : { folder, from: 'report.json' };
  try {
    if (await isLarge(of))
      return await inThread<ReportComparison>(new URL('./verify-report-thread.ts', import.meta.url), of);
    return await (await import('./make-report-again.ts')).makeReportAgain(of);
  } catch (error) {
    return notMadeBy(error, { from: of.from });
  }
}

// A record of this much takes a hundred MB and more; below it a thread takes longer to start than the report to make.
const largeBytes = 16 * 1024 * 1024;

async function isLarge({ folder, from }: ReportToMake): Promise<boolean> {
  const below = from === 'record' ? ['data/journal', 'data/exhibits'] : ['data/report'];
  let bytes = 0;
  for (const place of below)
    for (const name of await readdir(join(folder, place)).catch(() => []))
      // What cannot be read is told by whoever reads it.
      bytes += await stat(join(folder, place, name)).then(
        ({ size }) => size,
        () => 0,
      );
  return bytes > largeBytes;
}

/**
 * A report that this very version would have drawn otherwise: somebody changed it before it was sealed; or what it is
 * made of changed while it was looked at.
 */
export const isFalseReport = ({ is, because, madeBy }: ReportComparison): boolean =>
  (is === 'differs' && madeBy === thisTool) || because === 'changed';

/**
 * A report that should have been compared and was not, or only by another version than the one that the bag names, which
 * may say the same in other words. Nothing is proven false, and nobody may take it for fine: which version it names is
 * the word of whoever made the bag.
 */
export const isUncheckedReport = (report: ReportComparison): boolean =>
  (report.is === 'differs' && !isFalseReport(report)) ||
  report.because === 'out-of-memory' ||
  report.because === 'unreadable' ||
  report.because === 'failed';

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
  const { is, from, views, differences, packedOtherwise, madeBy } = report;
  if (is === 'not made') return notMadeInWords(report);
  if (is === 'same') {
    const source = from === 'record' ? 'the record' : 'report.json';
    const but = packedOtherwise.map(
      (path) => `; ${path} is the same unpacked, and was compressed by another version of zlib`,
    );
    return `${views} files, each the same byte for byte when made from ${source} again${but.join('')}`;
  }
  const told = differences.slice(0, mostTold).map(({ path, what }) => `${path} ${what}`);
  if (differences.length > mostTold) told.push(`and ${differences.length - mostTold} more`);
  if (madeBy === thisTool) return told.join('; ');
  return `made by ${madeBy ?? 'an unknown version'}, which can compare it; this is ${thisTool}: ${told.join('; ')}`;
}

const mostTold = 20;

function notMadeInWords({ because, why = 'no cause known', madeBy, from }: ReportComparison): string {
  switch (because) {
    case 'not-asked':
      return 'not compared: you asked not to';
    case 'no-report':
      return 'not compared: there is no report in this bag';
    case 'bag-broken':
      return 'not compared: the bag does not hold';
    case 'changed':
      return `the bag changed while it was verified: ${why}`;
    case 'out-of-memory':
      return `not compared: there was not enough memory to make it again (${why}); a larger machine can, and --no-report leaves it out`;
    case 'unreadable':
      return `not compared: a file could not be read (${why})`;
    default:
      return `not compared: ${whoCannot(madeBy)} ${from === 'record' ? 'the record' : 'report.json'} (${why})`;
  }
}

const whoCannot = (madeBy: string | undefined): string =>
  madeBy === undefined || madeBy === thisTool
    ? `an error of firebreak’s own, or a damage that no other check sees: ${thisTool}${madeBy === undefined ? '' : ', which made it,'} can make none from`
    : `made by ${madeBy}, which can compare it; this is ${thisTool}, which can make none from`;
