import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Account } from '../domain/account.ts';
import type { ExhibitKind } from '../domain/exhibit.ts';
import { accountsHere } from './accounts-here.ts';
import { ended } from './ended.ts';
import type { CaseWorld } from './world.ts';

/** Reads each exhibit back from disk, hash checked: what was acquired is really kept. */
export const exhibitsOnDisk = defineStep({
  id: 'exhibits-on-disk',
  summary: 'confirms that exhibits of these kinds are on disk with the hashes in the journal',
  args: z.strictObject({ kinds: z.array(z.string()).min(1) }),
  checks: true,
  changes: false,
  facts: [],

  async perform({ kinds }, world: CaseWorld) {
    const missing: string[] = [];
    for (const account of accountsHere(world)) {
      for (const kind of kinds) {
        const exhibit = latestExhibit(world, account, kind);
        if (!exhibit) missing.push(`${kind} of ${account.label}`);
        else await world.read(exhibit);
      }
    }
    if (missing.length > 0) return ended('unknown', `no exhibit: ${missing.join(', ')}`);
    return { outcome: { is: 'verified' }, summary: '' };
  },
});

/** The id of the newest exhibit of a kind for an account. */
export function latestExhibit(world: CaseWorld, account: Account, kind: string): string | undefined {
  const seen = world
    .events()
    .findLast(
      (e) => e.type === 'observation.made' && e.account === account.id && e.what === (kind as ExhibitKind),
    );
  return seen?.type === 'observation.made' ? seen.exhibit : undefined;
}
