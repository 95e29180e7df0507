import { dirname } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import { isSystemError, reasonOf } from '../domain/system-error.ts';
import { lockCase } from '../evidence/index.ts';
import { showable } from '../terminal/index.ts';
import { systemClock } from './clock.ts';
import { randomOf, type Environment } from './environment.ts';
import type { NamedBag } from './named-bag.ts';
import { ourselves } from './ourselves.ts';
import { sayInterrupted } from './say-interrupted.ts';

// The one before may hash a large bag, or wait for somebody to touch his token.
const patienceMs = 120_000;

/**
 * Does what adds to a sealed bag while no other command does: of two that hand it over in the same moment the second
 * waits, and follows from the first one's record. The claim lies beside the bag, as nothing may lie in it that its
 * seal does not know; that of a killed process is taken away.
 *
 * @throws BadInput when the other has not ended after two minutes, or the folder of the bag cannot be written to
 */
export async function aloneWithBag<T>(
  { folder }: Pick<NamedBag, 'folder'>,
  environment: Pick<Environment, 'stderr' | 'onSignal'>,
  work: () => Promise<T>,
): Promise<T> {
  const { release } = await claim(dirname(folder), environment);
  const signals = sayInterrupted(leftSo, environment);
  try {
    return await work();
  } finally {
    signals.stop();
    await release();
  }
}

const leftSo =
  'What was told to be done is done, what its seal covers is as it was, and what is not whole has no name of its own. Give the command again, without what is done.';

async function claim(beside: string, { stderr }: Pick<Environment, 'stderr'>) {
  const until = systemClock.monotonicMs() + patienceMs;
  for (let isTold = false; ; isTold = true) {
    try {
      return await lockCase(beside, { ...ourselves(), what: 'bag' });
    } catch (error) {
      if (isSystemError(error, Object.keys(reasons))) throw unwritable(beside, error);
      if (!(error instanceof BadInput) || systemClock.monotonicMs() > until) throw error;
      if (!isTold) stderr.write(`waiting: ${showable(error.message)}\n`);
      // Two that saw each other both stood back: they must not come again at the same moment.
      await systemClock.sleep(100 + (randomOf(1)[0] ?? 0));
    }
  }
}

const reasons = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'it lies on a disk that can only be read',
  ENOSPC: 'its disk is full',
  EDQUOT: 'the quota on its disk is used up',
};

const unwritable = (folder: string, cause: unknown): BadInput =>
  new BadInput(
    `nothing can be added to the bag, no file can be made beside it: ${reasonOf(cause, reasons)}`,
    {
      where: folder,
      hint: 'copy the bag to a folder that you may write to, and name it there',
      cause,
    },
  );
