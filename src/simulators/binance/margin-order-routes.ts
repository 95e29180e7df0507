import type { Json, JsonObject } from '../../domain/json.ts';
import { marketOf } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket, LedgerOrder } from '../ledger-books.ts';
import { refuseAccount } from './account-codes.ts';
import { ordersIn, tradesIn } from './accounts.ts';
import { refuse } from './codes.ts';
import { marginPairs } from './margin-market-routes.ts';
import { marketIn, printedSymbol } from './names.ts';
import { cancelIn, clientIdOf } from './order-routes.ts';
import { cut, isIn, tooManyHours, windowOf } from './pages.ts';
import { mandatory, optional, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';
import { cancelRow, orderRow, tradeRow } from './rows.ts';

type MarginSection = 'margin' | 'isolated';

const window = ['startTime', 'endTime', 'limit'];
const orderNames = ['symbol', 'isIsolated', 'orderId', 'origClientOrderId'];

/** Orders and trades on margin, cross unless `isIsolated` says so (binance-connector-js, trade-api). */
export const marginOrderRoutes: readonly Route[] = [
  reading('v1/margin/openOrders', 10, ['symbol', 'isIsolated'], openOrders),
  reading('v1/margin/allOrders', 200, ['symbol', 'isIsolated', 'orderId', ...window], allOrders),
  reading('v1/margin/order', 10, orderNames, oneOrder),
  reading('v1/margin/myTrades', 10, ['symbol', 'isIsolated', 'orderId', 'fromId', ...window], myTrades),
  // No order lists are modelled.
  reading('v1/margin/openOrderList', 10, ['symbol', 'isIsolated'], noLists),
  reading('v1/margin/allOrderList', 200, ['symbol', 'isIsolated', 'fromId', ...window], noLists),
  reading(
    'v1/margin/orderList',
    10,
    ['symbol', 'isIsolated', 'orderListId', 'origClientOrderId'],
    noSuchList,
  ),
  cancelling('v1/margin/order', 10, [...orderNames, 'newClientOrderId'], cancelOne),
  cancelling('v1/margin/openOrders', 1, ['symbol', 'isIsolated'], cancelAll),
];

function reading(path: string, weight: number, reads: readonly string[], answer: Route['answer']): Route {
  return sapi('GET', path, 'read', { weight, reads, of: 'margin', answer });
}

function cancelling(path: string, weight: number, reads: readonly string[], answer: Route['answer']): Route {
  return sapi('DELETE', path, 'spot-trade', { weight, reads, of: 'margin', answer });
}

// "TRUE" or "FALSE"; in any letters, as clients send both.
function sectionAsked(parameters: Parameters): MarginSection {
  const value = optional(parameters, 'isIsolated') ?? 'FALSE';
  if (!/^(true|false)$/i.test(value)) throw refuse.invalid('isIsolated');
  return value.toLowerCase() === 'true' ? 'isolated' : 'margin';
}

// A pair that can be traded on margin; undefined when nothing was done with it there.
function marketAsked(books: LedgerBooks, section: MarginSection, symbol: string): LedgerMarket | undefined {
  const market = marketIn(books, section, symbol);
  if (market !== undefined) return market;
  if (!marginPairs(books).some((each) => printedSymbol(each) === symbol)) throw refuse.badSymbol();
  if (section === 'isolated') throw refuseAccount.noIsolatedAccount();
  return undefined;
}

function symbolAsked({ books, parameters }: Call): { section: MarginSection; name: string | undefined } {
  const section = sectionAsked(parameters);
  const symbol = mandatory(parameters, 'symbol');
  return { section, name: marketAsked(books, section, symbol)?.symbol };
}

const marginOrderRow = (books: LedgerBooks, order: LedgerOrder): JsonObject => {
  const row = without(orderRow(order), ['orderListId', 'origQuoteOrderQty', 'workingTime']);
  return { ...row, ...placeOf(books, order) };
};

// Rows on margin are those of spot without these.
const without = (row: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

const placeOf = (books: LedgerBooks, row: { readonly symbol: string }): JsonObject => {
  const market = marketOf(books, row.symbol);
  return { symbol: printedSymbol(market), isIsolated: market.symbol.endsWith('.isolated') };
};

function openOrders(call: Call): Json {
  const { books, parameters } = call;
  const section = sectionAsked(parameters);
  if (section === 'isolated') mandatory(parameters, 'symbol');
  const symbol = optional(parameters, 'symbol');
  const name = symbol === undefined ? undefined : marketAsked(books, section, symbol)?.symbol;
  return ordersIn(books, section)
    .filter((each) => each.status === 'open' && (symbol === undefined || each.symbol === name))
    .map((each) => marginOrderRow(books, each));
}

// Within 24 hours, unless an id is given.
function allOrders(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const { section, name } = symbolAsked(call);
  const own = ordersIn(books, section).filter((each) => each.symbol === name);
  const isTimed = parameters.has('startTime') || parameters.has('endTime');
  const day = windowOf(parameters, { nowMs, most: 1, tooLong: tooManyHours });
  const found =
    !isTimed && parameters.has('orderId') ? own : own.filter((each) => isIn(each.placedAtMs, day));
  const page = cut(found, parameters, { idName: 'orderId', usual: 500, most: 500 });
  return page.map((each) => marginOrderRow(books, each));
}

function myTrades(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const { section, name } = symbolAsked(call);
  const orderId = whole(parameters, 'orderId');
  const own = tradesIn(books, section).filter(
    (each) => each.symbol === name && (orderId === undefined || each.orderId === orderId),
  );
  const isTimed = parameters.has('startTime') || parameters.has('endTime');
  const day = windowOf(parameters, { nowMs, most: 1, tooLong: tooManyHours });
  const isNamed = parameters.has('fromId') || orderId !== undefined;
  const found = !isTimed && isNamed ? own : own.filter((each) => isIn(each.atMs, day));
  return cut(found, parameters, { idName: 'fromId', usual: 500, most: 1000 }).map((each) => {
    const row = without(tradeRow(each), ['orderListId', 'quoteQty']);
    return { ...row, ...placeOf(books, each) };
  });
}

function named(call: Call): LedgerOrder | undefined {
  const { books, parameters } = call;
  const { section, name } = symbolAsked(call);
  const id = whole(parameters, 'orderId');
  const clientId = optional(parameters, 'origClientOrderId');
  if (id === undefined && clientId === undefined) {
    throw refuse.eitherMandatory('origClientOrderId', 'orderId');
  }
  return ordersIn(books, section).findLast(
    (each) => each.symbol === name && (id === undefined ? each.clientOrderId === clientId : each.id === id),
  );
}

function oneOrder(call: Call): Json {
  const order = named(call);
  if (order === undefined) throw refuse.noSuchOrder();
  return marginOrderRow(call.books, order);
}

function noLists({ parameters }: Call): Json {
  if (sectionAsked(parameters) === 'isolated') mandatory(parameters, 'symbol');
  return [];
}

function noSuchList({ parameters }: Call): Json {
  if (!parameters.has('orderListId') && !parameters.has('origClientOrderId')) {
    throw refuse.eitherMandatory('origClientOrderId', 'orderListId');
  }
  throw refuse.noSuchOrder();
}

function cancelOne(call: Call): Json {
  const order = named(call);
  const cancelId = clientIdOf(call.parameters, 'newClientOrderId', call.books.acts.length);
  if (order?.status !== 'open') throw refuse.unknownOrder();
  const row = cancelledRow(call, order, cancelId);
  // The id is a text in this answer, and a number in every other.
  return { ...row, orderId: String(order.id) };
}

function cancelAll(call: Call): Json {
  const { section, name } = symbolAsked(call);
  const open = ordersIn(call.books, section).filter((each) => each.status === 'open' && each.symbol === name);
  if (open.length === 0) throw refuse.unknownOrder();
  const cancelId = clientIdOf(call.parameters, 'newClientOrderId', call.books.acts.length);
  return open.map((order) => ({ ...cancelledRow(call, order, cancelId), orderListId: -1 }));
}

function cancelledRow(call: Call, order: LedgerOrder, cancelId: string): JsonObject {
  const done = cancelRow(cancelIn(call, order), cancelId);
  const row = without(done, ['orderListId', 'origQuoteOrderQty', 'transactTime']);
  return { ...row, ...placeOf(call.books, order) };
}
