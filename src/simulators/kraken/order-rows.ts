import type { JsonObject } from '../../domain/json.ts';
import { add, compare, divide, isZero, multiply, round } from '../../domain/money.ts';
import { isSpot, marketOf, orderById } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket, LedgerOrder, LedgerTrade } from '../ledger-books.ts';
import { ownClientOrderId, userrefOf } from './client-order-ids.ts';
import { ledgerTxid, orderTxid, positionOrderTxid, positionTxid, tradeTxid } from './ids.ts';
import { padded, pairAltnameOf, printedPair, priceDecimals } from './names.ts';
import { seconds } from './paging.ts';

/** Rows of trading as the venue prints them: documents and recorded replies. */

const statusWord = { open: 'open', filled: 'closed', cancelled: 'canceled', expired: 'expired' } as const;
const reasons = { cancelled: 'User requested', expired: 'Order expired' } as const;

/** A conditional order is a stop or a profit order, whichever its trigger would be from here. */
export function orderTypeOf(order: LedgerOrder, market: LedgerMarket): string {
  if (order.trigger === undefined) return order.type;
  const isAbove = compare(order.trigger, market.price) >= 0;
  return isAbove === (order.side === 'buy') ? 'stop-loss-limit' : 'take-profit-limit';
}

function descriptionOf(order: LedgerOrder, market: LedgerMarket): JsonObject {
  const places = priceDecimals(market);
  const ordertype = orderTypeOf(order, market);
  const limit = padded(order.price, places);
  const [price, price2] =
    order.trigger === undefined
      ? [order.type === 'market' ? '0' : limit, '0']
      : [padded(order.trigger, places), limit];
  return {
    pair: pairAltnameOf(market),
    type: order.side,
    ordertype,
    price,
    price2,
    leverage: isSpot(market) ? 'none' : '2:1',
    order: orderText(order, market),
    close: '',
  };
}

/** "sell 0.10000000 LTCUSDT @ stop loss 55.00000 -> limit 54.00000" */
export function orderText(
  order: Pick<LedgerOrder, 'side' | 'amount' | 'type' | 'price' | 'trigger'> & Partial<LedgerOrder>,
  market: LedgerMarket,
): string {
  const places = priceDecimals(market);
  const limit = padded(order.price, places);
  const begin = `${order.side} ${padded(order.amount, 8)} ${pairAltnameOf(market)} @`;
  if (order.trigger === undefined)
    return order.type === 'market' ? `${begin} market` : `${begin} limit ${limit}`;
  const words = orderTypeOf(order as LedgerOrder, market)
    .replace('-limit', '')
    .replace('-', ' ');
  return `${begin} ${words} ${padded(order.trigger, places)} -> limit ${limit}`;
}

/** `withTrades`: "trade IDs related to order (if trades info requested and data available)". */
export function orderRow(books: LedgerBooks, order: LedgerOrder, withTrades: boolean): JsonObject {
  const market = marketOf(books, order.symbol);
  const fills = books.trades.filter((trade) => trade.orderId === order.id);
  const fee = fills.reduce((sum, trade) => add(sum, trade.fee), '0');
  const average = isZero(order.filled) ? '0' : trimmed(divide(order.filledQuote, order.filled));
  const places = priceDecimals(market);
  const own = ownClientOrderId(order);
  return {
    refid: null,
    userref: userrefOf(order),
    ...(own === undefined ? {} : { cl_ord_id: own }),
    status: statusWord[order.status],
    opentm: seconds(order.placedAtMs),
    starttm: 0,
    expiretm: 0,
    descr: descriptionOf(order, market),
    vol: padded(order.amount, 8),
    vol_exec: padded(order.filled, 8),
    cost: padded(order.filledQuote, 5),
    fee: padded(fee, 5),
    price: padded(average, places),
    stopprice: padded('0', places),
    limitprice: padded('0', places),
    misc: '',
    oflags: 'fciq',
    ...(isSpot(market) ? {} : { margin: true }),
    ...(order.trigger === undefined ? {} : { trigger: 'last' }),
    ...(withTrades && fills.length > 0 ? { trades: fills.map(({ id }) => tradeTxid(id)) } : {}),
    ...endOf(order),
  };
}

// An average price may have no end; one that has is exact.
const trimmed = (price: string): string => (price.length > 30 ? round(price, 12) : price);

function endOf(order: LedgerOrder): JsonObject {
  if (order.status === 'open') return {};
  const reason = order.status === 'filled' ? null : reasons[order.status];
  return { reason, closetm: seconds(order.updatedAtMs) };
}

/** `withLedgers`: "related ledger ids for given trade". */
export function tradeRow(books: LedgerBooks, trade: LedgerTrade, withLedgers: boolean): JsonObject {
  const market = marketOf(books, trade.symbol);
  const order = orderById(books, trade.orderId);
  const onMargin = !isSpot(market);
  const ledgers = [market.base, market.quote].map((asset) => ledgerTxid(`trade:${trade.id}:${asset}`));
  return {
    ordertxid: orderTxid(trade.orderId),
    postxid: tradeTxid(trade.id),
    pair: printedPair(market),
    time: seconds(trade.atMs),
    type: trade.side,
    ordertype: order === undefined ? 'limit' : orderTypeOf(order, market),
    price: padded(trade.price, priceDecimals(market)),
    cost: padded(trade.quote, 5),
    fee: padded(trade.fee, 5),
    vol: padded(trade.amount, 8),
    margin: onMargin ? padded(trimmed(divide(trade.quote, '2')), 5) : '0.00000',
    leverage: onMargin ? '2' : '0',
    misc: '',
    ...(withLedgers && !onMargin ? { ledgers } : {}),
    trade_id: trade.id,
    maker: trade.isMaker,
    ...(onMargin ? { posstatus: 'open' } : {}),
  };
}

export interface Numbered {
  readonly position: LedgerBooks['positions'][number];
  readonly index: number;
}

/** `withCalculations`: value and unrealised result as well ("docalcs"). */
export function positionRow(
  books: LedgerBooks,
  { position, index }: Numbered,
  withCalculations: boolean,
): JsonObject {
  const market = marketOf(books, position.symbol);
  const { amount, side, atMs } = position;
  const { cost, fee, margin } = figuresOf(books, position);
  return {
    ordertxid: positionOrderTxid(index),
    posstatus: 'open',
    pair: printedPair(market),
    time: seconds(atMs),
    type: side === 'long' ? 'buy' : 'sell',
    ordertype: 'limit',
    cost: padded(cost, 5),
    fee: padded(fee, 5),
    vol: padded(amount, 8),
    vol_closed: '0.00000000',
    margin: padded(margin, 5),
    ...(withCalculations ? valueOf(books, position) : {}),
    terms: '0.0100% per 4 hours',
    rollovertm: String(nextRollover(atMs, books.updatedAtMs)),
    misc: '',
    oflags: '',
  };
}

const rolloverMs = 4 * 3_600_000;

const nextRollover = (openedMs: number, nowMs: number): number =>
  Math.floor((openedMs + (Math.floor(Math.max(0, nowMs - openedMs) / rolloverMs) + 1) * rolloverMs) / 1000);

/** "Consolidate positions by market/pair": the form of a recorded reply. */
export function marketPositionRow(
  books: LedgerBooks,
  { position }: Numbered,
  withCalculations: boolean,
): JsonObject {
  const { cost, fee, margin } = figuresOf(books, position);
  return {
    pair: printedPair(marketOf(books, position.symbol)),
    positions: '1',
    type: position.side === 'long' ? 'buy' : 'sell',
    leverage: padded(position.leverage, 8),
    cost: padded(cost, 8),
    fee: padded(fee, 8),
    vol: padded(position.amount, 8),
    vol_closed: '0.00000000',
    margin: padded(margin, 8),
    ...(withCalculations ? valueOf(books, position) : {}),
  };
}

/** Opening cost and fee, and the margin that the leverage leaves of the cost. */
export function figuresOf(books: LedgerBooks, position: LedgerBooks['positions'][number]) {
  const cost = multiply(position.entryPrice, position.amount);
  const margin = trimmed(divide(cost, position.leverage));
  return { cost, fee: multiply(cost, books.feeRate), margin };
}

/** What closing it now would bring, before fees. */
export function resultOf(books: LedgerBooks, position: LedgerBooks['positions'][number]): string {
  const { price } = marketOf(books, position.symbol);
  const gain = add(price, `-${position.entryPrice}`);
  const signed = position.side === 'long' ? gain : multiply(gain, '-1');
  return multiply(signed, position.amount);
}

function valueOf(books: LedgerBooks, position: LedgerBooks['positions'][number]): JsonObject {
  const { price } = marketOf(books, position.symbol);
  return { value: padded(multiply(price, position.amount), 5), net: padded(resultOf(books, position), 5) };
}

export const positionKey = ({ index }: Numbered): string => positionTxid(index);
