import type { Json, JsonObject } from '../../domain/json.ts';
import { isSpot, marketOf } from '../ledger-books.ts';
import type { LedgerBooks, LedgerOrder } from '../ledger-books.ts';
import { notSimulated, refusal } from './codes.ts';
import { spotTriggerIdOf } from './ids.ts';
import { spotCancelling, spotPlacing, usualLimit } from './limits.ts';
import type { Limit } from './limits.ts';
import { pairOf } from './market-routes.ts';
import { oneOf, oneOfMandatory, optional } from './parameters.ts';
import { sliceOf } from './paging.ts';
import type { Call, Method, Route } from './route.ts';
import { priceOrderRow } from './spot-rows.ts';

const route = (method: Method, path: string, limit: Limit, answer: Route['answer']): Route => ({
  method,
  path: `/spot/${path}`,
  group: 'spot',
  limit,
  answer,
});

/** Price-triggered spot orders (SpotApi, price_orders): `cancelOrders` of /spot/orders leaves them. */
export const priceOrderRoutes: readonly Route[] = [
  route('GET', 'price_orders', usualLimit, listed),
  route('GET', 'price_orders/{order_id}', usualLimit, (call) => priceOrderRow(call.books, named(call))),
  route('POST', 'price_orders', spotPlacing, () => {
    throw notSimulated();
  }),
  route('DELETE', 'price_orders', spotCancelling, cancelAll),
  route('DELETE', 'price_orders/{order_id}', spotCancelling, cancelOne),
];

const triggered = (books: LedgerBooks): readonly LedgerOrder[] =>
  books.orders.filter(({ symbol, trigger }) => trigger !== undefined && isSpot(marketOf(books, symbol)));

const accounts = ['normal', 'margin', 'unified'] as const;

/** Of this market and account; all here are of the account "normal". */
function meant(call: Call): readonly LedgerOrder[] {
  const { books, parameters } = call;
  const market = optional(parameters, 'market');
  if (market !== undefined) pairOf(call, market);
  if ((oneOf(parameters, 'account', accounts) ?? 'normal') !== 'normal') return [];
  return triggered(books).filter(({ symbol }) => market === undefined || symbol === market);
}

function listed(call: Call): Json {
  const status = oneOfMandatory(call.parameters, 'status', ['open', 'finished']);
  const rows = meant(call)
    .filter((order) => (order.status === 'open') === (status === 'open'))
    .toSorted((a, b) => b.id - a.id);
  return sliceOf(rows, call.parameters).rows.map((order) => priceOrderRow(call.books, order));
}

function named({ books, inPath }: Call): LedgerOrder {
  const found = triggered(books).find((order) => spotTriggerIdOf(order) === inPath('order_id'));
  if (found === undefined) throw refusal('ORDER_NOT_FOUND');
  return found;
}

function cancelled(call: Call, { id }: LedgerOrder): JsonObject {
  const books = call.commit({ kind: 'order-cancelled', atMs: call.nowMs, by: call.actor(), orderId: id });
  const after = books.orders.find((order) => order.id === id);
  if (after === undefined) throw refusal('INTERNAL');
  return priceOrderRow(books, after);
}

function cancelAll(call: Call): Json {
  return meant(call)
    .filter(({ status }) => status === 'open')
    .map((order) => cancelled(call, order));
}

function cancelOne(call: Call): Json {
  const order = named(call);
  if (order.status !== 'open') throw refusal('ORDER_CLOSED');
  return cancelled(call, order);
}
