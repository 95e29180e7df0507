import { BadInput } from '../domain/failure.ts';
import { BadFile } from '../domain/file-problem.ts';
import { isSystemError, reasonOf } from '../domain/system-error.ts';
import { wrapText } from '../terminal/display-width.ts';
import { showableLines } from '../terminal/sanitise.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** Tells a person what went wrong, in his words where it is his to mend; returns the exit code. */
export function explain(error: unknown, environment: Pick<Environment, 'stderr' | 'env'>): ExitCode {
  const say = (text: string): void => void environment.stderr.write(`${forScreen(text, environment)}\n`);
  if (error instanceof BadFile) {
    // Its excerpts point at columns.
    environment.stderr.write(`firebreak: ${badInputInWords(error).join('\n')}\n`);
    return exitCodes.badInput;
  }
  if (error instanceof BadInput) {
    const [first = '', ...rest] = badInputInWords(error);
    say([`firebreak: ${first}`, ...rest].join('\n'));
    return exitCodes.badInput;
  }
  if (error instanceof Error && error.name === 'Interrupted') {
    say('Interrupted at a question: what it was to be asked for was not done.');
    return exitCodes.interrupted;
  }
  if (isDamage(error)) {
    say(`firebreak: the record does not hold: ${shown(error.message)}`);
    say('  Nothing was changed. Keep the folder as it is: what is wrong with it is evidence too.');
    return exitCodes.verificationFailed;
  }
  const refused = refusalOfMachine(error);
  if (refused) {
    say(`firebreak: this machine refused, and that ended the command: ${reasonOf(refused, machineReasons)}`);
    say(`  ${shown(refused.message)}`);
    say('  Everything acknowledged is on disk; what is not whole has no name of its own.');
    say(
      '  hint: mend that, then give the same command again; for a case that was running, `firebreak resume`',
    );
    return exitCodes.internalError;
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

/** On a terminal a line is broken between words, and what belongs to it stands under it; in a file it stays one line. */
function forScreen(text: string, { stderr }: Pick<Environment, 'stderr'>): string {
  if (!stderr.isTTY) return text;
  const columns = Math.max(40, Math.min(stderr.columns || 80, 100));
  return text
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', words = ''] = /^( *)(.*)$/.exec(line) ?? [];
      const hanging = indent === '' ? '  ' : `${indent}  `;
      return wrapText(words, columns - hanging.length).map(
        (part, at) => (at === 0 ? indent : hanging) + part,
      );
    })
    .join('\n');
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

/** Of a disk or its limits: nothing to report, and for whoever runs the command to mend. */
const machineReasons = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota on the disk is used up',
  EFBIG: 'files may not be that large there',
  EROFS: 'the disk can only be read',
  EACCES: 'you may not read or write there',
  EPERM: 'you may not read or write there',
  EIO: 'the disk gave an error',
  EMFILE: 'too many files are open (ulimit -n)',
  ENFILE: 'too many files are open on this machine',
};

/** The refusal may be why an error of ours was thrown: a journal that can take no more. */
function refusalOfMachine(error: unknown): Error | undefined {
  for (let at = error; at instanceof Error; at = at.cause)
    if (isSystemError(at, Object.keys(machineReasons))) return at;
  return undefined;
}

/** By name: loading all of evidence/ to tell a person a mistyped flag takes longer than telling him. */
const isDamage = (error: unknown): error is Error =>
  error instanceof Error &&
  error.name === 'EvidenceError' &&
  'code' in error &&
  ['JOURNAL_DAMAGED', 'EXHIBIT_ALTERED'].includes(String(error.code));

const shown = (text: string): string => showableLines(text).join('\n');
