import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { durationMs } from '../domain/duration.ts';
import type { CaseWorld } from './world.ts';

/** Evidence first: waits for the lane's snapshot, never longer than the budget. */
export const waitForSnapshot = defineStep({
  id: 'wait-for-snapshot',
  summary: 'holds containment until the first snapshot is taken, at most for the budget',
  args: z.strictObject({ budget: z.iso.duration() }),
  checks: false,
  changes: false,
  facts: ['waited'],

  async perform({ budget }, world: CaseWorld) {
    const taken = await world.waitForFact('take-snapshot.taken', durationMs(budget));
    const summary = taken
      ? 'the snapshot was taken'
      : 'the time budget ran out before the snapshot was whole';
    return { outcome: { is: 'verified' }, summary, facts: { waited: taken ? 'taken' : 'budget-spent' } };
  },
});
