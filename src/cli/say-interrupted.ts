import { endNow, type Environment } from './environment.ts';
import { exitCodes } from './exit-codes.ts';

/**
 * While a command adds to a case or a bag: Ctrl-C, a closed terminal or a service manager end it at once, as a kill
 * would, and the person is told where that leaves him. The claim stays, so that nobody begins while our last write may
 * still be on its way: the next command takes it away.
 *
 * @param where what was reached, and what to do: a sentence or two
 */
export function sayInterrupted(
  where: string,
  { stderr, onSignal }: Pick<Environment, 'stderr' | 'onSignal'>,
): { stop(): void } {
  return onSignal((by) => {
    // Nobody reads on: no reason to leave half undone. Its exit code says so.
    if (by instanceof Error) return;
    stderr.write(`\nInterrupted. ${where}\n`);
    endNow(exitCodes.interrupted);
  });
}

/** Of what adds to a case through its journal. */
export const caseLeftSo =
  'What the record of the case has is kept, and nothing of what it has not. Give the same command again.';
