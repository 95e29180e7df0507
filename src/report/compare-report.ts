import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Json } from '../domain/json.ts';
import { isOutOfMemory, isSystemError } from '../domain/system-error.ts';
import { buildReport } from './build.ts';
import type { CaseRecord } from './case-record.ts';
import { compareSigned, signedReport } from './compare-signed.ts';
import type { Report } from './model.ts';
import { isSameUnpacked } from './pdf/unpacked.ts';
import { readCheckedBag } from './read-bag.ts';
import { readReport } from './read-report.ts';
import { notMade, notMadeBy, type ReportComparison, type ReportDifference } from './report-comparison.ts';
import { viewsOf, type View } from './views.ts';

/**
 * Makes the report of a bag again from its record alone, offline, and compares each view with the file in the bag,
 * in pieces. Costs what making a report costs: the journal's records and every exhibit with rows are in memory once.
 * Whatever stops it is told in the answer.
 *
 * @param of `signatureKey`: fingerprint of the key that signed. The bag has been verified by the caller
 */
export async function compareReport(
  folder: string,
  of: { readonly signatureKey: string },
): Promise<ReportComparison> {
  let madeBy: string | undefined;
  try {
    const there = await filesBelow(join(folder, 'data/report'));
    if (there.length === 0) return notMade('no-report');
    const unparsed: unknown[] = [];
    const record = await readCheckedBag(folder, of.signatureKey, (error) => unparsed.push(error));
    madeBy = openedBy(record);
    const made = { report: buildReport(record), from: 'record' } as const;
    const compared = await compareFiles({ ...made, madeBy, pictures: record.pictures }, folder, there);
    const short = unparsed.find(isOutOfMemory);
    // A gap for want of memory is this machine's, and none of the report's.
    return compared.is === 'differs' && short !== undefined ? notMadeBy(short, about(madeBy)) : compared;
  } catch (error) {
    return notMadeBy(error, about(madeBy));
  }
}

/**
 * The same for a pseudonymised copy, whose record gives no report: the views are drawn again from the report.json
 * that lies beside them.
 */
export async function compareViews(folder: string): Promise<ReportComparison> {
  const from = 'report.json';
  let madeBy: string | undefined;
  try {
    const there = await filesBelow(join(folder, 'data/report'));
    if (there.length === 0) return notMade('no-report', { from });
    const file = await jsonAt(join(folder, 'data/report/report.json'));
    madeBy = toolNamedIn(file);
    const report = readReport(file);
    if (!report) throw new Error('its report.json has another form than this version of firebreak writes');
    return await compareFiles({ report, madeBy, from, pictures: undefined }, folder, there);
  } catch (error) {
    return notMadeBy(error, { from, ...about(madeBy) });
  }
}

/** Undefined where the journal does not begin with an opening: nothing is made of such a record. */
function openedBy({ records: [first] }: CaseRecord): string | undefined {
  if (first?.event.type !== 'case.opened') return undefined;
  const { name, version } = first.event.tool;
  return `${name} ${version}`;
}

const about = (madeBy: string | undefined): Pick<ReportComparison, 'madeBy'> =>
  madeBy === undefined ? {} : { madeBy };

const namedTool = z.object({ identification: z.object({ tool: z.string() }) });

/** Of a report of whatever form. */
const toolNamedIn = (file: Json): string | undefined => namedTool.safeParse(file).data?.identification.tool;

async function compareFiles(
  made: {
    readonly report: Report;
    readonly madeBy: string | undefined;
    readonly from: ReportComparison['from'];
    readonly pictures: CaseRecord['pictures'];
  },
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
  const { report, pictures } = made;
  const signed = others.includes(signedReport)
    ? await compareSigned(fileOf(signedReport), { report, ...(pictures && { pictures }) })
    : undefined;
  if (signed?.is === 'differs') differences.push({ path: signedReport, what: signed.what });
  return {
    is: differences.length === 0 ? 'same' : 'differs',
    from: made.from,
    views: drawn.length,
    differences,
    packedOtherwise,
    ...about(made.madeBy),
    ...(signed ? { signed } : {}),
    notRemade: signed?.is === 'not made' ? [signedReport] : [],
  };
}

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
