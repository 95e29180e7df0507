import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { closableHoles, type Coverage } from '../domain/coverage.ts';
import { accountsHere } from './accounts-here.ts';
import { ended } from './ended.ts';
import { describeHole, stillOpen } from './still-open.ts';
import { lastSweep } from './sweep-record.ts';
import type { CaseWorld } from './world.ts';

/** No hole of any kind is left that its readings do not close together; each that is left is named. */
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
        const whole = coverages.findLast((one) => closableHoles(one.holes).length === 0);
        isToldWhole &&= (whole ?? coverages.at(-1))?.holes.length === 0;
        holes.push(
          ...(coverages.length > 0
            ? stillOpen(coverages).map(describeHole)
            : [`${kind} of ${account.label}: never read`]),
        );
      }
    }
    if (holes.length === 0) {
      // Only these lists, and never more than the venue tells at all.
      const reach = isToldWhole ? '' : ' as far as the venue tells';
      const lists = kinds.join(', ').replaceAll('-', ' ');
      const swept = kinds.includes('trades') ? sweptIn(world) : '';
      return { outcome: { is: 'verified' }, summary: `no gap in ${lists}${reach}${swept}` };
    }
    return ended('unknown', `gaps: ${holes.join('; ')}`);
  },
});

/** Over which markets "no trade" is said, where a sweep went over them. */
function sweptIn(world: CaseWorld): string {
  const words = accountsHere(world).flatMap((account) => lastSweep(account, world)?.words ?? []);
  return words.length === 0 ? '' : `; trades: ${words.join('; ')}`;
}

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
