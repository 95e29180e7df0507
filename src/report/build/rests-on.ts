import type { RecognisedTrade } from '../../analysis/index.ts';
import type { AccountAnalysis } from './account-analysis.ts';

/**
 * What says whose fills these are: their own rows and, where a venue leaves the client order id out of a fill, the
 * rows of the orders. Whoever checks a sentence about them needs both.
 */
export function whoseFills(
  { trades, orders }: AccountAnalysis,
  fills: readonly RecognisedTrade[],
): readonly string[] {
  const own = trades.known ? trades.value.exhibits : [];
  const fromOrders = fills.some(({ trade }) => !trade.clientOrderId.known);
  return fromOrders && orders.known ? [...own, ...orders.value.exhibits] : own;
}

/** What says whose withdrawals these are: their rows, and what the owner's addresses are known from. */
export const whoseWithdrawals = ({ withdrawals, whitelist }: AccountAnalysis): readonly string[] => [
  ...(withdrawals.known ? withdrawals.value.exhibits : []),
  ...whitelist.knownGoodFrom,
];
