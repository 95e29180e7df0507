import type { Json, JsonObject } from '../../domain/json.ts';
import { marketOf, openOrders } from '../ledger-books.ts';
import type { LedgerMarket, LedgerOrder } from '../ledger-books.ts';
import type { VenueRefusal } from '../venue-refusal.ts';
import { badParameter, refusal } from './codes.ts';
import { orderIdOf } from './ids.ts';
import { categoryOf, marketIn, printedSymbol, settleCoinOf } from './names.ts';
import type { Category } from './names.ts';
import { categoryIn, isObject, mandatory, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { WithExtInfo } from './route.ts';
import type { Call } from './route.ts';
import { isOfKind, orderFilterIn } from './trading-reads.ts';

const unknownOrder = (category: Category): VenueRefusal => refusal(category === 'spot' ? '170213' : '110001');

function cancelIn(call: Call, order: LedgerOrder): JsonObject {
  call.commit({ kind: 'order-cancelled', atMs: call.nowMs, by: call.actor(), orderId: order.id });
  return { orderId: orderIdOf(call.books, order), orderLinkId: order.clientOrderId };
}

interface Named {
  readonly symbol: string;
  readonly orderId: string | undefined;
  readonly linkId: string | undefined;
}

/** "If `orderId` and `orderLinkId` do not match, the system will process `orderId` first." */
function namedIn(parameters: Parameters): Named {
  const [orderId, linkId] = [optional(parameters, 'orderId'), optional(parameters, 'orderLinkId')];
  if (orderId === undefined && linkId === undefined) {
    throw badParameter('either orderId or orderLinkId is required');
  }
  return { symbol: mandatory(parameters, 'symbol'), orderId, linkId };
}

function openOrderOf({ books }: Call, category: Category, named: Named): LedgerOrder | undefined {
  const market = marketIn(books, category, named.symbol);
  if (market === undefined) throw category === 'spot' ? refusal('170121') : badParameter('symbol invalid');
  return openOrders(books).find(
    (order) =>
      order.symbol === market.symbol &&
      (named.orderId === undefined
        ? order.clientOrderId === named.linkId
        : orderIdOf(books, order) === named.orderId),
  );
}

/** Spot: without `orderFilter` it is "Order", and a conditional order is then not found. */
export function cancelOne(call: Call): Json {
  const category = categoryIn(call.parameters);
  const filter = orderFilterIn(call.parameters) ?? 'Order';
  const order = openOrderOf(call, category, namedIn(call.parameters));
  if (order === undefined || (category === 'spot' && !isOfKind(order, filter))) throw unknownOrder(category);
  return cancelIn(call, order);
}

/** Spot cancels plain orders unless told otherwise; contracts every kind, and want to be narrowed down. */
export function cancelAll(call: Call): Json {
  const { parameters, books } = call;
  const category = categoryIn(parameters);
  const [symbol, baseCoin, settleCoin] = ['symbol', 'baseCoin', 'settleCoin'].map((name) =>
    optional(parameters, name),
  );
  const isOpenToAll = category === 'spot' || category === 'option';
  if (!isOpenToAll && symbol === undefined && baseCoin === undefined && settleCoin === undefined) {
    throw badParameter('one of symbol, baseCoin and settleCoin is required');
  }
  const named = symbol === undefined ? undefined : marketIn(books, category, symbol);
  if (symbol !== undefined && named === undefined) {
    throw category === 'spot' ? refusal('170121') : badParameter('symbol invalid');
  }
  const filter = orderFilterIn(parameters) ?? (category === 'spot' ? 'Order' : undefined);
  const isMeant = (market: LedgerMarket): boolean => {
    if (categoryOf(market) !== category) return false;
    if (symbol !== undefined) return printedSymbol(market) === symbol;
    if (baseCoin !== undefined) return market.base === baseCoin;
    return settleCoin === undefined || settleCoinOf(market) === settleCoin;
  };
  const orders = openOrders(books).filter(
    (order) => isMeant(marketOf(books, order.symbol)) && (filter === undefined || isOfKind(order, filter)),
  );
  return { list: orders.map((order) => cancelIn(call, order)), success: '1' };
}

/** "A maximum of 20 orders (option), 20 (inverse), 20 (linear), 10 orders (spot)". */
const mostOfBatch = (category: Category): number => (category === 'spot' ? 10 : 20);

export function batchIn(parameters: Parameters): readonly Parameters[] {
  const request = parameters.get('request');
  if (!Array.isArray(request) || request.length === 0) throw badParameter('request is required');
  return request.map((each: Json) => {
    if (!isObject(each)) throw badParameter('request is invalid');
    return new Map(Object.entries(each));
  });
}

/** Each order for itself: an answer of 200 and code 0 may hold refusals, beside the result. */
export function cancelBatch(call: Call): WithExtInfo {
  const category = categoryIn(call.parameters);
  const wanted = batchIn(call.parameters);
  if (wanted.length > mostOfBatch(category)) throw badParameter('too many orders in the request');
  const done = new Set<number>();
  const said = wanted.map((each) => cancelOfBatch(call, category, namedIn(each), done));
  return new WithExtInfo(
    { list: said.map(({ row }) => ({ category, ...row })) },
    { list: said.map(({ code, msg }) => ({ code, msg })) },
  );
}

/** What is refused shows the id as it was sent, and the other one empty. */
function cancelOfBatch(
  call: Call,
  category: Category,
  named: Named,
  done: Set<number>,
): { readonly row: JsonObject; readonly code: number; readonly msg: string } {
  const order = openOrderOf(call, category, named);
  const { symbol, orderId = '', linkId = '' } = named;
  if (order === undefined || done.has(order.id)) {
    const { code, message } = unknownOrder(category);
    return { row: { symbol, orderId, orderLinkId: linkId }, code: Number(code), msg: message };
  }
  done.add(order.id);
  return { row: { symbol, ...cancelIn(call, order) }, code: 0, msg: 'OK' };
}
