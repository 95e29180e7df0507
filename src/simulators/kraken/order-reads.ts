import type { Json } from '../../domain/json.ts';
import { isSpot, marketOf, openOrders } from '../ledger-books.ts';
import type { LedgerBooks, LedgerOrder, LedgerTrade } from '../ledger-books.ts';
import { ownClientOrderId, userrefOf } from './client-order-ids.ts';
import { refusal } from './codes.ts';
import { checkNeed } from './gate.ts';
import { orderTxid, tradeTxid } from './ids.ts';
import { marketPositionRow, orderRow, positionKey, positionRow, tradeRow } from './order-rows.ts';
import { between, idsIn, isTimestamp, offsetPage, seconds, secondsIn, withinKeysReach } from './paging.ts';
import type { Dated } from './paging.ts';
import { isTrue, listed, oneOf, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call, Route } from './route.ts';

/** Orders, trades and positions. Which permission each wants: the reference page of each. */
export const orderReads: readonly Route[] = [
  { path: '/0/private/OpenOrders', needs: { allOf: ['query-open-trades'] }, answer: listOpenOrders },
  { path: '/0/private/ClosedOrders', needs: { allOf: ['query-closed-trades'] }, answer: closedOrders },
  {
    path: '/0/private/QueryOrders',
    needs: { anyOf: ['query-open-trades', 'query-closed-trades'] },
    answer: queryOrders,
  },
  {
    path: '/0/private/TradesHistory',
    needs: { allOf: ['query-closed-trades'] },
    cost: 2,
    answer: tradesHistory,
  },
  { path: '/0/private/QueryTrades', needs: { allOf: ['query-closed-trades'] }, cost: 2, answer: queryTrades },
  { path: '/0/private/OpenPositions', needs: { allOf: ['query-open-trades'] }, answer: openPositions },
];

/** Not paged: all of them, newest first. */
function listOpenOrders({ books, parameters }: Call): Json {
  const withTrades = isTrue(parameters, 'trades');
  const orders = openOrders(books).filter(byClient(parameters)).toReversed();
  return {
    open: Object.fromEntries(
      orders.map((order) => [orderTxid(order.id), orderRow(books, order, withTrades)]),
    ),
  };
}

/** "Restrict results to given user reference", or client order id. */
function byClient(parameters: Parameters): (order: LedgerOrder) => boolean {
  const userref = optional(parameters, 'userref');
  const own = optional(parameters, 'cl_ord_id');
  return (order) =>
    (userref === undefined || userrefOf(order) === Number(userref)) &&
    (own === undefined || ownClientOrderId(order) === own);
}

/**
 * Newest first, by the time of opening for `closetime=open` and by that of closing else. "both" is taken
 * for an order of which either time lies within (assumed); an id stands for that order's opening time.
 */
function closedOrders({ books, parameters, key }: Call): Json {
  const withTrades = isTrue(parameters, 'trades');
  const which = oneOf(parameters, 'closetime', ['open', 'close', 'both']) ?? 'both';
  const isWithin = rangeIn(books, parameters);
  const times = (order: LedgerOrder): readonly number[] =>
    which === 'open'
      ? [order.placedAtMs]
      : which === 'close'
        ? [order.updatedAtMs]
        : [order.placedAtMs, order.updatedAtMs];
  const closed = books.orders
    .filter(({ status }) => status !== 'open')
    .filter(byClient(parameters))
    .filter((order) => times(order).some(isWithin))
    .map((order) => ({ atMs: which === 'open' ? order.placedAtMs : order.updatedAtMs, order }))
    .sort((a, b) => b.atMs - a.atMs || b.order.id - a.order.id);
  // Only the rows of the page are made.
  const matching = withinKeysReach(closed, key()).map(({ atMs, order }) => ({
    get txid() {
      return orderTxid(order.id);
    },
    atMs,
    get row() {
      return orderRow(books, order, withTrades);
    },
  }));
  const { rows, count } = offsetPage(parameters, matching);
  return { closed: rows, ...count };
}

/** "If an order's tx ID is given for `start` or `end` time, the order's opening time is used". */
function rangeIn(books: LedgerBooks, parameters: Parameters): (atMs: number) => boolean {
  const [start, end] = ['start', 'end'].map((name) => {
    const text = optional(parameters, name);
    if (text === undefined) return undefined;
    if (isTimestamp(text)) return Number(text);
    const named = books.orders.find(({ id }) => orderTxid(id) === text);
    return named === undefined ? secondsIn(text) : seconds(named.placedAtMs);
  });
  return (atMs) =>
    (start === undefined || seconds(atMs) > start) && (end === undefined || seconds(atMs) <= end);
}

const mostQueriedOrders = 50;
const mostQueriedTrades = 20;

/** "Query open orders & trades or Query closed orders & trades, depending on status of order". */
function queryOrders({ books, parameters, key }: Call): Json {
  const withTrades = isTrue(parameters, 'trades');
  const rows = idsIn(parameters, 'txid', mostQueriedOrders).map((txid) => {
    const order = books.orders.find(({ id }) => orderTxid(id) === txid);
    if (order === undefined) throw refusal('EOrder:Unknown order');
    checkNeed(key(), { allOf: [order.status === 'open' ? 'query-open-trades' : 'query-closed-trades'] });
    return [txid, orderRow(books, order, withTrades)] as const;
  });
  return Object.fromEntries(rows);
}

/** By time, and those of one moment by id. */
const tradesOf = (books: LedgerBooks): readonly LedgerTrade[] =>
  books.trades.toSorted((a, b) => a.atMs - b.atMs || a.id - b.id);

/** "no position": trades of spot; each other kind is one of margin. */
function isOfType(books: LedgerBooks, type: string, { symbol }: LedgerTrade): boolean {
  const onMargin = !isSpot(marketOf(books, symbol));
  if (type === 'all') return true;
  if (type === 'no position') return !onMargin;
  // What closed a position is not in the books: of such trades there are none.
  return type === 'any position' && onMargin;
}

const tradeTypes = ['all', 'any position', 'closed position', 'closing position', 'no position'] as const;

function tradesHistory({ books, parameters, key }: Call): Json {
  const type = oneOf(parameters, 'type', tradeTypes) ?? 'all';
  const withLedgers = isTrue(parameters, 'ledgers');
  const dated: readonly Dated<Json>[] = tradesOf(books)
    .filter((trade) => isOfType(books, type, trade))
    .map((trade) => ({
      get txid() {
        return tradeTxid(trade.id);
      },
      atMs: trade.atMs,
      get row() {
        return tradeRow(books, trade, withLedgers);
      },
    }));
  const matching = withinKeysReach(between(parameters, dated), key());
  const { rows, count } = offsetPage(parameters, matching);
  return { trades: rows, ...count };
}

function queryTrades({ books, parameters }: Call): Json {
  const rows = idsIn(parameters, 'txid', mostQueriedTrades).map((txid) => {
    const trade = books.trades.find(({ id }) => tradeTxid(id) === txid);
    // Which words an unknown trade gets is not written.
    if (trade === undefined) throw refusal('EGeneral:Invalid arguments');
    return [txid, tradeRow(books, trade, isTrue(parameters, 'ledgers'))] as const;
  });
  return Object.fromEntries(rows);
}

/** Margin positions; consolidated it is an array. */
function openPositions({ books, parameters }: Call): Json {
  const withCalculations = isTrue(parameters, 'docalcs');
  const wanted = listed(parameters, 'txid');
  const positions = books.positions
    .map((position, index) => ({ position, index }))
    .filter((each) => wanted === undefined || wanted.includes(positionKey(each)));
  if (oneOf(parameters, 'consolidation', ['market']) !== undefined) {
    return positions.map((each) => marketPositionRow(books, each, withCalculations));
  }
  return Object.fromEntries(
    positions.map((each) => [positionKey(each), positionRow(books, each, withCalculations)]),
  );
}
