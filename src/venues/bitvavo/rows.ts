import { z } from 'zod';
import { multiply } from '../../domain/money.ts';
import type { Balance, MarketPrice, OpenOrder, PastOrder, Trade } from '../../domain/trading.ts';
import { amount, id, knownText, maybeText, millis, wordFor } from '../rows.ts';

// Forms: docs.bitvavo.com (pages of 2025-08 and later) and the replies recorded by ccxt. Times come as
// numbers in the one and as strings in the other.

const text = z.string();
const side = z.enum(['buy', 'sell']);

const order = z.object({
  orderId: id,
  clientOrderId: maybeText,
  market: text.min(1),
  created: millis,
  updated: millis,
  status: text.min(1),
  side,
  orderType: text.min(1),
  // Of an order over an amount of the quote asset there is only `amountQuote`.
  amount: amount.nullish(),
  amountQuote: amount.nullish(),
  // Market and stop orders have no price.
  price: amount.nullish(),
  triggerPrice: amount.nullish(),
  filledAmount: amount,
});

const asOpenOrder = (row: z.output<typeof order>): OpenOrder => ({
  id: row.orderId,
  clientOrderId: row.clientOrderId,
  symbol: row.market,
  side: row.side,
  type: row.amount == null && row.amountQuote != null ? overQuote(row) : row.orderType,
  price: row.price ?? '0',
  amount: row.amount ?? '0',
  filled: row.filledAmount,
  createdAt: row.created,
  ...(row.triggerPrice == null ? {} : { triggerPrice: row.triggerPrice }),
});

/** Its amount in the base asset is nobody's knowledge before it is filled. */
const overQuote = (row: z.output<typeof order>): string =>
  `${row.orderType}, over ${row.amountQuote} of the quote asset`;

export const openOrders = z.array(order.transform(asOpenOrder));

const orderStatuses: Readonly<Record<string, PastOrder['status']>> = {
  new: 'open',
  awaitingTrigger: 'open',
  partiallyFilled: 'partly-filled',
  filled: 'filled',
  canceled: 'cancelled',
  canceledAuction: 'cancelled',
  canceledSelfTradePrevention: 'cancelled',
  canceledIOC: 'cancelled',
  canceledFOK: 'cancelled',
  canceledMarketProtection: 'cancelled',
  canceledPostOnly: 'cancelled',
  expired: 'expired',
  rejected: 'rejected',
};

export const pastOrders = z.array(
  order.transform((row): PastOrder => ({
    ...asOpenOrder(row),
    status: wordFor(orderStatuses, row.status),
    venueStatus: row.status,
    updatedAt: row.updated,
  })),
);

export const trades = z.array(
  z
    .object({
      id,
      orderId: id,
      clientOrderId: maybeText,
      timestamp: millis,
      market: text.min(1),
      side,
      amount,
      price: amount,
      taker: z.boolean(),
      // Both come with the settlement, moments after the fill.
      fee: amount.nullish(),
      feeCurrency: maybeText,
    })
    .transform((row): Trade => ({
      id: row.id,
      orderId: row.orderId,
      clientOrderId: knownText(row.clientOrderId, 'the row names no client order id'),
      symbol: row.market,
      side: row.side,
      price: row.price,
      amount: row.amount,
      // The row has no such field: exact, and rounded by nobody.
      quoteAmount: multiply(row.price, row.amount),
      // Not "0": a fee that is not known yet must not be counted as none.
      fee: row.fee ?? '',
      feeAsset: row.feeCurrency,
      isMaker: !row.taker,
      at: row.timestamp,
    })),
);

export const spotBalances = z.array(
  z.object({ symbol: text.min(1), available: amount, inOrder: amount }).transform((row): Balance => ({
    wallet: 'spot',
    asset: row.symbol,
    free: row.available,
    locked: row.inOrder,
  })),
);

export const stakedBalances = z.array(
  z.object({ symbol: text.min(1), amount }).transform((row): Balance => ({
    wallet: 'fixed staking',
    asset: row.symbol,
    free: '0',
    locked: row.amount,
  })),
);

export const marketPrices = (at: string) =>
  z.array(
    z
      .object({ market: text.min(1), price: amount })
      .transform((row): MarketPrice => ({ symbol: row.market, price: row.price, at })),
  );

export const serverTime = z.object({ time: z.number().int() }).transform(({ time }) => time);

/** What a cancelled order's reply must at least say. */
export const cancelledOrder = z.object({ orderId: id });
export const cancelledOrders = z.array(cancelledOrder);
