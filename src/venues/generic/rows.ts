import { z } from 'zod';
import { unknown } from '../../domain/known.ts';
import { isZero } from '../../domain/money.ts';
import type { Balance, MarketPrice, OpenOrder, PastOrder, Position, Trade } from '../../domain/trading.ts';
import type { Viewed } from '../contract.ts';
import { amount, isoFromMillis, maybeText, millis, wordFor } from '../rows.ts';
import {
  fee,
  id,
  info,
  knownAmount,
  maybeAmount,
  maybeId,
  side,
  text,
  venueWord,
  type SymbolOf,
} from './row-parts.ts';

const order = z.object({
  id,
  clientOrderId: maybeId,
  symbol: text.min(1),
  side,
  type: maybeText,
  price: maybeAmount,
  triggerPrice: maybeAmount,
  amount: maybeAmount,
  filled: maybeAmount,
  status: maybeText,
  timestamp: millis,
  lastUpdateTimestamp: millis.nullish(),
  info,
});

type Order = z.output<typeof order>;

const asOpenOrder = (row: Order, symbolOf: SymbolOf): OpenOrder => ({
  id: row.id,
  clientOrderId: row.clientOrderId,
  symbol: symbolOf(row.symbol),
  side: row.side,
  type: row.type,
  // A market order has no price; ccxt leaves out what it could not read.
  price: row.price ?? '0',
  amount: row.amount ?? '0',
  filled: row.filled ?? '0',
  createdAt: row.timestamp,
  ...(row.triggerPrice === undefined ? {} : { triggerPrice: row.triggerPrice }),
});

/** An order that rests must say how much it is for, and for what price unless it is a market order. */
const restingOrder = order
  .refine((row) => row.amount !== undefined, 'an open order without an amount')
  .refine(
    (row) => row.price !== undefined || row.triggerPrice !== undefined || row.type === 'market',
    'an open order without a price',
  );

export const openOrders = (symbolOf: SymbolOf) =>
  z.array(restingOrder.transform((row) => asOpenOrder(row, symbolOf)));

const orderStatuses: Readonly<Record<string, PastOrder['status']>> = {
  open: 'open',
  closed: 'filled',
  canceled: 'cancelled',
  canceling: 'open',
  expired: 'expired',
  rejected: 'rejected',
};

export const pastOrders = (symbolOf: SymbolOf) =>
  z.array(
    order.transform((row): PastOrder => ({
      ...asOpenOrder(row, symbolOf),
      status: wordFor(orderStatuses, row.status),
      venueStatus: venueWord(row),
      updatedAt: row.lastUpdateTimestamp ?? row.timestamp,
    })),
  );

export const trades = (symbolOf: SymbolOf) =>
  z.array(
    z
      .object({
        id: maybeId,
        order: maybeId,
        symbol: text.min(1),
        side,
        price: amount,
        amount,
        cost: maybeAmount,
        fee: fee.nullish(),
        fees: z.array(fee).nullish(),
        takerOrMaker: maybeText,
        timestamp: millis,
      })
      .transform((row): Trade => {
        const paid = row.fee?.cost === undefined ? row.fees?.[0] : row.fee;
        return {
          // Some venues number no fills: what is the same in all of this is one fill to us.
          id: row.id === '' ? [row.order, row.timestamp, row.side, row.price, row.amount].join('/') : row.id,
          orderId: row.order,
          clientOrderId: unknown('not among what ccxt reads of a trade'),
          symbol: symbolOf(row.symbol),
          side: row.side,
          price: row.price,
          amount: row.amount,
          quoteAmount: row.cost ?? '0',
          fee: paid?.cost ?? '0',
          feeAsset: paid?.currency ?? '',
          isMaker: row.takerOrMaker === 'maker',
          at: row.timestamp,
        };
      }),
  );

export const positions = (symbolOf: SymbolOf) =>
  z
    .array(
      z.object({
        id: maybeId,
        symbol: text.min(1),
        side: z.enum(['long', 'short']).nullish(),
        contracts: maybeAmount,
        entryPrice: maybeAmount,
        markPrice: maybeAmount,
        liquidationPrice: maybeAmount,
        unrealizedPnl: maybeAmount,
        leverage: maybeAmount,
      }),
    )
    .transform((rows) =>
      // Venues list every market that was ever held, mostly empty.
      rows.flatMap(({ side: direction, contracts, ...row }): Position[] => {
        if (!direction || contracts === undefined || isZero(contracts)) return [];
        return [
          {
            id: row.id === '' ? `${row.symbol}/${direction}` : row.id,
            section: 'swap',
            symbol: symbolOf(row.symbol),
            side: direction,
            amount: contracts,
            entryPrice: knownAmount(row.entryPrice),
            markPrice: knownAmount(row.markPrice),
            liquidationPrice: knownAmount(row.liquidationPrice),
            unrealised: knownAmount(row.unrealizedPnl),
            leverage: knownAmount(row.leverage),
          },
        ];
      }),
    );

const amounts = z
  .record(text, maybeAmount)
  .nullish()
  .transform((value) => value ?? {});

export const balances = (wallet: string) =>
  z.object({ free: amounts, used: amounts, total: amounts }).transform(({ free, used, total }) =>
    [...new Set([...Object.keys(free), ...Object.keys(used), ...Object.keys(total)])].flatMap(
      (asset): Balance[] => {
        // Where the venue tells the total only, nothing is known to be locked.
        const row = { wallet, asset, free: free[asset] ?? total[asset] ?? '0', locked: used[asset] ?? '0' };
        return isZero(row.free) && isZero(row.locked) ? [] : [row];
      },
    ),
  );

export const prices = (viewed: Viewed) =>
  z
    .record(
      text,
      z.object({ symbol: text, last: maybeAmount, close: maybeAmount, timestamp: z.number().nullish() }),
    )
    .transform((tickers) =>
      Object.values(tickers).flatMap((ticker): MarketPrice[] => {
        const market = viewed.marketOf(ticker.symbol);
        const price = ticker.last ?? ticker.close;
        if (market === undefined || price === undefined) return [];
        const at = ticker.timestamp ? isoFromMillis(ticker.timestamp) : viewed.reply.receivedAt;
        return [{ symbol: market.id, price, at, base: market.base, quote: market.quote }];
      }),
    );
