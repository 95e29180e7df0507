import type { Json, JsonObject } from '../../domain/json.ts';
import { openOrders } from '../ledger-books.ts';
import type { LedgerBooks, LedgerOrder } from '../ledger-books.ts';
import { missingParameter, notSimulated, refusal } from './codes.ts';
import {
  at,
  meantMarkets,
  orderNamed,
  ordersOf,
  refuseStranger,
  triggerNamed,
  triggersOf,
} from './contract-scope.ts';
import type { Contracts } from './contract-scope.ts';
import { contractOrderRow, contractTriggerRow } from './contract-rows.ts';
import { orderIdOf, textOf } from './ids.ts';
import { contractCancelling, usualLimit } from './limits.ts';
import type { Limit } from './limits.ts';
import { oneOf, optional } from './parameters.ts';
import type { Call, Method, Route } from './route.ts';

const act = (
  product: Contracts,
  [method, path]: readonly [Method, string],
  limit: Limit,
  answer: (call: Call) => Json,
): Route => ({
  method,
  path: `${at(product)}/${path}`,
  group: product,
  limit,
  heedsExptime: true,
  answer: (call) => {
    refuseStranger(call, product);
    return answer(call);
  },
});

function notHere(): never {
  throw notSimulated();
}

const common = (product: Contracts): readonly Route[] => [
  act(product, ['POST', 'orders'], usualLimit, notHere),
  act(product, ['DELETE', 'orders'], contractCancelling(product), (call) => cancelAll(call, product)),
  act(product, ['DELETE', 'orders/{order_id}'], contractCancelling(product), (call) =>
    cancelOne(call, product),
  ),
];

const triggered = (product: Contracts): readonly Route[] => [
  act(product, ['POST', 'price_orders'], usualLimit, notHere),
  act(product, ['DELETE', 'price_orders'], contractCancelling(product), (call) =>
    cancelTriggers(call, product),
  ),
  act(product, ['DELETE', 'price_orders/{order_id}'], contractCancelling(product), (call) =>
    cancelTrigger(call, product),
  ),
];

/** Cancelling orders of contracts; placing is not simulated: the books have their history only. */
export const contractActs: readonly Route[] = [
  ...common('futures'),
  ...triggered('futures'),
  act('futures', ['POST', 'batch_cancel_orders'], contractCancelling('futures'), cancelBatch),
  act('futures', ['POST', 'batch_orders'], usualLimit, notHere),
  act('futures', ['POST', 'countdown_cancel_all'], usualLimit, notHere),
  ...common('delivery'),
  ...triggered('delivery'),
  ...common('options'),
  act('options', ['POST', 'countdown_cancel_all'], usualLimit, notHere),
];

function cancelIn(
  call: Call,
  { id }: LedgerOrder,
): { readonly books: LedgerBooks; readonly order: LedgerOrder } {
  const books = call.commit({ kind: 'order-cancelled', atMs: call.nowMs, by: call.actor(), orderId: id });
  const order = books.orders.find((each) => each.id === id);
  if (order === undefined) throw refusal('INTERNAL');
  return { books, order };
}

function cancelled(call: Call, product: Contracts, wanted: LedgerOrder): JsonObject {
  const { books, order } = cancelIn(call, wanted);
  return contractOrderRow(books, product, order);
}

/** "bid": the buy orders. Delivery wants a contract; perpetuals and options may do without. */
function cancelAll(call: Call, product: Contracts): Json {
  const { books, parameters } = call;
  if (product === 'delivery' && optional(parameters, 'contract') === undefined)
    throw missingParameter('contract');
  const side = oneOf(parameters, 'side', ['bid', 'ask']);
  return ordersOf(books, meantMarkets(call, product))
    .filter(({ status }) => status === 'open')
    .filter((order) => side === undefined || (order.side === 'buy') === (side === 'bid'))
    .map((order) => cancelled(call, product, order));
}

function cancelOne(call: Call, product: Contracts): Json {
  const order = orderNamed(call, product);
  if (order.status !== 'open') throw refusal('ORDER_FINISHED');
  return cancelled(call, product, order);
}

/** "A maximum of 20 records can be cancelled in one request"; each for itself, in an answer of 200. */
function cancelBatch(call: Call): Json {
  const { list, books, uid } = call;
  if (list === undefined || list.length === 0) throw refusal('INVALID_REQUEST_BODY');
  if (list.length > 20) throw refusal('TOO_MANY_ORDERS');
  const markets = meantMarkets(call, 'futures');
  const open = ordersOf(books, markets).filter((order) => openOrders(books).includes(order));
  const done = new Set<number>();
  return list.map((each) => {
    const id = typeof each === 'string' || typeof each === 'number' ? String(each) : '';
    const order = open.find((one) => orderIdOf(one) === id || (id.startsWith('t-') && textOf(one) === id));
    if (order === undefined || done.has(order.id)) {
      return { user_id: uid, id, succeeded: false, message: 'ORDER_NOT_FOUND' };
    }
    done.add(order.id);
    cancelIn(call, order);
    return { user_id: uid, id, succeeded: true, message: '' };
  });
}

function cancelTriggers(call: Call, product: Contracts): Json {
  if (product === 'delivery' && optional(call.parameters, 'contract') === undefined)
    throw missingParameter('contract');
  return triggersOf(call.books, meantMarkets(call, product))
    .filter(({ status }) => status === 'open')
    .map((order) => stopped(call, order));
}

function cancelTrigger(call: Call, product: Contracts): Json {
  const order = triggerNamed(call, product);
  if (order.status !== 'open') throw refusal('ORDER_FINISHED');
  return stopped(call, order);
}

function stopped(call: Call, wanted: LedgerOrder): JsonObject {
  const { books, order } = cancelIn(call, wanted);
  return contractTriggerRow(books, order);
}
