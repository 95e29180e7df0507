import { BadInput } from '../domain/failure.ts';
import { showableLines } from '../terminal/sanitise.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** Tells a person what went wrong, in his words where it is his to mend; returns the exit code. */
export function explain(error: unknown, environment: Pick<Environment, 'stderr' | 'env'>): ExitCode {
  const say = (text: string): void => void environment.stderr.write(`${text}\n`);
  if (error instanceof BadInput) {
    say(`firebreak: ${shown(error.message)}`);
    if (error.where) say(`  at: ${shown(error.where)}`);
    if (error.hint) say(`  hint: ${shown(error.hint)}`);
    return exitCodes.badInput;
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

const shown = (text: string): string => showableLines(text).join('\n');
