import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerOrder } from '../ledger-books.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { missingParameter, notSimulated, refusal } from './codes.ts';
import { orderIdOf, textOf } from './ids.ts';
import { spotCancelling, spotPlacing } from './limits.ts';
import type { Limit } from './limits.ts';
import { pairOf } from './market-routes.ts';
import { placeOrder } from './order-placing.ts';
import { isObject, mandatory, oneOf, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call, Method, Route } from './route.ts';
import { isOtherAccount, orderNamed, plainOrders } from './spot-reads.ts';
import { orderRow } from './spot-rows.ts';

const act = (method: Method, path: string, limit: Limit, answer: Route['answer'], status = 200): Route => ({
  method,
  path: `/spot/${path}`,
  group: 'spot',
  limit,
  status,
  heedsExptime: true,
  answer,
});

/** Placing and cancelling spot orders (SpotApi). */
export const spotActs: readonly Route[] = [
  act('POST', 'orders', spotPlacing, (call) => placeOrder(call, call.parameters), 201),
  act('POST', 'batch_orders', spotPlacing, placeBatch),
  act('PATCH', 'orders/{order_id}', spotPlacing, notHere),
  act('POST', 'amend_batch_orders', spotPlacing, notHere),
  act('POST', 'countdown_cancel_all', spotCancelling, notHere),
  act('DELETE', 'orders', spotCancelling, cancelAll),
  act('DELETE', 'orders/{order_id}', spotCancelling, cancelOne),
  act('POST', 'cancel_batch_orders', spotCancelling, cancelBatch),
];

function notHere(): never {
  throw notSimulated();
}

// ---------------------------------------------------------------- cancelling

function cancelled(call: Call, { id }: LedgerOrder): JsonObject {
  const books = call.commit({ kind: 'order-cancelled', atMs: call.nowMs, by: call.actor(), orderId: id });
  const after = books.orders.find((order) => order.id === id);
  if (after === undefined) throw refusal('INTERNAL');
  return orderRow(books, after);
}

/** The one to cancel; throws ORDER_NOT_FOUND, ORDER_CLOSED or ORDER_CANCELLED. */
function openOrder(call: Pick<Call, 'books'>, id: string, pair: string): LedgerOrder {
  const order = orderNamed(call, id, pair);
  if (order === undefined) throw refusal('ORDER_NOT_FOUND');
  if (order.status === 'open') return order;
  throw refusal(order.status === 'filled' ? 'ORDER_CLOSED' : 'ORDER_CANCELLED');
}

function cancelOne(call: Call): Json {
  const pair = mandatory(call.parameters, 'currency_pair');
  pairOf(call, pair);
  if (isOtherAccount(call.parameters)) throw refusal('ORDER_NOT_FOUND');
  return cancelled(call, openOrder(call, call.inPath('order_id'), pair));
}

/** "When `currency_pair` is not specified, all trading pair pending orders will be cancelled." */
function cancelAll(call: Call): Json {
  const { parameters, books } = call;
  const pair = optional(parameters, 'currency_pair');
  if (pair !== undefined) pairOf(call, pair);
  const side = oneOf(parameters, 'side', ['buy', 'sell']);
  if (isOtherAccount(parameters)) return [];
  return plainOrders(books)
    .filter(({ status }) => status === 'open')
    .filter((order) => pair === undefined || order.symbol === pair)
    .filter((order) => side === undefined || order.side === side)
    .map((order) => ({ ...cancelled(call, order), succeeded: true, label: '', message: '' }));
}

const mostCancelled = 20;

/** "maximum 20 orders are allowed per request"; each for itself, in an answer of 200. */
function cancelBatch(call: Call): Json {
  const wanted = parametersOf(call);
  if (wanted.length > mostCancelled) throw refusal('TOO_MANY_ORDERS');
  const done = new Set<number>();
  return wanted.map((each) => {
    const [pair, id] = [mandatory(each, 'currency_pair'), mandatory(each, 'id')];
    return { currency_pair: pair, id, ...resultOf(() => cancelListed(call, { pair, id }, each, done)) };
  });
}

function cancelListed(
  call: Call,
  { pair, id }: { readonly pair: string; readonly id: string },
  each: Parameters,
  done: Set<number>,
): JsonObject {
  pairOf(call, pair);
  if (isOtherAccount(each)) throw refusal('ORDER_NOT_FOUND');
  const order = openOrder(call, id, pair);
  if (done.has(order.id)) throw refusal('ORDER_CANCELLED');
  done.add(order.id);
  cancelled(call, order);
  return { id: orderIdOf(order), text: textOf(order), account: '' };
}

/** What is refused says so in its own row. */
function resultOf(attempt: () => JsonObject): JsonObject {
  try {
    return { ...attempt(), succeeded: true, label: '', message: '' };
  } catch (problem) {
    if (!(problem instanceof VenueRefusal)) throw problem;
    return { text: '', succeeded: false, label: problem.code, message: problem.message };
  }
}

function parametersOf({ list }: Call): readonly Parameters[] {
  if (list === undefined || list.length === 0) throw refusal('INVALID_REQUEST_BODY');
  return list.map((each) => {
    if (!isObject(each)) throw refusal('INVALID_REQUEST_BODY');
    return new Map(Object.entries(each));
  });
}

// ---------------------------------------------------------------- placing

/** "1. `text` must be specified 2. Up to 4 currency pairs, … up to 10 orders per currency pair 3. … identical". */
function placeBatch(call: Call): Json {
  const wanted = parametersOf(call);
  const pairs = wanted.map((each) => mandatory(each, 'currency_pair'));
  if (new Set(pairs).size > 4) throw refusal('TOO_MANY_CURRENCY_PAIRS');
  if (pairs.some((pair) => pairs.filter((other) => other === pair).length > 10))
    throw refusal('TOO_MANY_ORDERS');
  const accounts = new Set(wanted.map((each) => optional(each, 'account') ?? 'spot'));
  if (accounts.size > 1) throw refusal('MIXED_ACCOUNT_TYPE');
  for (const each of wanted) if (optional(each, 'text') === undefined) throw missingParameter('text');
  return wanted.map((each) => resultOf(() => placeOrder(call, each)));
}
