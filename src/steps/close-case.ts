import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { judgeContainment } from '../analysis/index.ts';
import type { CaseWorld } from './world.ts';

/** Computes the verdict from the record; nobody types it. */
export const closeCase = defineStep({
  id: 'close-case',
  summary: 'computes the verdict from the record and closes the case',
  args: z.strictObject({}),
  checks: false,
  changes: false,
  facts: ['verdict', 'drill.avoidableLoss'],

  async perform(_args, world: CaseWorld) {
    const { is, because } = judgeContainment({ events: world.events() });
    const avoidable = world.oracle?.avoidableLoss();
    return {
      outcome: { is: 'verified' },
      summary: `${is}: ${because}`,
      facts: {
        verdict: is,
        because,
        ...(avoidable === undefined ? {} : { 'drill.avoidableLoss': avoidable }),
      },
    };
  },
});
