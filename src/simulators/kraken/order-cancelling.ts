import { DateTime } from 'luxon';
import type { Json } from '../../domain/json.ts';
import { openOrders } from '../ledger-books.ts';
import type { LedgerOrder } from '../ledger-books.ts';
import { isNamed, ownClientOrderId } from './client-order-ids.ts';
import { invalidArguments, refusal } from './codes.ts';
import { addOrder } from './order-placing.ts';
import { mandatory, optional, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call, Need, Route } from './route.ts';

/** "Create & modify orders or Cancel & close orders" */
const cancelling: Need = { anyOf: ['modify-trades', 'close-trades'] };

/** Placing and cancelling. AddOrder and CancelOrder "operate on a different limiter". */
export const orderActs: readonly Route[] = [
  { path: '/0/private/AddOrder', needs: { allOf: ['modify-trades'] }, cost: 0, answer: addOrder },
  { path: '/0/private/CancelOrder', needs: cancelling, cost: 0, answer: cancelOrder },
  { path: '/0/private/CancelOrderBatch', needs: cancelling, answer: cancelOrderBatch },
  { path: '/0/private/CancelAll', needs: cancelling, answer: cancelAll },
  { path: '/0/private/CancelAllOrdersAfter', needs: cancelling, answer: cancelAllAfter },
];

function cancelThese(call: Call, orders: readonly LedgerOrder[], inBatch: boolean): number {
  for (const order of orders) {
    call.limits.countCancel(order, call.nowMs, { inBatch });
    call.commit({ kind: 'order-cancelled', atMs: call.nowMs, by: call.actor(), orderId: order.id });
  }
  return orders.length;
}

/** By txid or userref, or by cl_ord_id. None that is open: an unknown order (help centre). */
function cancelOrder(call: Call): Json {
  const { parameters, books } = call;
  const name = optional(parameters, 'txid');
  const own = optional(parameters, 'cl_ord_id');
  if (name === undefined && own === undefined) throw invalidArguments();
  const orders = openOrders(books).filter((order) =>
    name === undefined ? ownClientOrderId(order) === own : isNamed(order, name),
  );
  if (orders.length === 0) throw refusal('EOrder:Unknown order');
  return { count: cancelThese(call, orders, false) };
}

const mostOfBatch = 50;

/** Those that are open are cancelled and counted; of the others nothing is said (assumed). */
function cancelOrderBatch(call: Call): Json {
  const { parameters, books } = call;
  const names = namesIn(parameters, 'orders', 'txid');
  const own = namesIn(parameters, 'cl_ord_ids', 'cl_ord_id');
  const wanted = new Set([...names, ...own]);
  if (wanted.size === 0 || wanted.size > mostOfBatch) throw invalidArguments();
  const orders = openOrders(books).filter(
    (order) =>
      names.some((name) => isNamed(order, name)) || own.some((name) => ownClientOrderId(order) === name),
  );
  return { count: cancelThese(call, orders, true) };
}

/** An array of texts, or of objects with that member; a form has "orders[0]", "orders[]" or "orders[0][txid]". */
function namesIn(parameters: Parameters, list: string, member: string): readonly string[] {
  const value = parameters.get(list);
  const form = [...parameters].filter(([name]) => name.startsWith(`${list}[`)).map(([, each]) => each);
  const items = Array.isArray(value) ? (value as readonly Json[]) : value === undefined ? form : [value];
  return items.map((item) => {
    const named = typeof item === 'object' && item !== null ? (item as Record<string, Json>)[member] : item;
    if (typeof named === 'string' || typeof named === 'number') return String(named);
    throw invalidArguments();
  });
}

/** Every kind of every pair. */
function cancelAll(call: Call): Json {
  return { count: cancelThese(call, openOrders(call.books), true) };
}

const longestTimeoutS = 86_400;

function cancelAllAfter(call: Call): Json {
  const { parameters, nowMs, deadManSwitch } = call;
  mandatory(parameters, 'timeout');
  const timeoutS = whole(parameters, 'timeout', 0);
  if (timeoutS >= longestTimeoutS) throw invalidArguments();
  const dueMs = timeoutS === 0 ? undefined : nowMs + timeoutS * 1000;
  // A sub-account's key has its own account's orders only, and those are none here.
  if (call.key().subAccount === undefined) deadManSwitch.set(dueMs, call.actor());
  return { currentTime: isoSecond(nowMs), triggerTime: dueMs === undefined ? '0' : isoSecond(dueMs) };
}

const isoSecond = (atMs: number): string =>
  DateTime.fromMillis(atMs, { zone: 'utc' }).toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
