import { z } from 'zod';
import { isZero } from '../../domain/money.ts';
import type { OpenOrder, PastOrder } from '../../domain/trading.ts';
import { id, maybeText, millis, wordFor } from '../rows.ts';
import { amountOrNone, side } from './envelope.ts';

// Forms: order-book-trading of the reference. Everything is a text; what there is none of is "".

const text = z.string();

const order = z.object({
  ordId: id,
  clOrdId: maybeText,
  instType: text.min(1),
  instId: text.min(1),
  side,
  ordType: text.min(1),
  state: text.min(1),
  px: amountOrNone,
  sz: amountOrNone,
  accFillSz: amountOrNone,
  tgtCcy: maybeText,
  category: maybeText,
  cTime: millis,
  uTime: millis,
});

type Order = z.output<typeof order>;

/** A spot order at market may be over an amount of the quote coin, and a purchase is unless it says otherwise. */
function isOverQuote({ tgtCcy, instType, ordType, side }: Order): boolean {
  if (tgtCcy !== '') return tgtCcy === 'quote_ccy';
  return instType === 'SPOT' && ordType === 'market' && side === 'buy';
}

/** "market, over 100 of the quote coin"; "limit, full_liquidation" for what the venue itself placed. */
function typeOf(row: Order): string {
  const over = isOverQuote(row) ? [`over ${row.sz} of the quote coin`] : [];
  const by = row.category === '' || row.category === 'normal' ? [] : [row.category];
  return [row.ordType, ...by, ...over].join(', ');
}

const asOpenOrder = (row: Order): OpenOrder => ({
  id: row.ordId,
  clientOrderId: row.clOrdId,
  symbol: row.instId,
  side: row.side,
  type: typeOf(row),
  price: row.px,
  // Of the base coin nobody knows it before it fills.
  amount: isOverQuote(row) ? '0' : row.sz,
  filled: row.accFillSz,
  createdAt: row.cTime,
  section: row.instType,
});

export const openOrder = order.transform(asOpenOrder);

const orderStatuses: Readonly<Record<string, PastOrder['status']>> = {
  live: 'open',
  partially_filled: 'partly-filled',
  filled: 'filled',
  // With or without a part filled; `filled` says how much.
  canceled: 'cancelled',
  mmp_canceled: 'cancelled',
};

export const pastOrder = order.transform((row): PastOrder => ({
  ...asOpenOrder(row),
  status: wordFor(orderStatuses, row.state),
  venueStatus: row.state,
  updatedAt: row.uTime,
}));

// ---------------------------------------------------------------- algo orders

const algo = z.object({
  algoId: id,
  algoClOrdId: maybeText,
  clOrdId: maybeText,
  instId: text.min(1),
  instType: maybeText,
  side,
  ordType: text.min(1),
  state: text.min(1),
  sz: amountOrNone,
  actualSz: amountOrNone.optional(),
  closeFraction: maybeText,
  tgtCcy: maybeText,
  ordPx: amountOrNone.optional(),
  tpOrdPx: amountOrNone.optional(),
  slOrdPx: amountOrNone.optional(),
  triggerPx: amountOrNone.optional(),
  tpTriggerPx: amountOrNone.optional(),
  slTriggerPx: amountOrNone.optional(),
  activePx: amountOrNone.optional(),
  moveTriggerPx: amountOrNone.optional(),
  cTime: millis,
  uTime: millis.optional(),
});

type Algo = z.output<typeof algo>;

const told = (price: string | undefined): price is string => price !== undefined && !isZero(price);

/** The first price that stands there. "-1" is an order at market, which has none. */
const firstOf = (...prices: readonly (string | undefined)[]): string | undefined =>
  prices.filter(told).find((price) => price !== '-1');

/** "oco, take profit at 63000, stop at 57000, closes 1 of the position". */
function algoTypeOf(row: Algo): string {
  return [
    row.ordType,
    ...(told(row.tpTriggerPx) ? [`take profit at ${row.tpTriggerPx}`] : []),
    ...(told(row.slTriggerPx) ? [`stop at ${row.slTriggerPx}`] : []),
    ...(row.closeFraction === '' ? [] : [`closes ${row.closeFraction} of the position`]),
    ...(row.tgtCcy === 'quote_ccy' ? [`over ${row.sz} of the quote coin`] : []),
  ].join(', ');
}

function asAlgoOrder(row: Algo, section: string): OpenOrder {
  const trigger = firstOf(row.triggerPx, row.tpTriggerPx, row.slTriggerPx, row.activePx, row.moveTriggerPx);
  return {
    id: row.algoId,
    clientOrderId: row.algoClOrdId === '' ? row.clOrdId : row.algoClOrdId,
    symbol: row.instId,
    side: row.side,
    type: algoTypeOf(row),
    price: firstOf(row.ordPx, row.tpOrdPx, row.slOrdPx) ?? '0',
    amount: row.tgtCcy === 'quote_ccy' ? '0' : row.sz,
    // What it has placed so far; whether that was filled stands with the orders it placed.
    filled: row.actualSz ?? '0',
    createdAt: row.cTime,
    section,
    ...(trigger === undefined ? {} : { triggerPrice: trigger }),
  };
}

export const openAlgo = (section: string) => algo.transform((row) => asAlgoOrder(row, section));

// "effective": it has placed its order, whose own row says what became of it.
const algoStatuses: Readonly<Record<string, PastOrder['status']>> = {
  live: 'open',
  pause: 'open',
  canceled: 'cancelled',
  order_failed: 'rejected',
  partially_failed: 'rejected',
};

export const pastAlgo = (section: string) =>
  algo.transform((row): PastOrder => ({
    ...asAlgoOrder(row, section),
    status: wordFor(algoStatuses, row.state),
    venueStatus: row.state,
    updatedAt: row.uTime ?? row.cTime,
  }));
