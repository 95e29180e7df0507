import type { Json } from '../../domain/json.ts';
import { isZero } from '../../domain/money.ts';
import { orderById } from '../ledger-books.ts';
import type { LedgerBooks, LedgerOrder, LedgerTrade } from '../ledger-books.ts';
import { ordersIn } from './accounts.ts';
import { refuse } from './codes.ts';
import { listedIn } from './names.ts';
import { flag, mandatory, moment, optional, pageSize, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { api } from './route.ts';
import type { Call, Route } from './route.ts';
import { eight, orderRow, tradeRow } from './rows.ts';

const pages = { usual: 500, most: 1000 };
const dayMs = 24 * 3_600_000;
/** errors.md -2026: cancelled or expired without a fill is archived after this. */
const archivedAfterMs = 90 * dayMs;

/** What a key that reads sees of the spot account (rest-api.md "Account Endpoints"). */
export const historyRoutes: readonly Route[] = [
  api('GET', 'account', 'read', { weight: 20, reads: ['omitZeroBalances'], answer: account }),
  api('GET', 'openOrders', 'read', {
    weight: (parameters) => (parameters.has('symbol') ? 6 : 80),
    reads: ['symbol'],
    answer: (call) => currentOrders(call.books, call.parameters).map(orderRow),
  }),
  api('GET', 'order', 'read', {
    weight: 4,
    reads: ['symbol', 'orderId', 'origClientOrderId'],
    answer: oneOrder,
  }),
  api('GET', 'allOrders', 'read', {
    weight: 20,
    reads: ['symbol', 'orderId', 'startTime', 'endTime', 'limit'],
    answer: (call) => allOrders(call).map(orderRow),
  }),
  api('GET', 'myTrades', 'read', {
    weight: (parameters) => (parameters.has('orderId') ? 5 : 20),
    reads: ['symbol', 'orderId', 'startTime', 'endTime', 'fromId', 'limit'],
    answer: (call) => myTrades(call).map(tradeRow),
  }),
];

// These flags are the account's, not the key's (venues-core §1.1).
function account({ books, parameters }: Call): Json {
  const omitZero = flag(parameters, 'omitZeroBalances');
  const held = [...books.balances].sort(([a], [b]) => (a < b ? -1 : 1));
  const shown = held.filter(([, each]) => !omitZero || !isZero(each.free) || !isZero(each.locked));
  return {
    makerCommission: 0,
    takerCommission: Math.round(Number(books.feeRate) * 10_000),
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: {
      maker: eight('0'),
      taker: eight(books.feeRate),
      buyer: eight('0'),
      seller: eight('0'),
    },
    canTrade: !books.frozen,
    canWithdraw: !books.frozen,
    canDeposit: !books.frozen,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime: books.updatedAtMs,
    accountType: 'SPOT',
    balances: shown.map(([asset, each]) => ({
      asset,
      free: eight(each.free),
      locked: eight(each.locked),
    })),
    permissions: ['SPOT'],
    uid: books.uid,
  };
}

function currentOrders(books: LedgerBooks, parameters: Parameters): readonly LedgerOrder[] {
  const symbol = optional(parameters, 'symbol');
  const open = ordersIn(books, 'spot').filter((order) => order.status === 'open');
  if (symbol === undefined) return open;
  listedIn(books, 'spot', symbol);
  return open.filter((order) => order.symbol === symbol);
}

function oneOrder({ books, parameters, nowMs }: Call): Json {
  const order = namedOrder(books, parameters);
  if (order === undefined) throw refuse.noSuchOrder();
  if (isArchived(order, nowMs)) throw refuse.archivedOrder();
  return orderRow(order);
}

/**
 * The order that `orderId` or `origClientOrderId` names; with both, the id is looked up and the
 * client's id must agree. Of orders that shared a client id the newest is meant (assumed).
 */
export function namedOrder(books: LedgerBooks, parameters: Parameters): LedgerOrder | undefined {
  const symbol = mandatory(parameters, 'symbol');
  listedIn(books, 'spot', symbol);
  const id = whole(parameters, 'orderId');
  const clientId = optional(parameters, 'origClientOrderId');
  if (id === undefined && clientId === undefined) {
    throw refuse.eitherMandatory('origClientOrderId', 'orderId');
  }
  if (id === undefined) {
    return books.orders.findLast((each) => each.symbol === symbol && each.clientOrderId === clientId);
  }
  const order = orderById(books, id);
  if (order === undefined || order.symbol !== symbol) return undefined;
  if (clientId !== undefined && order.clientOrderId !== clientId) throw refuse.otherClientOrderId();
  return order;
}

const isArchived = (order: LedgerOrder, nowMs: number): boolean =>
  order.status !== 'open' && isZero(order.filled) && nowMs - order.updatedAtMs > archivedAfterMs;

function allOrders({ books, parameters, nowMs }: Call): readonly LedgerOrder[] {
  const symbol = mandatory(parameters, 'symbol');
  listedIn(books, 'spot', symbol);
  const range = dayRange(parameters);
  const orders = books.orders.filter((each) => each.symbol === symbol && !isArchived(each, nowMs));
  const fromId = whole(parameters, 'orderId');
  return pageOf(orders, (order) => order.placedAtMs, { ...range, fromId }, pageSize(parameters, pages));
}

// rest-api.md lists these combinations with `symbol`; any other is -1128 (changelog 2022-12).
const tradeCombinations: readonly string[] = [
  '',
  'orderId',
  'startTime',
  'endTime',
  'fromId',
  'startTime endTime',
  'orderId fromId',
];

function myTrades({ books, parameters }: Call): readonly LedgerTrade[] {
  const symbol = mandatory(parameters, 'symbol');
  listedIn(books, 'spot', symbol);
  const sent = ['orderId', 'startTime', 'endTime', 'fromId'].filter((name) => parameters.has(name));
  if (!tradeCombinations.includes(sent.join(' '))) throw refuse.badCombination();
  const range = dayRange(parameters);
  const orderId = whole(parameters, 'orderId');
  const fromId = whole(parameters, 'fromId');
  const trades = books.trades.filter(
    (each) => each.symbol === symbol && (orderId === undefined || each.orderId === orderId),
  );
  return pageOf(trades, (trade) => trade.atMs, { ...range, fromId }, pageSize(parameters, pages));
}

interface Range {
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
}

function dayRange(parameters: Parameters): Range {
  const startMs = moment(parameters, 'startTime');
  const endMs = moment(parameters, 'endTime');
  if (startMs !== undefined && endMs !== undefined) {
    if (endMs - startMs > dayMs) throw refuse.intervalTooLong();
    // What the venue says to an end before the start is unverified; it is no valid combination.
    if (endMs < startMs) throw refuse.badCombination();
  }
  return { startMs, endMs };
}

/**
 * rest-api.md "General API Information": rows ascend; from a start or an id the oldest come first,
 * otherwise the most recent are given. Whether a start alone also ends after 24 hours is not written:
 * here it does not.
 */
function pageOf<Row extends { readonly id: number }>(
  rows: readonly Row[],
  timeOf: (row: Row) => number,
  from: Range & { readonly fromId: number | undefined },
  limit: number,
): readonly Row[] {
  const fits = rows.filter(
    (row) =>
      (from.fromId === undefined || row.id >= from.fromId) &&
      (from.startMs === undefined || timeOf(row) >= from.startMs) &&
      (from.endMs === undefined || timeOf(row) <= from.endMs),
  );
  const oldestFirst = from.startMs !== undefined || from.fromId !== undefined;
  return oldestFirst ? fits.slice(0, limit) : fits.slice(-limit);
}
