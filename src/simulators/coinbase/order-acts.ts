import type { Json, JsonObject } from '../../domain/json.ts';
import { orderIdOf } from './ids.ts';
import { orderIn } from './order-rows.ts';
import { createOrder } from './order-placing.ts';
import type { Call, Route } from './route.ts';

/** Placing and cancelling. What the venue only "initiates" happens here at once. */
export const orderActs: readonly Route[] = [
  { method: 'POST', path: '/api/v3/brokerage/orders', needs: 'trade', answer: createOrder },
  { method: 'POST', path: '/api/v3/brokerage/orders/batch_cancel', needs: 'trade', answer: cancelOrders },
];

/** Reported by clients; the documents found do not say it. */
const mostIds = 100;

type FailureReason = 'UNKNOWN_CANCEL_FAILURE_REASON' | 'UNKNOWN_CANCEL_ORDER' | 'DUPLICATE_CANCEL_REQUEST';

/** A result for each id, in their order. A success has a reason, too: the one that says nothing. */
function cancelOrders(call: Call): Json {
  const { parameters } = call;
  const ids = parameters.list('order_ids');
  if (ids.length === 0) throw parameters.bad('order_ids is required');
  if (ids.length > mostIds) throw parameters.bad(`order_ids has more than ${mostIds} ids`);
  return { results: ids.map((id, index) => cancelOne(call, id, ids.indexOf(id) < index)) };
}

function cancelOne(call: Call, id: string, isRepeated: boolean): JsonObject {
  const order = orderIn(call.books, id);
  if (isRepeated) return result(id, 'DUPLICATE_CANCEL_REQUEST');
  if (order === undefined || order.status !== 'open') return result(id, 'UNKNOWN_CANCEL_ORDER');
  call.commit({ kind: 'order-cancelled', atMs: call.nowMs, by: call.actor(), orderId: order.id });
  return result(orderIdOf(order.id), 'UNKNOWN_CANCEL_FAILURE_REASON');
}

const result = (id: string, reason: FailureReason): JsonObject => ({
  success: reason === 'UNKNOWN_CANCEL_FAILURE_REASON',
  failure_reason: reason,
  order_id: id,
});
