import { verifyBag } from '../evidence/index.ts';
import { createPaint, showable } from '../terminal/index.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** `firebreak verify`: every check by name; exit 5 and the first thing that is wrong. */
export async function verify(
  folder: string,
  flags: { readonly fingerprint?: string },
  environment: Environment,
): Promise<ExitCode> {
  const paint = createPaint(environment.usesColor);
  const say = (text: string): void => void environment.stdout.write(`${text}\n`);
  const result = await verifyBag(folder, flags.fingerprint ? { expectedFingerprint: flags.fingerprint } : {});
  for (const { name, ok, detail } of result.checks) {
    say(`${ok ? paint('good', 'OK    ') : paint('bad', 'WRONG ')}  ${showable(name)}: ${showable(detail)}`);
  }
  for (const sentence of result.selfAttested) say(`${result.attestation}  ${sentence}`);
  if (result.fingerprint)
    say(`Signed with ${result.fingerprint}. Compare it with what you were told by another way.`);
  if (result.ok) return exitCodes.verified;
  const { check, problem } = result.firstProblem ?? { check: 'bag', problem: 'not in order' };
  environment.stderr.write(`firebreak: ${showable(check)}: ${showable(problem)}\n`);
  return exitCodes.verificationFailed;
}
