import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { ended } from './ended.ts';
import type { CaseWorld } from './world.ts';

/** The step left the facts that later steps decide by. */
export const factsRecorded = defineStep({
  id: 'facts-recorded',
  summary: 'confirms that the step left the facts that later steps need',
  args: z.strictObject({ facts: z.array(z.string()).min(1) }),
  checks: true,
  changes: false,
  facts: [],

  async perform({ facts }, world: CaseWorld) {
    const missing = facts.filter((name) => world.fact(name) === undefined);
    if (missing.length === 0) return { outcome: { is: 'verified' }, summary: '' };
    return ended('unknown', `not recorded: ${missing.join(', ')}`);
  },
});
