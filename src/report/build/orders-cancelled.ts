import { ordersCancelledByUs } from '../../analysis/index.ts';
import { known, type Known } from '../../domain/known.ts';
import type { CancelledOrder } from '../model.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import type { CaseView } from './case-view.ts';

/** Orders that this response cancelled, and orders of ours that somebody else did. */
export function ordersCancelled(
  view: CaseView,
  { account, orders, cancelledOrders }: AccountAnalysis,
): Known<readonly CancelledOrder[]> {
  if (!orders.known) return orders;
  const byUs = ordersCancelledByUs(view.records, account.id);
  const ours = orders.value.rows.filter(({ id, status }) => status === 'cancelled' && byUs.has(id));
  return known([
    ...cancelledOrders.map((order): CancelledOrder => ({ ...order, cancelledBy: 'not-us' })),
    ...ours.map((order): CancelledOrder => ({ ...order, cancelledBy: 'us' })),
  ]);
}
