import type { Json } from '../../domain/json.ts';
import { isZero } from '../../domain/money.ts';
import { marketOf } from '../ledger-books.ts';
import type { LedgerMarket, LedgerOrder, LedgerTrade } from '../ledger-books.ts';
import { algoReads } from './algo-reads.ts';
import { missing, refusal } from './codes.ts';
import { fillBillIdOf, ordIdOf } from './ids.ts';
import { perTwoSeconds } from './limits.ts';
import { instFamilyOf, instIdOf, instTypeOf } from './names.ts';
import { fillRow, orderRow, ordTypeOf, stateOf } from './order-rows.ts';
import { isWithin, lastingMs, newestFirst, pageOf } from './paging.ts';
import { instTypeIn, mandatory, oneOf, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { get } from './route.ts';
import type { Call, Route } from './route.ts';

/** Orders and fills (order-book-trading, "Trade"). */
export const orderReads: readonly Route[] = [
  get('trade/order', perTwoSeconds(60), oneOrder, { limitedBy: 'instId' }),
  get('trade/orders-pending', perTwoSeconds(60), pending),
  get('trade/orders-history', perTwoSeconds(40), (call) =>
    history(call, (order) => isOfWeek(order, call.nowMs)),
  ),
  get('trade/orders-history-archive', perTwoSeconds(20), (call) =>
    history(call, (order) => isOfQuarter(order, call.nowMs)),
  ),
  get('trade/fills', perTwoSeconds(60), (call) => fills(call, lastingMs.fills)),
  get('trade/fills-history', perTwoSeconds(10), (call) => {
    demandInstType(call.parameters);
    return fills(call, lastingMs.quarter);
  }),
  ...algoReads,
];

const isPlain = ({ trigger }: LedgerOrder): boolean => trigger === undefined;

/** Which markets the request means; each of the three narrows the list. */
export function isMeant(parameters: Parameters): (market: LedgerMarket) => boolean {
  const instType = instTypeIn(parameters);
  const [instId, family] = [optional(parameters, 'instId'), optional(parameters, 'instFamily')];
  return (market) =>
    (instType === undefined || instTypeOf(market) === instType) &&
    (instId === undefined || instIdOf(market) === instId) &&
    (family === undefined || instFamilyOf(market) === family);
}

function demandInstType(parameters: Parameters): void {
  if (instTypeIn(parameters) === undefined) throw missing('instType');
}

/** "Either ordId or clOrdId is required. If both are passed, ordId will be used." */
function oneOrder({ books, parameters, nowMs }: Call): Json[] {
  const instId = mandatory(parameters, 'instId');
  const [ordId, clOrdId] = [optional(parameters, 'ordId'), optional(parameters, 'clOrdId')];
  if (ordId === undefined && clOrdId === undefined) throw refusal('51003');
  const found = books.orders.findLast(
    (order) =>
      isPlain(order) &&
      instIdOf(marketOf(books, order.symbol)) === instId &&
      (ordId === undefined ? order.clientOrderId === clOrdId : ordIdOf(order) === ordId) &&
      (order.status === 'open' || isOfWeek(order, nowMs) || isOfQuarter(order, nowMs)),
  );
  if (found === undefined) throw refusal('51603');
  return [orderRow(books, found)];
}

const ordTypes = [
  'market',
  'limit',
  'post_only',
  'fok',
  'ioc',
  'optimal_limit_ioc',
  'mmp',
  'mmp_and_post_only',
  'op_fok',
  'elp',
];

/** "ordType=post_only,fok,ioc": several of them, with commas. */
function isOfType(parameters: Parameters): (order: LedgerOrder) => boolean {
  const wanted = optional(parameters, 'ordType')?.split(',');
  const unknown = wanted?.find((each) => !ordTypes.includes(each));
  if (unknown !== undefined) throw refusal('51000', 'ordType');
  return (order) => wanted === undefined || wanted.includes(ordTypeOf(order));
}

function pending(call: Call): Json[] {
  const state = oneOf(call.parameters, 'state', ['live', 'partially_filled']);
  return ordersPage(call, (order) => order.status === 'open' && (state ?? stateOf(order)) === stateOf(order));
}

/**
 * "orders placed in the last 7 days that are completed, and those placed before that were only filled
 * within them"; "the incomplete orders that have been canceled are only reserved for 2 hours".
 */
function isOfWeek(order: LedgerOrder, nowMs: number): boolean {
  if (order.status === 'open') return false;
  const lasting = isZero(order.filled) ? lastingMs.unfilled : lastingMs.week;
  return nowMs - order.updatedAtMs <= lasting;
}

/** "This interface does not contain the order data of the canceled orders without any fills." */
const isOfQuarter = (order: LedgerOrder, nowMs: number): boolean =>
  order.status !== 'open' && !isZero(order.filled) && nowMs - order.updatedAtMs <= lastingMs.quarter;

function history(call: Call, isRemembered: (order: LedgerOrder) => boolean): Json[] {
  const { parameters } = call;
  demandInstType(parameters);
  const state = oneOf(parameters, 'state', ['canceled', 'filled', 'mmp_canceled']);
  // Orders of the venue's own making, which the books have none of.
  const category = optional(parameters, 'category');
  const isInside = isWithin(parameters);
  return ordersPage(
    call,
    (order) =>
      isRemembered(order) &&
      category === undefined &&
      // "the begin timestamp cTime": when it was placed, not when it was filled.
      isInside(order.placedAtMs) &&
      (state === undefined || stateOf(order) === state),
  );
}

/** "in descending order of the creation time". */
function ordersPage({ books, parameters }: Call, isAsked: (order: LedgerOrder) => boolean): Json[] {
  const [isOfMarket, isOfWantedType] = [isMeant(parameters), isOfType(parameters)];
  const rows = books.orders.filter(
    (order) =>
      isPlain(order) && isOfMarket(marketOf(books, order.symbol)) && isOfWantedType(order) && isAsked(order),
  );
  const sorted = newestFirst(rows, ({ placedAtMs }) => placedAtMs);
  return pageOf(sorted, parameters, ordIdOf).map((order) => orderRow(books, order));
}

function fills({ books, parameters, nowMs }: Call, lasting: number): Json[] {
  const isOfMarket = isMeant(parameters);
  const [ordId, subType] = [optional(parameters, 'ordId'), optional(parameters, 'subType')];
  const isInside = isWithin(parameters);
  const isAsked = (trade: LedgerTrade): boolean =>
    nowMs - trade.atMs <= lasting &&
    isInside(trade.atMs) &&
    isOfMarket(marketOf(books, trade.symbol)) &&
    (ordId === undefined || ordIdOf({ id: trade.orderId }) === ordId) &&
    (subType === undefined || subType === (trade.side === 'buy' ? '1' : '2'));
  const rows = newestFirst(books.trades.filter(isAsked), ({ atMs }) => atMs);
  return pageOf(rows, parameters, fillBillIdOf).map((trade) => fillRow(books, trade));
}
