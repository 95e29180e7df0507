import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { decideOrder as decide, type RecentFacts } from '../analysis/index.ts';
import { durationMs } from '../domain/duration.ts';
import { accountsHere } from './accounts-here.ts';
import type { CaseWorld } from './world.ts';

/** Computes which comes first, shows why and what the evidence would cost, and lets the operator override. */
export const decideOrder = defineStep({
  id: 'decide-order',
  summary: 'decides from facts whether the bleeding or the evidence comes first; overridable, recorded',
  args: z.strictObject({ snapshotBudget: z.iso.duration() }),
  checks: false,
  changes: false,
  facts: ['order', 'because'],

  async perform({ snapshotBudget }, world: CaseWorld) {
    const snapshotSeconds = durationMs(snapshotBudget) / 1000;
    const judged = accountsHere(world).map(({ id }) => {
      const recent = recentOf(id, world);
      return recent ? decide({ recent, snapshotSeconds }) : nothingKnown;
    });
    // One account that bleeds decides for all: the lanes run beside each other anyway.
    const { order, because, priceOfEvidence } =
      judged.find((one) => one.order === 'bleed-first') ?? judged[0] ?? nothingKnown;
    const chosen = await world.ask({
      id: 'order',
      kind: 'choice',
      prompt: order === 'bleed-first' ? 'Stop the bleeding first' : 'Secure the evidence first',
      why: [because, priceOfEvidence].filter(Boolean).join('. '),
      choices: [
        { value: order, label: 'As recommended', key: 'c' },
        order === 'bleed-first'
          ? { value: 'evidence-first', label: 'No: the evidence first', key: 'e' }
          : { value: 'bleed-first', label: 'No: revoke first', key: 'r' },
      ],
      initial: order,
    });
    const reasons = [because, priceOfEvidence].filter(Boolean).join('. ');
    await world.decided({
      what: 'order of containment and evidence',
      recommended: order,
      chosen: String(chosen),
      because: reasons,
    });
    return {
      outcome: { is: 'verified' },
      summary: `${String(chosen)}: ${reasons}`,
      facts: { order: String(chosen), because: reasons },
    };
  },
});

const nothingKnown = {
  order: 'bleed-first',
  because: 'nothing is known of the last minutes',
  priceOfEvidence: undefined,
} as const;

/** Absent where the look failed or was waived: not knowing counts as bleeding. */
function recentOf(account: string, world: CaseWorld): RecentFacts | undefined {
  const recent = world.fact('look-at-recent.recent') as Record<string, unknown> | undefined;
  return recent?.[account] as RecentFacts | undefined;
}
