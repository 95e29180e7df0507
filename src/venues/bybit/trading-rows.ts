import { z } from 'zod';
import { known, unknown, type Known } from '../../domain/known.ts';
import { isZero } from '../../domain/money.ts';
import type { MarketPrice, OpenOrder, PastOrder, Position, Trade } from '../../domain/trading.ts';
import { amount, id, maybeText, millis, wordFor } from '../rows.ts';
import { amountOrNone, side, smallInteger } from './envelope.ts';

// Forms: docs/v5/order, position and market of bybit-exchange/docs. Numbers come as texts; what there
// is none of is "", "0" or "0.00".

const text = z.string();

const order = z.object({
  orderId: id,
  orderLinkId: maybeText,
  symbol: text.min(1),
  side,
  orderType: text,
  stopOrderType: maybeText,
  orderStatus: text.min(1),
  price: amountOrNone,
  qty: amount,
  cumExecQty: amountOrNone,
  triggerPrice: amountOrNone.optional(),
  marketUnit: maybeText,
  createdTime: millis,
  updatedTime: millis,
});

/**
 * What `qty` counts in: a spot order at market may be over an amount of the quote coin, and a purchase is
 * unless it says otherwise (order/create-order, "marketUnit"). Its amount is nobody's knowledge before it fills.
 */
function isOverQuote(row: z.output<typeof order>, section: string): boolean {
  if (row.marketUnit !== '') return row.marketUnit === 'quoteCoin';
  // Of conditional orders that name no unit the documents do not say.
  const isPurchase = row.orderType === 'Market' && row.side === 'buy' && isNone(row.stopOrderType);
  return isPurchase && section.startsWith('spot');
}

const asOpenOrder = (row: z.output<typeof order>, section: string): OpenOrder => ({
  id: row.orderId,
  clientOrderId: row.orderLinkId,
  symbol: row.symbol,
  side: row.side,
  type: typeOf(row, section),
  price: row.price,
  amount: isOverQuote(row, section) ? '0' : row.qty,
  filled: row.cumExecQty,
  createdAt: row.createdTime,
  section,
  ...(row.triggerPrice === undefined || isZero(row.triggerPrice) ? {} : { triggerPrice: row.triggerPrice }),
});

/** "Market" and what made it one: "Market, StopLoss"; "Market, over 50 of the quote coin". */
function typeOf(row: z.output<typeof order>, section: string): string {
  const cause = isNone(row.stopOrderType) ? [] : [row.stopOrderType];
  const over = isOverQuote(row, section) ? [`over ${row.qty} of the quote coin`] : [];
  return [row.orderType, ...cause, ...over].join(', ');
}

const isNone = (word: string): boolean => word === '' || word === 'UNKNOWN';

export const openOrder = (section: string) => order.transform((row) => asOpenOrder(row, section));

// enum, "orderStatus".
const orderStatuses: Readonly<Record<string, PastOrder['status']>> = {
  New: 'open',
  Untriggered: 'open',
  Triggered: 'open',
  PartiallyFilled: 'partly-filled',
  Filled: 'filled',
  Cancelled: 'cancelled',
  // With a part filled; `filled` says how much.
  PartiallyFilledCanceled: 'cancelled',
  Deactivated: 'cancelled',
  Rejected: 'rejected',
};

export const pastOrder = (section: string) =>
  order.transform((row): PastOrder => ({
    ...asOpenOrder(row, section),
    status: wordFor(orderStatuses, row.orderStatus),
    venueStatus: row.orderStatus,
    updatedAt: row.updatedTime,
  }));

/** A strategy (TWAP, iceberg, chase, share of volume) goes on placing orders until it is stopped. */
export const strategy = (section: string) =>
  z
    .object({
      strategyId: id,
      symbol: text.min(1),
      side,
      size: amountOrNone,
      strategyType: text,
      executedSize: amountOrNone,
      createdTimeE3: millis,
      limitPrice: amountOrNone.optional(),
      triggerPrice: amountOrNone.optional(),
    })
    .transform((row): OpenOrder => ({
      id: row.strategyId,
      clientOrderId: '',
      symbol: row.symbol,
      side: row.side,
      type: row.strategyType,
      price: row.limitPrice ?? '0',
      amount: row.size,
      filled: row.executedSize,
      createdAt: row.createdTimeE3,
      section,
      ...(row.triggerPrice === undefined || isZero(row.triggerPrice)
        ? {}
        : { triggerPrice: row.triggerPrice }),
    }));

export const trade = (section: string) =>
  z
    .object({
      execId: id,
      orderId: id,
      orderLinkId: maybeText,
      symbol: text.min(1),
      side,
      execPrice: amount,
      execQty: amount,
      execValue: amountOrNone,
      execFee: amountOrNone,
      feeCurrency: maybeText,
      execType: text.min(1),
      execTime: millis,
      isMaker: z.boolean(),
    })
    .transform((row): Trade => ({
      id: row.execId,
      orderId: row.orderId,
      clientOrderId: known(row.orderLinkId),
      symbol: row.symbol,
      side: row.side,
      price: row.execPrice,
      amount: row.execQty,
      quoteAmount: row.execValue,
      fee: row.execFee,
      feeAsset: row.feeCurrency,
      isMaker: row.isMaker,
      at: row.execTime,
      section,
      ...(row.execType === 'Trade' ? {} : { kind: row.execType }),
    }));

/** Lists by category alone show empty positions, too: those are none, and come out as undefined. */
export const position = (section: string) =>
  z
    .object({
      symbol: text.min(1),
      positionIdx: smallInteger,
      side: z.enum(['Buy', 'Sell', '', 'None']),
      size: amountOrNone,
      avgPrice: amountOrNone.optional(),
      markPrice: amountOrNone.optional(),
      liqPrice: maybeText,
      unrealisedPnl: maybeText,
      leverage: maybeText,
    })
    .transform((row): Position | undefined =>
      isZero(row.size) || row.side === '' || row.side === 'None'
        ? undefined
        : {
            id: `${row.symbol}/${row.positionIdx}`,
            section,
            symbol: row.symbol,
            side: row.side === 'Buy' ? 'long' : 'short',
            amount: row.size,
            entryPrice: toldPrice(row.avgPrice),
            markPrice: toldPrice(row.markPrice),
            liquidationPrice: told(row.liqPrice),
            unrealised: told(row.unrealisedPnl),
            leverage: told(row.leverage),
          },
    );

const told = (value: string): Known<string> =>
  value === '' ? unknown('Bybit leaves it empty in this margin mode') : known(value);

const toldPrice = (price: string | undefined): Known<string> =>
  price === undefined || isZero(price) ? unknown('the row names no such price') : known(price);

/** What was never traded has no last price: such a row comes out as undefined. */
export const marketPrice = (at: string, of: 'lastPrice' | 'markPrice') =>
  z.object({ symbol: text.min(1), [of]: amountOrNone }).transform((row): MarketPrice | undefined => {
    const { symbol, [of]: price } = row as Readonly<Record<string, string>>;
    return symbol === undefined || price === undefined || isZero(price) ? undefined : { symbol, price, at };
  });

/** `timeNano`: nanoseconds, told to the millisecond that a clock offset needs. */
export const serverTime = z
  .object({ timeNano: z.string().regex(/^\d{19}$/, 'expected nanoseconds since 1970') })
  .transform(({ timeNano }) => Number(timeNano.slice(0, -6)));
