import { BadInput } from '../domain/failure.ts';
import { BadFile } from '../domain/file-problem.ts';
import { showableLines } from '../terminal/sanitise.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** Tells a person what went wrong, in his words where it is his to mend; returns the exit code. */
export function explain(error: unknown, environment: Pick<Environment, 'stderr' | 'env'>): ExitCode {
  const say = (text: string): void => void environment.stderr.write(`${text}\n`);
  if (error instanceof BadInput) {
    const [first = '', ...rest] = badInputInWords(error);
    say([`firebreak: ${first}`, ...rest].join('\n'));
    return exitCodes.badInput;
  }
  if (isDamage(error)) {
    say(`firebreak: the record does not hold: ${shown(error.message)}`);
    say('  Nothing was changed. Keep the folder as it is: what is wrong with it is evidence too.');
    return exitCodes.verificationFailed;
  }
  say(
    'firebreak: an error of its own ended the run. Everything acknowledged is on disk; `firebreak resume` continues.',
  );
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    say(`  ${shown(`${at.name}: ${at.message}`)}`);
  if (environment.env['FIREBREAK_DEBUG'] && error instanceof Error) say(shown(error.stack ?? ''));
  else say('  (FIREBREAK_DEBUG=1 shows where)');
  return exitCodes.internalError;
}

/** What was refused, where, and what to do. */
export function badInputInWords(refusal: BadInput): readonly string[] {
  const message = shown(refusal.message);
  // A file's problems carry their places and hints themselves.
  if (refusal instanceof BadFile) return [message];
  return [
    message,
    ...(refusal.where ? [`  at: ${shown(refusal.where)}`] : []),
    ...(refusal.hint ? [`  hint: ${shown(refusal.hint)}`] : []),
  ];
}

/** By name: loading all of evidence/ to tell a person a mistyped flag takes longer than telling him. */
const isDamage = (error: unknown): error is Error =>
  error instanceof Error &&
  error.name === 'EvidenceError' &&
  'code' in error &&
  ['JOURNAL_DAMAGED', 'EXHIBIT_ALTERED'].includes(String(error.code));

const shown = (text: string): string => showableLines(text).join('\n');
