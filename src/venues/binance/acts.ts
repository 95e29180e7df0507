import { VenueFailure } from '../../domain/failure.ts';
import type { FailureCode } from '../../domain/failure.ts';
import type { OpenOrder } from '../../domain/trading.ts';
import type { Session } from '../contract.ts';
import { understood } from '../rows.ts';
import { cancelledOrder } from './rows.ts';

/** Concerns one order only: the others may still be cancelled. */
const goesOnAfter: ReadonlySet<FailureCode> = new Set([
  'OUTCOME_UNKNOWN',
  'REQUEST_REJECTED',
  'REPLY_NOT_UNDERSTOOD',
]);

/**
 * Cancels these orders and no other, one request each: the venue's "cancel all" would also take what
 * the owner placed in between. Goes on past an order that cannot be cancelled; stops at what
 * concerns all of them (key, limit, ban). An order that is gone already counts as cancelled here:
 * the caller reads the open orders back. Throws the first VenueFailure after the last order.
 */
export async function cancelOrders(session: Session, orders: readonly OpenOrder[]): Promise<void> {
  let first: VenueFailure | undefined;
  for (const order of orders) {
    const failure = await cancelOne(session, order);
    if (failure === undefined || failure.code === 'NOT_FOUND') continue;
    first ??= failure;
    if (!goesOnAfter.has(failure.code)) break;
  }
  if (first !== undefined) throw first;
}

async function cancelOne(session: Session, order: OpenOrder): Promise<VenueFailure | undefined> {
  const doing = `cancelling order ${order.id}`;
  try {
    const params = { symbol: order.symbol, orderId: order.id };
    understood(cancelledOrder, await session.call('privateDeleteOrder', params, doing), session, doing);
    return undefined;
  } catch (error) {
    if (error instanceof VenueFailure) return error;
    throw error;
  }
}
