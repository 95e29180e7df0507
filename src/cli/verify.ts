import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import { isOfSystem } from '../domain/system-error.ts';
import { verifyBag, type Check, type Verification } from '../evidence/index.ts';
import { notMade } from '../report/report-comparison.ts';
import { showable } from '../terminal/index.ts';
import { drawVerification } from './draw-verification.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { readVerifiersRoots } from './timestamp-words.ts';
import { findingsOf } from './verify-findings.ts';
import { isUncheckedReport, reportCheck, reportInWords, verifyReport } from './verify-report.ts';
import { signatureCheck, uncheckedSignature, verifySignature } from './verify-signature.ts';

export interface VerifyFlags {
  readonly fingerprint?: string;
  /** A PEM file with the roots of the time-stamp authorities that the verifier believes. */
  readonly tsaRoots?: string;
  readonly json?: boolean;
  /** Where the bags of cases lie. */
  readonly reports?: string;
  /** False: the report is not made again. */
  readonly report?: boolean;
}

/**
 * `firebreak verify`: what is proven and what is not, and every check by name. Exit 5 and the first thing that is wrong;
 * 4 when all holds but the report or its signed copy could not be made again and compared, be it that another version
 * made it.
 */
export async function verify(given: string, flags: VerifyFlags, environment: Environment): Promise<ExitCode> {
  const folder = folderOf(given, flags.reports ?? 'reports', environment);
  const { fingerprint, tsaRoots, json } = flags;
  const roots = tsaRoots ? await readVerifiersRoots(resolve(environment.cwd, tsaRoots)) : undefined;
  const result = await verifyReadable(folder, {
    ...(fingerprint ? { expectedFingerprint: fingerprint } : {}),
    ...(roots ? { timestampRoots: roots } : {}),
  });
  const report = flags.report === false ? notMade('not-asked') : await verifyReport(folder, result);
  const signature = await verifySignature(folder, result, roots);
  const whole = withCheck(withCheck(result, reportCheck(report)), signatureCheck(signature));
  const findings = findingsOf(result, { report, signature }, fingerprint);
  const { stdout, stderr } = environment;
  const drawn = { findings, checks: whole.checks, attestation: result.attestation };
  stdout.write(
    `${json ? JSON.stringify({ ...whole, findings, report, signature }) : drawVerification(drawn, environment).join('\n')}\n`,
  );
  if (!whole.ok) {
    stderr.write(`firebreak: ${showable(whatIsWrong(folder, whole))}\n`);
    return exitCodes.verificationFailed;
  }
  const unchecked = isUncheckedReport(report)
    ? `report made again: ${reportInWords(report)}`
    : uncheckedSignature(signature, report.signed);
  if (unchecked === undefined) return exitCodes.verified;
  stderr.write(`firebreak: ${showable(unchecked)}\n`);
  return exitCodes.finishedUnverified;
}

/** What cannot be read is no answer about the bag: the disk, or who owns it, is what has to be mended first. */
async function verifyReadable(...of: Parameters<typeof verifyBag>): Promise<Verification> {
  try {
    return await verifyBag(...of);
  } catch (cause) {
    if (cause instanceof BadInput)
      throw new BadInput(cause.message, { where: of[0], hint: whereBagsAre(of[0]), cause });
    if (!isOfSystem(cause)) throw cause;
    throw new BadInput(`the bag cannot be read, so nothing is said of it: ${cause.message}`, {
      where: of[0],
      hint: 'copy it to where every file can be read, and verify it there; nothing was changed',
      cause,
    });
  }
}

/** Who was sent a parcel names that first. */
const whereBagsAre = (named: string): string =>
  named.endsWith('.age')
    ? 'that is an encrypted bag: `age -d FILE | tar x` (for a recipient with -i IDENTITY), then verify the folder that comes out'
    : 'name the folder of a bag, or its case, whose bag lies in --reports; a case gets one when it ends: `firebreak resume`';

/** What was named, or where the bag of the case of that name lies: as the other commands take it. */
function folderOf(given: string, reports: string, { cwd }: Environment): string {
  const bag = join(reports, given, 'bag');
  const isCase = /^[A-Za-z0-9-]{1,60}$/.test(given) && existsSync(resolve(cwd, bag, 'bagit.txt'));
  return isCase && !existsSync(resolve(cwd, given)) ? bag : given;
}

function withCheck(result: Verification, check: Check | undefined): Verification {
  if (!check) return result;
  const checks = [...result.checks, check];
  if (check.ok || !result.ok) return { ...result, checks };
  return { ...result, ok: false, checks, firstProblem: { check: check.name, problem: check.detail } };
}

/** The first thing that is wrong; for a folder that is no bag, that, and where the bag may be. */
function whatIsWrong(folder: string, { isBag, firstProblem }: Verification): string {
  if (!isBag) {
    const inside = existsSync(join(folder, 'bag', 'bagit.txt')) ? `; the bag is ${join(folder, 'bag')}` : '';
    return `${folder} is no bag, its bagit.txt is missing${inside}`;
  }
  const { check, problem } = firstProblem ?? { check: 'bag', problem: 'not in order' };
  return `${check}: ${problem}`;
}
