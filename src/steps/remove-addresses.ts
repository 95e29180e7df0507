import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { accountsHere } from './accounts-here.ts';
import { actByHand } from './by-hand.ts';
import { ended } from './ended.ts';
import { areGoneFromPage } from './addresses-by-hand.ts';
import { readWhole } from './reading.ts';
import type { Account } from '../domain/account.ts';
import type { CaseWorld } from './world.ts';

/** Takes the attacker's addresses off the whitelist, at the venue's page. */
export const removeAddresses = defineStep({
  id: 'remove-addresses',
  summary: 'removes withdrawal addresses that are not ours',
  args: z.strictObject({}),
  checks: false,
  changes: true,
  facts: ['removed'],

  async perform(_args, world: CaseWorld) {
    const foreign = foreignAddresses(world);
    for (const account of accountsHere(world)) {
      await actByHand(
        {
          account,
          capability: 'editWithdrawalAddresses',
          what: 'edit-addresses',
          subject: foreign.join(', '),
          remarks: foreign.map((address) => `Remove ${address}.`),
          undo: "add the address again; the venue's delay applies",
          why: 'an address left on the list passes every later check',
          readBack: () => areRemoved(foreign, account, world),
        },
        world,
      );
    }
    return {
      outcome: { is: 'verified' },
      summary: `${foreign.length} to remove`,
      facts: { removed: foreign },
    };
  },
});

/** Reads the list again: none of them is on it. */
export const confirmWhitelist = defineStep({
  id: 'confirm-whitelist',
  summary: 'confirms by reading again that none of the foreign addresses is listed',
  args: z.strictObject({}),
  checks: true,
  changes: false,
  facts: [],

  async perform(_args, world: CaseWorld) {
    for (const account of accountsHere(world)) {
      const { result, how } = await areRemoved(foreignAddresses(world), account, world);
      if (result === 'not-done') return ended('failed', how);
      if (result === 'unknown') return ended('unknown', how);
    }
    return { outcome: { is: 'verified' }, summary: 'none is listed any more' };
  },
});

function foreignAddresses(world: CaseWorld): readonly string[] {
  const addresses = world.fact('compare-with-baseline.addresses');
  return Array.isArray(addresses) ? addresses.filter((one): one is string => typeof one === 'string') : [];
}

async function areRemoved(foreign: readonly string[], account: Account, world: CaseWorld) {
  const seen = await readWhole('listWithdrawalAddresses', account, world);
  if ('why' in seen && seen.notOffered === true) return areGoneFromPage(foreign, account, world);
  if ('why' in seen) return { result: 'unknown', how: seen.why } as const;
  const left = seen.rows.filter(({ address }) => foreign.includes(address)).map(({ address }) => address);
  if (left.length > 0) return { result: 'not-done', how: `still listed: ${left.join(', ')}` } as const;
  return { result: 'done', how: 'the venue no longer lists them', exhibits: [seen.exhibit] } as const;
}
