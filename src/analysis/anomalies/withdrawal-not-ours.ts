import type { Withdrawal } from '../../domain/trading.ts';
import { known } from '../../domain/known.ts';
import { count, listWords } from '../amounts.ts';
import { recogniseWithdrawals, stayed } from '../withdrawal-recognition.ts';
import { defineRule } from './rule.ts';

export const withdrawalNotOurs = defineRule({
  id: 'withdrawal-not-ours',
  title: 'Withdrawals to addresses outside the baseline',
  needs: ['withdrawals', 'baselineAddresses'],
  look({ withdrawals, baselineAddresses }, input) {
    const recognised = recogniseWithdrawals({
      withdrawals: withdrawals.rows,
      knownAddresses: known(baselineAddresses.rows),
      from: input.from,
    });
    const found = recognised.flatMap(({ withdrawal, recognition }) =>
      recognition.is === 'not-ours' ? [withdrawal] : [],
    );
    if (found.length === 0) return [];
    const isHarmless = found.every(stayed);
    return [
      {
        rule: 'withdrawal-not-ours',
        title: `${count(found.length, 'withdrawal')} to addresses outside the baseline`,
        detail: `${listWords(found.map(show))}. Somebody of ours may have sent them.`,
        severity: isHarmless ? 'high' : 'critical',
        basis: 'inference',
        account: input.account.id,
        exhibits: [...withdrawals.exhibits, ...baselineAddresses.exhibits],
      },
    ];
  },
});

const show = ({ amount, asset, address, status, requestedAt }: Withdrawal): string =>
  `${amount} ${asset} to ${address} (${status}, requested ${requestedAt})`;
