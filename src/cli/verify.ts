import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { verifyBag, type Check, type Verification } from '../evidence/index.ts';
import { notMade } from '../report/compare-report.ts';
import { showable } from '../terminal/index.ts';
import { drawVerification } from './draw-verification.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { readVerifiersRoots } from './timestamp-words.ts';
import { findingsOf } from './verify-findings.ts';
import { reportCheck, verifyReport } from './verify-report.ts';

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

/** `firebreak verify`: what is proven and what is not, and every check by name; exit 5 and the first thing that is wrong. */
export async function verify(given: string, flags: VerifyFlags, environment: Environment): Promise<ExitCode> {
  const folder = folderOf(given, flags.reports ?? 'reports', environment);
  const { fingerprint, tsaRoots, json } = flags;
  const result = await verifyBag(folder, {
    ...(fingerprint ? { expectedFingerprint: fingerprint } : {}),
    ...(tsaRoots ? { timestampRoots: await readVerifiersRoots(resolve(environment.cwd, tsaRoots)) } : {}),
  });
  const report = flags.report === false ? notMade('you asked not to') : await verifyReport(folder, result);
  const whole = withCheck(result, reportCheck(report));
  const findings = findingsOf(result, report, fingerprint);
  const { stdout, stderr } = environment;
  const drawn = { findings, checks: whole.checks, attestation: result.attestation };
  stdout.write(
    `${json ? JSON.stringify({ ...whole, findings, report }) : drawVerification(drawn, environment).join('\n')}\n`,
  );
  if (whole.ok) return exitCodes.verified;
  stderr.write(`firebreak: ${showable(whatIsWrong(folder, whole))}\n`);
  return exitCodes.verificationFailed;
}

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
