import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Account } from '../domain/account.ts';
import type { ExhibitKind } from '../domain/exhibit.ts';
import { accountsHere } from './accounts-here.ts';
import { ended } from './ended.ts';
import { isForKeys, listKinds, type ListName } from './reading.ts';
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
        if (exhibit) await world.read(exhibit);
        else if (isForKeysAtAll(kind, account, world)) missing.push(`${kind} of ${account.label}`);
      }
    }
    if (missing.length > 0) return ended('unknown', `no exhibit: ${missing.join(', ')}`);
    return { outcome: { is: 'verified' }, summary: '' };
  },
});

/** A list that no key at hand can read leaves no exhibit; a person's look leaves another. */
function isForKeysAtAll(kind: string, account: Account, world: CaseWorld): boolean {
  const name = Object.entries(listKinds).find(([, each]) => each === kind)?.[0] as ListName | undefined;
  return name === undefined || isForKeys(name, account, world);
}

/** The id of the newest exhibit of a kind for an account. */
export function latestExhibit(world: CaseWorld, account: Account, kind: string): string | undefined {
  const seen = world
    .events()
    .findLast(
      (e) =>
        e.type === 'observation.made' &&
        e.toldBy === undefined &&
        e.account === account.id &&
        e.what === (kind as ExhibitKind),
    );
  return seen?.type === 'observation.made' ? seen.exhibit : undefined;
}
