import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerOrder } from '../ledger-books.ts';
import { refuse } from './codes.ts';
import { futuresOrders, namedFuturesOrder } from './futures-reads.ts';
import type { FuturesSection } from './futures-reads.ts';
import { cancelledFuturesRow } from './futures-rows.ts';
import { listedIn } from './names.ts';
import { cancelIn } from './order-routes.ts';
import { mandatory, optional } from './parameters.ts';
import { dapi, fapi } from './route.ts';
import type { Call, Route } from './route.ts';

/** Cancelling, the same for both futures (binance-connector-js, trade-api of each). */
export const futuresCancelRoutes: readonly Route[] = (
  [
    { endpoint: fapi, section: 'um' },
    { endpoint: dapi, section: 'cm' },
  ] as const
).flatMap(({ endpoint, section }) => [
  endpoint('DELETE', 'v1/order', 'futures', {
    weight: 1,
    reads: ['symbol', 'orderId', 'origClientOrderId'],
    answer: (call) => cancelOne(call, section),
  }),
  endpoint('DELETE', 'v1/allOpenOrders', 'futures', {
    weight: 1,
    reads: ['symbol'],
    answer: (call) => cancelAll(call, section),
  }),
  endpoint('DELETE', 'v1/batchOrders', 'futures', {
    weight: 1,
    reads: ['symbol', 'orderIdList', 'origClientOrderIdList'],
    answer: (call) => cancelBatch(call, section),
  }),
]);

function cancelOne(call: Call, section: FuturesSection): Json {
  const order = namedFuturesOrder(call, section);
  if (order?.status !== 'open') throw refuse.unknownOrder();
  return cancelledFuturesRow(call.books, cancelIn(call, order));
}

// Said even when there was nothing to cancel (assumed: no document says otherwise). A code in a success.
function cancelAll(call: Call, section: FuturesSection): Json {
  const { symbol } = listedIn(call.books, section, mandatory(call.parameters, 'symbol'));
  const open = futuresOrders(call.books, section).filter(
    (each) => each.status === 'open' && each.symbol === symbol,
  );
  for (const order of open) cancelIn(call, order);
  return { code: 200, msg: 'The operation of cancel all open order is done.' };
}

/** "max length 10" of either list. */
const longestBatch = 10;

// Each of them answered for itself: a refusal stands in the list, under HTTP 200.
function cancelBatch(call: Call, section: FuturesSection): Json {
  const { books, parameters } = call;
  const { symbol } = listedIn(books, section, mandatory(parameters, 'symbol'));
  const ids = listIn(optional(parameters, 'orderIdList'), 'orderIdList');
  const clientIds = listIn(optional(parameters, 'origClientOrderIdList'), 'origClientOrderIdList');
  const wanted = ids ?? clientIds;
  if (wanted === undefined) throw refuse.eitherMandatory('orderIdList', 'origClientOrderIdList');
  const open = futuresOrders(books, section).filter(
    (each) => each.status === 'open' && each.symbol === symbol,
  );
  const named = (name: string): LedgerOrder | undefined =>
    open.find((each) => (ids === undefined ? each.clientOrderId : String(each.id)) === name);
  return [...new Set(wanted)].map((name) => {
    const order = named(name);
    return order === undefined ? unknownOrder() : cancelledFuturesRow(books, cancelIn(call, order));
  });
}

function unknownOrder(): JsonObject {
  const { body } = refuse.unknownOrder();
  return body as JsonObject;
}

// A JSON list of numbers or of texts.
function listIn(text: string | undefined, name: string): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const list = parsed(text);
  const isList =
    Array.isArray(list) && list.every((each) => typeof each === 'number' || typeof each === 'string');
  if (!isList || list.length === 0 || list.length > longestBatch) throw refuse.invalid(name);
  return list.map(String);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
