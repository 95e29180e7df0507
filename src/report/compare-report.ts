import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../domain/json.ts';
import { isSystemError } from '../domain/system-error.ts';
import { buildReport } from './build.ts';
import type { CaseRecord } from './case-record.ts';
import type { Report } from './model.ts';
import { isSameUnpacked } from './pdf/unpacked.ts';
import { readCheckedBag } from './read-bag.ts';
import { readReport } from './read-report.ts';
import { viewsOf, type View } from './views.ts';

/** A file of the bag's report that is not what the record gives. */
export interface ReportDifference {
  /** Below data/report. */
  readonly path: string;
  /** "differs at byte 1203 (of 88210, made again: 88214)", "missing", "not drawn from the record". */
  readonly what: string;
}

export interface ReportComparison {
  /** "same": every view, byte for byte. "not made": there is nothing that could be made again here, `why` says it. */
  readonly is: 'same' | 'differs' | 'not made';
  readonly why?: string;
  /** What the views were made from: a copy's record has no amounts to make them from. */
  readonly from: 'record' | 'report.json';
  /** Views that were made again. */
  readonly views: number;
  readonly differences: readonly ReportDifference[];
  /** Same when unpacked: compressed by another version of zlib, which another Node or processor may have. */
  readonly packedOtherwise: readonly string[];
  /** What the case was opened by: "firebreak 0.1.0"; undefined when the report was not made again. */
  readonly madeBy?: string;
  /** Files in the report's folder that nobody can make again, e.g. a copy with a person's signature. */
  readonly notRemade: readonly string[];
}

/** A copy with a signature in it: the record does not hold the key. */
const signedReport = 'report.signed.pdf';

/**
 * Makes the report of a bag again from its record alone, offline, and compares each view with the file in the bag,
 * in pieces. Costs what making a report costs: the journal's records and every exhibit with rows are in memory once.
 *
 * @param of `signatureKey`: fingerprint of the key that signed. The bag has been verified by the caller
 * @throws EvidenceError BAG_DAMAGED when the bag changed meanwhile
 */
export async function compareReport(
  folder: string,
  of: { readonly signatureKey: string },
): Promise<ReportComparison> {
  const there = await filesBelow(join(folder, 'data/report'));
  if (there.length === 0) return notMade('there is no report in this bag');
  const record = await readCheckedBag(folder, of.signatureKey);
  try {
    return await compareWith(record, folder, there);
  } catch (error) {
    // The record is whole and still gives no report: an answer about the report, not about the bag.
    return notMade(`it could not be made again: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * The same for a pseudonymised copy, whose record gives no report: the views are drawn again from the report.json
 * that lies beside them.
 */
export async function compareViews(folder: string): Promise<ReportComparison> {
  const there = await filesBelow(join(folder, 'data/report'));
  try {
    const report = readReport(await jsonAt(join(folder, 'data/report/report.json')));
    return report
      ? await compareFiles({ report, madeBy: report.identification.tool, from: 'report.json' }, folder, there)
      : notMade('its report.json has another form than this version of firebreak writes');
  } catch (error) {
    return notMade(`it could not be drawn again: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function compareWith(
  record: CaseRecord,
  folder: string,
  there: readonly string[],
): Promise<ReportComparison> {
  const [opened] = record.records;
  if (opened?.event.type !== 'case.opened')
    return notMade('its journal does not begin with the opening of a case');
  const { name, version } = opened.event.tool;
  const pictures = record.pictures ? { pictures: record.pictures } : {};
  return compareFiles(
    { report: buildReport(record), madeBy: `${name} ${version}`, from: 'record', ...pictures },
    folder,
    there,
  );
}

async function compareFiles(
  made: { readonly report: Report; readonly madeBy: string } & Pick<ReportComparison, 'from'> &
    Pick<CaseRecord, 'pictures'>,
  folder: string,
  there: readonly string[],
): Promise<ReportComparison> {
  const differences: ReportDifference[] = [];
  const packedOtherwise: string[] = [];
  const fileOf = (path: string): string => join(folder, 'data/report', path);
  const drawn: string[] = [];
  for (const { path, write } of viewsOf(made.report, made.pictures)) {
    drawn.push(path);
    const what = there.includes(path) ? await firstDifference(write, fileOf(path)) : 'missing';
    if (what === undefined) continue;
    if (path.endsWith('.pdf') && what !== 'missing' && (await isPackedOtherwise(write, fileOf(path))))
      packedOtherwise.push(path);
    else differences.push({ path, what });
  }
  const others = there.filter((path) => !drawn.includes(path));
  for (const path of others.filter((one) => one !== signedReport))
    differences.push({ path, what: 'not drawn from the record' });
  return {
    is: differences.length === 0 ? 'same' : 'differs',
    from: made.from,
    views: drawn.length,
    differences,
    packedOtherwise,
    madeBy: made.madeBy,
    notRemade: others.filter((one) => one === signedReport),
  };
}

/** Said of a bag in which nothing can be made again. */
export const notMade = (why: string): ReportComparison => ({
  is: 'not made',
  why,
  from: 'record',
  views: 0,
  differences: [],
  packedOtherwise: [],
  notRemade: [],
});

async function filesBelow(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
      .sort();
  } catch (error) {
    if (isSystemError(error, ['ENOENT'])) return [];
    throw error;
  }
}

const jsonAt = async (path: string): Promise<Json> => JSON.parse(await readFile(path, 'utf8')) as Json;

async function isPackedOtherwise(write: View['write'], path: string): Promise<boolean> {
  const made: Buffer[] = [];
  await write((piece) => void made.push(Buffer.from(piece)));
  return isSameUnpacked(Buffer.concat(made), await readFile(path));
}

/** Undefined when both are the same to the last byte. */
async function firstDifference(write: View['write'], path: string): Promise<string | undefined> {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    let at = 0;
    let differsAt: number | undefined;
    await write((piece) => {
      if (differsAt === undefined) {
        const here = Buffer.alloc(piece.length);
        const read = readSync(file, here, 0, piece.length, at);
        const place = firstPlace(piece, here.subarray(0, read));
        if (place !== undefined) differsAt = at + place;
      }
      at += piece.length;
    });
    if (differsAt === undefined && at !== size) differsAt = Math.min(at, size);
    return differsAt === undefined
      ? undefined
      : `differs at byte ${differsAt} (of ${size}; made again: ${at})`;
  } finally {
    closeSync(file);
  }
}

function firstPlace(made: Uint8Array, here: Buffer): number | undefined {
  if (here.equals(made)) return undefined;
  const shared = Math.min(made.length, here.length);
  for (let at = 0; at < shared; at++) if (made[at] !== here[at]) return at;
  return shared;
}
