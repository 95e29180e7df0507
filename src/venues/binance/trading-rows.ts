import { z } from 'zod';
import { unknown } from '../../domain/known.ts';
import type { MarketPrice, OpenOrder, PastOrder, Trade } from '../../domain/trading.ts';
import { isZero, multiply } from '../../domain/money.ts';
import { amount, id, millis, wordFor } from '../rows.ts';

// Forms: binance-connector-js (per-endpoint comments and example replies, 2026-07-24) and
// binance-spot-api-docs (2026-07-21). Integers may come as strings: recorded replies hold both.

const text = z.string();
export const side = z.enum(['BUY', 'SELL']).transform((value) => (value === 'BUY' ? 'buy' : 'sell'));

/** "null" stands there, too (recorded replies). */
export const amountOrNone = z
  .union([amount, z.literal(['', 'null'])])
  .nullish()
  .transform((value) =>
    value === undefined || value === null || value === '' || value === 'null' ? '0' : value,
  );

/** Spot, margin and futures write an order alike. */
const order = z.object({
  symbol: text.min(1),
  orderId: id,
  clientOrderId: text,
  price: amount,
  origQty: amount,
  executedQty: amount,
  status: text.min(1),
  type: text,
  side,
  time: millis,
  updateTime: millis,
  /** "0.00000000" where the order waits for no price. */
  stopPrice: amount.optional(),
  /** Futures, of a trailing stop only: its `stopPrice` is to be ignored, say the documents. */
  activatePrice: amountOrNone,
  /** Futures: the order has no amount of its own. */
  closePosition: z.boolean().optional(),
});

const asOpenOrder = (row: z.output<typeof order>, section: string): OpenOrder => ({
  id: row.orderId,
  clientOrderId: row.clientOrderId,
  symbol: row.symbol,
  side: row.side,
  type: typeOf(row.type, row.closePosition),
  price: row.price,
  amount: row.origQty,
  filled: row.executedQty,
  createdAt: row.time,
  section,
  // A trailing stop waits for the price from which on it follows.
  ...triggerOf(row.type === 'TRAILING_STOP_MARKET' ? row.activatePrice : row.stopPrice),
});

export const triggerOf = (price: string | undefined): { triggerPrice?: string } =>
  price === undefined || isZero(price) ? {} : { triggerPrice: price };

export const typeOf = (type: string, closesPosition: boolean | undefined): string =>
  closesPosition === true ? `${type}, closes the position` : type;

export const openOrders = (section: string) => z.array(order.transform((row) => asOpenOrder(row, section)));

const orderStatuses: Readonly<Record<string, PastOrder['status']>> = {
  NEW: 'open',
  PENDING_NEW: 'open',
  PARTIALLY_FILLED: 'partly-filled',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  PENDING_CANCEL: 'open',
  REJECTED: 'rejected',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
};

export const pastOrders = (section: string) =>
  z.array(
    order.transform((row): PastOrder => ({
      ...asOpenOrder(row, section),
      status: wordFor(orderStatuses, row.status),
      venueStatus: row.status,
      updatedAt: row.updateTime,
    })),
  );

const noClientId = unknown("Binance's trade rows do not name the client order id");

const trade = z.object({
  symbol: text.min(1),
  id,
  orderId: id,
  price: amount,
  qty: amount,
  commission: amount,
  commissionAsset: text,
  time: millis,
});

export const spotTrades = z.array(
  trade
    .extend({ quoteQty: amount, isBuyer: z.boolean(), isMaker: z.boolean() })
    .transform((row) => asTrade(row, { section: 'spot', quoteAmount: row.quoteQty, ...row })),
);

/** Margin rows name no amount of the quote asset: it is price × amount. */
export const marginTrades = (section: string) =>
  z.array(
    trade
      .extend({ quoteQty: amount.optional(), isBuyer: z.boolean(), isMaker: z.boolean() })
      .transform((row) =>
        asTrade(row, { section, quoteAmount: row.quoteQty ?? multiply(row.price, row.qty), ...row }),
      ),
  );

/** COIN-M counts contracts and tells the value in the base coin (`baseQty`), USDⓈ-M in the quote asset. */
export const futuresTrades = (section: string) =>
  z.array(
    trade
      .extend({
        quoteQty: amount.optional(),
        baseQty: amount.optional(),
        buyer: z.boolean(),
        maker: z.boolean(),
      })
      .refine(({ quoteQty, baseQty }) => (quoteQty ?? baseQty) !== undefined, 'expected quoteQty or baseQty')
      .transform((row) =>
        asTrade(row, {
          section,
          quoteAmount: row.quoteQty ?? row.baseQty ?? '',
          isBuyer: row.buyer,
          isMaker: row.maker,
        }),
      ),
  );

const asTrade = (
  row: z.output<typeof trade>,
  {
    section,
    quoteAmount,
    isBuyer,
    isMaker,
  }: {
    readonly section: string;
    readonly quoteAmount: string;
    readonly isBuyer: boolean;
    readonly isMaker: boolean;
  },
): Trade => ({
  id: row.id,
  orderId: row.orderId,
  clientOrderId: noClientId,
  symbol: row.symbol,
  side: isBuyer ? 'buy' : 'sell',
  price: row.price,
  amount: row.qty,
  quoteAmount,
  fee: row.commission,
  feeAsset: row.commissionAsset,
  isMaker,
  at: row.time,
  section,
});

export const marketPrices = (at: string) =>
  z.array(
    z
      .object({ symbol: text.min(1), price: amount })
      .transform(({ symbol, price }): MarketPrice => ({ symbol, price, at })),
  );

export const serverTime = z.object({ serverTime: z.number().int() }).transform(({ serverTime: ms }) => ms);

/** What a cancelled order's reply must at least say. */
export const cancelledOrder = z.object({ orderId: id, status: text });
