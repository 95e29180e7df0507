import { z } from 'zod';
import type { StepKindDescription } from '../../src/playbook/step-kind.ts';

/** Step kinds for the tests of this folder: what a loader sees of them, with nothing behind. */
const kind = (
  id: string,
  more: Partial<Omit<StepKindDescription, 'id' | 'summary'>> = {},
): StepKindDescription => ({
  id,
  summary: `${id} for tests`,
  args: z.object({}),
  checks: false,
  changes: false,
  facts: [],
  ...more,
});

export const kinds: readonly StepKindDescription[] = [
  kind('ask', { facts: ['leaked', 'bleeding'] }),
  kind('confirm-answers', { checks: true }),
  kind('assess', { facts: ['severity'] }),
  kind('confirm-facts', { checks: true, args: z.strictObject({ facts: z.array(z.string()).min(1) }) }),
  kind('revoke-key', {
    changes: true,
    args: z.object({ key: z.enum(['suspect', 'responder', 'replacement']) }),
    facts: ['by'],
  }),
  kind('confirm-key-dead', {
    checks: true,
    args: z.strictObject({
      key: z.enum(['suspect', 'responder', 'replacement']),
      probes: z.strictObject({ wanted: z.int().min(2), gapSeconds: z.int() }).optional(),
    }),
    facts: ['verdict'],
  }),
  kind('snapshot', { args: z.object({ account: z.string() }), facts: ['orders'] }),
  kind('confirm-coverage', { checks: true }),
  kind('compare', { facts: ['more-keys'] }),
  kind('reissue-key', { changes: true, createsKey: true }),
  kind('confirm-scope', { checks: true }),
];
