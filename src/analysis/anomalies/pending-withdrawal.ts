import type { Withdrawal } from '../../domain/trading.ts';
import { count, listWords } from '../amounts.ts';
import { mayStillLeave } from '../withdrawal-recognition.ts';
import { defineRule } from './rule.ts';

export const pendingWithdrawal = defineRule({
  id: 'pending-withdrawal',
  title: 'Withdrawals that have not left yet',
  needs: ['withdrawals'],
  look({ withdrawals }, { account }) {
    const pending = withdrawals.rows.filter(mayStillLeave);
    if (pending.length === 0) return [];
    return [
      {
        rule: 'pending-withdrawal',
        title: `${count(pending.length, 'withdrawal')} may still leave`,
        detail: `${listWords(pending.map(show))}. A cancel, where the venue offers one, must come before they are sent; they may be ours.`,
        severity: 'critical',
        basis: 'fact',
        account: account.id,
        exhibits: withdrawals.exhibits,
      },
    ];
  },
});

const show = ({ id, amount, asset, address, status, venueStatus }: Withdrawal): string =>
  `${id}: ${amount} ${asset} to ${address} (${status === 'unknown' ? `status "${venueStatus}" not known` : status})`;
