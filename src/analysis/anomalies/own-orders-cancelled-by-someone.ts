import type { PastOrder } from '../../domain/trading.ts';
import { count, listWords } from '../amounts.ts';
import { earliest, latest, millisOf, spanOf } from '../moments.ts';
import { hasOwnPrefix } from '../recognition.ts';
import { defineRule, type AnomalyInput } from './rule.ts';

export const ownOrdersCancelledBySomeone = defineRule({
  id: 'own-orders-cancelled-by-someone',
  title: 'Orders of ours that somebody else cancelled',
  needs: ['orders'],
  premise: ({ pattern }) =>
    pattern.clientOrderIdPrefixes.some((prefix) => prefix !== '')
      ? undefined
      : 'no client order id prefix of ours is configured',
  look({ orders }, input) {
    const cancelled = orders.rows.filter((order) => isCancelledByOthers(order, input));
    if (cancelled.length === 0) return [];
    const times = cancelled.map(({ updatedAt }) => updatedAt);
    const symbols = [...new Set(cancelled.map(({ symbol }) => symbol))].sort();
    return [
      {
        rule: 'own-orders-cancelled-by-someone',
        title: `${count(cancelled.length, 'order')} of ours cancelled, not by us`,
        detail:
          `${listWords(symbols)}, ${spanOf(earliest(times) ?? '', latest(times) ?? '')}: ${listWords(cancelled.map(({ clientOrderId }) => clientOrderId))}. ` +
          `The client order ids are ours; our own system may have cancelled them.`,
        severity: 'high',
        basis: 'inference',
        account: input.account.id,
        exhibits: orders.exhibits,
      },
    ];
  },
});

function isCancelledByOthers(order: PastOrder, { account, from, cancelledByUs }: AnomalyInput): boolean {
  const start = millisOf(from);
  const updated = millisOf(order.updatedAt);
  // A cancel whose time cannot be read counts: it may have been the attacker's.
  const isRecent = start === undefined || updated === undefined || updated >= start;
  return (
    order.status === 'cancelled' &&
    isRecent &&
    hasOwnPrefix(order.clientOrderId, account.pattern) &&
    !cancelledByUs.includes(order.id)
  );
}
