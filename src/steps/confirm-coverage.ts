import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { closableHoles, type Coverage } from '../domain/coverage.ts';
import { accountsHere } from './accounts-here.ts';
import { ended } from './ended.ts';
import type { CaseWorld } from './world.ts';

/** The newest reading of each kind has no hole; each hole is named. */
export const confirmCoverage = defineStep({
  id: 'confirm-coverage',
  summary: 'confirms that the histories were read without a hole',
  args: z.strictObject({ kinds: z.array(z.string()).min(1) }),
  checks: true,
  changes: false,
  facts: [],

  async perform({ kinds }, world: CaseWorld) {
    const holes: string[] = [];
    let isToldWhole = true;
    for (const account of accountsHere(world)) {
      for (const kind of kinds) {
        const coverages = coveragesOf(account.id, kind, world);
        const whole = coverages.findLast(({ holes }) => closableHoles(holes).length === 0);
        isToldWhole &&= whole === undefined || whole.holes.length === 0;
        if (whole !== undefined) continue;
        const last = coverages.at(-1);
        holes.push(
          ...(last
            ? closableHoles(last.holes).map(({ what, why }) => `${what}: ${why}`)
            : [`${kind} of ${account.label}: never read`]),
        );
      }
    }
    if (holes.length === 0) {
      // Only these lists, and never more than the venue tells at all.
      const reach = isToldWhole ? '' : ' as far as the venue tells';
      const lists = kinds.join(', ').replaceAll('-', ' ');
      return { outcome: { is: 'verified' }, summary: `no gap in ${lists}${reach}` };
    }
    return ended('unknown', `gaps: ${holes.join('; ')}`);
  },
});

// Only the histories' own steps read the whole reach; the triage looks at minutes.
const historySteps = ['acquire-histories', 'continue-histories', 'read-again'];

function coveragesOf(account: string, kind: string, world: CaseWorld): readonly Coverage[] {
  return world
    .events()
    .flatMap((e) =>
      e.type === 'observation.made' &&
      e.account === account &&
      e.what === kind &&
      e.coverage &&
      historySteps.includes(e.step)
        ? [e.coverage]
        : [],
    );
}
