import type { OpenOrder } from '../../domain/trading.ts';
import { cancelEach } from '../cancelling.ts';
import type { Session } from '../contract.ts';
import { understood } from '../rows.ts';
import { cancelledOrder } from './rows.ts';

/**
 * Cancels these orders and no other, one request each: the venue's "cancel all" would also take what
 * the owner placed in between.
 */
export const cancelOrders = (session: Session, orders: readonly OpenOrder[]): Promise<void> =>
  cancelEach(orders, async (order) => {
    const doing = `cancelling order ${order.id}`;
    const params = { symbol: order.symbol, orderId: order.id };
    understood(cancelledOrder, await session.call('privateDeleteOrder', params, doing), session, doing);
  });
