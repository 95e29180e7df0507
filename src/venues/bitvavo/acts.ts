import type { OpenOrder } from '../../domain/trading.ts';
import { cancelEach } from '../cancelling.ts';
import type { Session } from '../contract.ts';
import { understood } from '../rows.ts';
import { cancelledOrder, cancelledOrders } from './rows.ts';

/**
 * Whoever trades or cancels must name himself by a number, and the venue keeps it with what was done.
 * Ours is FIREBREAK on a telephone's keys and always the same: unlikely to be a bot's, so that the venue's
 * records tell our cancellations from those of the owner's bots and of the attacker.
 */
export const operatorId = 347_327_325;

/** Cancels these orders and no other, one request each: `market` alone would take all that rests there. */
export const cancelOrders = (session: Session, orders: readonly OpenOrder[]): Promise<void> =>
  cancelEach(orders, async (order) => {
    const doing = `cancelling order ${order.id}`;
    // No clientOrderId: the venue would prefer it to the id, and an attacker may have chosen it.
    const params = { market: order.symbol, orderId: order.id, operatorId };
    understood(cancelledOrder, await session.call('privateDeleteOrder', params, doing), session, doing);
  });

/** Every market of this account in one request. Sub-accounts have orders of their own. */
export async function cancelAllOrders(session: Session): Promise<void> {
  const doing = 'cancelling all orders';
  understood(
    cancelledOrders,
    await session.call('privateDeleteOrders', { operatorId }, doing),
    session,
    doing,
  );
}
