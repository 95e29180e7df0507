import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { verifyBag, type Verification } from '../evidence/index.ts';
import { tokensInWords, readVerifiersRoots } from './timestamp-words.ts';
import { createPaint, showable } from '../terminal/index.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

export interface VerifyFlags {
  readonly fingerprint?: string;
  /** A PEM file with the roots of the time-stamp authorities that the verifier believes. */
  readonly tsaRoots?: string;
  readonly json?: boolean;
}

/** `firebreak verify`: every check by name; exit 5 and the first thing that is wrong. */
export async function verify(
  folder: string,
  { fingerprint, tsaRoots, json }: VerifyFlags,
  environment: Environment,
): Promise<ExitCode> {
  const result = await verifyBag(folder, {
    ...(fingerprint ? { expectedFingerprint: fingerprint } : {}),
    ...(tsaRoots ? { timestampRoots: await readVerifiersRoots(resolve(environment.cwd, tsaRoots)) } : {}),
  });
  const { stdout, stderr, usesColor } = environment;
  stdout.write(`${json ? JSON.stringify(result) : inWords(result, usesColor).join('\n')}\n`);
  if (result.ok) return exitCodes.verified;
  stderr.write(`firebreak: ${showable(whatIsWrong(folder, result))}\n`);
  return exitCodes.verificationFailed;
}

function inWords(result: Verification, usesColor: boolean): readonly string[] {
  const paint = createPaint(usesColor);
  const signed = `Signed with ${result.fingerprint}. Compare it with what you were told by another way.`;
  return [
    ...result.checks.map(
      ({ name, ok, detail }) =>
        `${ok ? paint('good', 'OK    ') : paint('bad', 'WRONG ')}  ${showable(name)}: ${showable(detail)}`,
    ),
    ...tokensInWords(result.proven).map((line) => showable(line)),
    ...result.gaps.map((gap) => `GAP     ${showable(gap)}`),
    ...result.selfAttested.map((sentence) => `SELF-ATTESTED  ${showable(sentence)}`),
    ...result.countersigned.map(
      ({ who, fingerprint }) => `COUNTER-SIGNED  by ${showable(who)} with ${fingerprint}`,
    ),
    ...result.handOvers.map(
      ({ at, from, to, why, checked, key }) =>
        `HANDED OVER  ${at} ${showable(from)} to ${showable(to)}, ${showable(why)}: ${showable(checked.result)} (${showable(key)})`,
    ),
    ...(result.fingerprint ? [signed] : []),
  ];
}

/** The first thing that is wrong; for a folder that is no bag, that, and where the bag may be. */
function whatIsWrong(folder: string, { checks, firstProblem }: Verification): string {
  const declaration = checks.find(({ name }) => name === 'bagit.txt');
  if (declaration?.detail === 'missing: bagit.txt') {
    const inside = existsSync(join(folder, 'bag', 'bagit.txt')) ? `; the bag is ${join(folder, 'bag')}` : '';
    return `${folder} is no bag, its bagit.txt is missing${inside}`;
  }
  const { check, problem } = firstProblem ?? { check: 'bag', problem: 'not in order' };
  return `${check}: ${problem}`;
}
