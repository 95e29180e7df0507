import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { diffWhitelist } from '../analysis/index.ts';
import type { Account } from '../domain/account.ts';
import type { WithdrawalAddress } from '../domain/trading.ts';
import { accountsHere } from './accounts-here.ts';
import { ended } from './ended.ts';
import { lookAtAddresses } from './addresses-by-hand.ts';
import { readWhole, rowsSeen } from './reading.ts';
import type { CaseWorld } from './world.ts';

/**
 * Reads the withdrawal addresses again and compares with the first look. Without a signed baseline
 * the owner is the baseline: he says which addresses are not his, and that is recorded as his word.
 */
export const compareWithBaseline = defineStep({
  id: 'compare-with-baseline',
  summary: 'compares withdrawal addresses with the first look and with what the owner knows',
  args: z.strictObject({}),
  checks: false,
  changes: false,
  facts: ['unknownAddresses', 'addresses', 'changed'],

  async perform(_args, world: CaseWorld) {
    const unknownAddresses: string[] = [];
    let changed = 0;
    for (const account of accountsHere(world)) {
      const seen = await readWhole('listWithdrawalAddresses', account, world);
      if ('why' in seen && seen.notOffered === true) {
        const looked = await lookAtAddresses(account, world);
        if ('why' in looked) return ended('unknown', looked.why);
        unknownAddresses.push(...looked.foreign);
        continue;
      }
      if ('why' in seen) return ended('unknown', seen.why);
      changed += await recordChanges(account, seen.rows, seen.exhibit, world);
      unknownAddresses.push(...(await askWhichAreForeign(account, seen.rows, seen.exhibit, world)));
    }
    const found = unknownAddresses.length > 0;
    const summary = `${changed} changed since the first look, ${unknownAddresses.length} not ours`;
    const facts = { unknownAddresses: found, addresses: unknownAddresses, changed };
    return { outcome: { is: 'verified' }, summary, facts };
  },
});

async function recordChanges(
  account: Account,
  now: readonly WithdrawalAddress[],
  exhibit: string,
  world: CaseWorld,
): Promise<number> {
  const first = await rowsSeen('listWithdrawalAddresses', 'first', account, world);
  const { added, removed, changed } = diffWhitelist({ before: first?.rows ?? now, after: now });
  const count = added.length + removed.length + changed.length;
  if (count === 0) return 0;
  await world.find({
    rule: 'whitelist-changed',
    title: 'The withdrawal whitelist changed during the incident',
    detail: `${added.length} added, ${removed.length} removed, ${changed.length} changed since the first look.`,
    severity: 'critical',
    basis: 'fact',
    account: account.id,
    exhibits: [exhibit],
  });
  return count;
}

async function askWhichAreForeign(
  account: Account,
  rows: readonly WithdrawalAddress[],
  exhibit: string,
  world: CaseWorld,
): Promise<readonly string[]> {
  if (rows.length === 0) return [];
  const answer = await world.ask({
    id: `foreign-addresses:${account.id}`,
    kind: 'many',
    prompt: `Withdrawal addresses of ${account.label}: mark those that are NOT yours`,
    why: 'There is no signed baseline to compare with, so you are the baseline. Compare whole addresses.',
    choices: rows.map(({ address, asset, network, label }) => ({
      value: address,
      label: `${asset} ${network} ${address}`,
      hint: label,
    })),
    initial: [],
  });
  const foreign = [answer].flat();
  for (const address of foreign) {
    await world.find({
      rule: 'foreign-withdrawal-address',
      title: 'A withdrawal address that is not ours',
      detail: `${world.operator} says that ${address} is not ours.`,
      severity: 'critical',
      basis: 'fact',
      account: account.id,
      exhibits: [exhibit],
    });
  }
  return foreign;
}
