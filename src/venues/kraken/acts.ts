import { z } from 'zod';
import { VenueFailure } from '../../domain/failure.ts';
import type { OpenOrder, Withdrawal } from '../../domain/trading.ts';
import { cancelEach } from '../cancelling.ts';
import type { Session } from '../contract.ts';
import { callFor } from './envelope.ts';
import { cancelled } from './trading-rows.ts';

/**
 * One order a request, by Kraken's own id: a client's id or a "userref" could be another's, and the latter
 * names many. A batch would say how many were cancelled, and not which.
 */
export const cancelOrders = (session: Session, orders: readonly OpenOrder[]): Promise<void> =>
  cancelEach(orders, async ({ id }) => {
    const doing = `cancelling order ${id}`;
    const { count } = await callFor(session, {
      endpoint: 'privatePostCancelOrder',
      params: { txid: id },
      doing,
      result: cancelled,
    });
    if (count === 0) throw refused(session, doing, 'Kraken says that it cancelled none');
  });

/** Every pair in one request, what waits for a price too. Sub-accounts have orders of their own. */
export async function cancelAllOrders(session: Session): Promise<void> {
  await callFor(session, {
    endpoint: 'privatePostCancelAll',
    params: {},
    doing: 'cancelling all orders',
    result: cancelled,
  });
}

/** "True" is a request that was taken; the caller reads the withdrawal back. */
export async function cancelWithdrawal(session: Session, withdrawal: Withdrawal): Promise<void> {
  const doing = `cancelling withdrawal ${withdrawal.id}`;
  const isTaken = await callFor(session, {
    endpoint: 'privatePostWithdrawCancel',
    params: { asset: withdrawal.asset, refid: withdrawal.id },
    doing,
    result: z.boolean(),
  });
  if (!isTaken) throw refused(session, doing, 'Kraken says that it cannot be cancelled');
}

/** The venue answered, and what was asked did not come of it. */
const refused = (session: Session, doing: string, detail: string): VenueFailure =>
  new VenueFailure({ code: 'REQUEST_REJECTED', venue: session.venue.id, doing, detail });
