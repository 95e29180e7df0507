import type { WithdrawalAddress } from '../../domain/trading.ts';
import { count, listWords } from '../amounts.ts';
import { millisOf } from '../moments.ts';
import { diffWhitelist } from '../whitelist-diff.ts';
import { defineRule } from './rule.ts';

export const newWithdrawalAddress = defineRule({
  id: 'new-withdrawal-address',
  title: 'Withdrawal addresses that the baseline does not hold',
  needs: ['addresses'],
  doubt: (_, { baselineAddresses }) =>
    baselineAddresses.known ? undefined : `no baseline to compare with: ${baselineAddresses.why}`,
  look({ addresses }, input) {
    const { baselineAddresses, account, from } = input;
    const found = baselineAddresses.known
      ? notInBaseline(baselineAddresses.value.rows, addresses.rows)
      : addedSince(from, addresses.rows);
    if (found.length === 0) return [];
    return [
      {
        rule: 'new-withdrawal-address',
        title: `${count(found.length, 'withdrawal address', 'withdrawal addresses')} ${baselineAddresses.known ? 'not in the baseline' : `added since ${from}`}`,
        detail: `${listWords(found.map(show))}. Somebody of ours may have added them.`,
        severity: found.some(({ whitelisted }) => whitelisted !== false) ? 'critical' : 'high',
        basis: 'fact',
        account: account.id,
        exhibits: [
          ...addresses.exhibits,
          ...(baselineAddresses.known ? baselineAddresses.value.exhibits : []),
        ],
      },
    ];
  },
});

/** New entries, and old ones that may now be sent to. */
function notInBaseline(
  before: readonly WithdrawalAddress[],
  after: readonly WithdrawalAddress[],
): readonly WithdrawalAddress[] {
  const { added, changed } = diffWhitelist({ before, after });
  return [...added, ...changed.flatMap((entry) => (entry.after.whitelisted === false ? [] : [entry.after]))];
}

/** Without a baseline only the venue's own "added at" can tell, where it gives one. */
function addedSince(from: string, entries: readonly WithdrawalAddress[]): readonly WithdrawalAddress[] {
  const start = millisOf(from);
  return entries.filter(({ addedAt }) => {
    const added = addedAt.known ? millisOf(addedAt.value) : undefined;
    return start !== undefined && added !== undefined && added >= start;
  });
}

function show(entry: WithdrawalAddress): string {
  const added = entry.addedAt.known ? `, added ${entry.addedAt.value}` : '';
  return `${entry.asset} ${entry.network} ${entry.address} "${entry.label}"${added}`;
}
