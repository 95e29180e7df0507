import type { Json } from '../../domain/json.ts';
import { isZero } from '../../domain/money.ts';
import type { LedgerBooks, LedgerOrder, LedgerTrade } from '../ledger-books.ts';
import { ordersIn, tradesIn } from './accounts.ts';
import { refuse } from './codes.ts';
import { contractsOn } from './futures-market-routes.ts';
import { futuresOrderRow, futuresTradeRow } from './futures-rows.ts';
import { listedIn } from './names.ts';
import { cut, dayMs, isIn, tooManyDays, tooManyHours, windowOf } from './pages.ts';
import { mandatory, optional, whole } from './parameters.ts';
import type { Call } from './route.ts';

export type FuturesSection = 'um' | 'cm';

/** "order status is CANCELED or EXPIRED AND order has NO filled trade AND created time + 3 days" … */
const unfilledKeptMs = 3 * dayMs;
/** … "order create time + 90 days": the order is not found any more. */
const keptMs = 90 * dayMs;
/** "Only support querying trade in the past 6 months". */
const tradesKept = 183;

const tooLong = { um: tooManyDays, cm: tooManyHours };

/** Whether the venue still finds this order. */
export function isKept(order: LedgerOrder, nowMs: number): boolean {
  const ageMs = nowMs - order.placedAtMs;
  if (order.status === 'open') return true;
  return ageMs <= keptMs && (!isZero(order.filled) || ageMs <= unfilledKeptMs);
}

/** Conditional orders are algo orders, and in lists of their own: of COIN-M since 2026-06-30. */
export const futuresOrders = (books: LedgerBooks, section: FuturesSection): readonly LedgerOrder[] =>
  ordersIn(books, section).filter((each) => each.trigger === undefined);

/** The books' names of what is asked for. COIN-M takes a pair instead of a symbol. */
export function namesAsked(
  { books, parameters }: Call,
  section: FuturesSection,
): readonly string[] | undefined {
  const symbol = optional(parameters, 'symbol');
  const pair = section === 'cm' ? optional(parameters, 'pair') : undefined;
  if (symbol !== undefined && pair !== undefined) throw refuse.badCombination();
  if (symbol !== undefined) return [listedIn(books, section, symbol).symbol];
  return pair === undefined ? undefined : contractsOn(books, pair).map((each) => each.symbol);
}

function namesOf(call: Call, section: FuturesSection): readonly string[] {
  const names = namesAsked(call, section);
  if (names !== undefined) return names;
  throw section === 'um' ? refuse.mandatory('symbol') : refuse.eitherMandatory('symbol', 'pair');
}

export function openFuturesOrders(call: Call, section: FuturesSection): Json {
  const names = namesAsked(call, section);
  return futuresOrders(call.books, section)
    .filter((each) => each.status === 'open' && (names?.includes(each.symbol) ?? true))
    .map((each) => futuresOrderRow(call.books, each));
}

export function allFuturesOrders(call: Call, section: FuturesSection): Json {
  const { books, parameters, nowMs } = call;
  const names = namesOf(call, section);
  const pages = section === 'um' ? { usual: 500, most: 1000 } : { usual: 50, most: 100 };
  if (parameters.has('pair') && parameters.has('orderId')) throw refuse.badCombination();
  const found = futuresOrders(books, section).filter(
    (each) => names.includes(each.symbol) && isKept(each, nowMs),
  );
  const rows = within(found, call, section, {
    atMs: (each) => each.placedAtMs,
    idName: 'orderId',
    shorter: true,
  });
  return cut(rows, parameters, { idName: 'orderId', ...pages }).map((each) => futuresOrderRow(books, each));
}

export function futuresTrades(call: Call, section: FuturesSection): Json {
  const { books, parameters, nowMs } = call;
  const names = namesOf(call, section);
  const isTimed = parameters.has('startTime') || parameters.has('endTime');
  if (parameters.has('fromId') && isTimed) throw refuse.badCombination();
  if (parameters.has('pair') && (parameters.has('fromId') || parameters.has('orderId'))) {
    throw refuse.badCombination();
  }
  const orderId = whole(parameters, 'orderId');
  const found = tradesIn(books, section).filter(
    (each) =>
      names.includes(each.symbol) &&
      (orderId === undefined || each.orderId === orderId) &&
      nowMs - each.atMs <= tradesKept * dayMs,
  );
  const rows = within(found, call, section, { atMs: (each) => each.atMs, idName: 'fromId' });
  const pages = section === 'um' ? { usual: 500, most: 1000 } : { usual: 50, most: 1000 };
  return cut(rows, parameters, { idName: 'fromId', ...pages }).map((each) => futuresTradeRow(books, each));
}

// Seven days, the last ones unless said otherwise; an id without times reaches back beyond them.
function within<Row extends LedgerOrder | LedgerTrade>(
  rows: readonly Row[],
  { parameters, nowMs }: Call,
  section: FuturesSection,
  how: { readonly atMs: (row: Row) => number; readonly idName: string; readonly shorter?: boolean },
): readonly Row[] {
  const isTimed = parameters.has('startTime') || parameters.has('endTime');
  if (!isTimed && parameters.has(how.idName)) return rows;
  const { shorter = false } = how;
  const window = windowOf(parameters, { nowMs, most: 7, shorter, tooLong: tooLong[section] });
  return rows.filter((row) => isIn(how.atMs(row), window));
}

/** By `orderId` or by the client's id; the former wins. Undefined: not found, or no longer. */
export function namedFuturesOrder(
  { books, parameters, nowMs }: Call,
  section: FuturesSection,
): LedgerOrder | undefined {
  const { symbol } = listedIn(books, section, mandatory(parameters, 'symbol'));
  const id = whole(parameters, 'orderId');
  const clientId = optional(parameters, 'origClientOrderId');
  if (id === undefined && clientId === undefined) {
    throw refuse.eitherMandatory('origClientOrderId', 'orderId');
  }
  return futuresOrders(books, section).findLast(
    (each) =>
      each.symbol === symbol &&
      isKept(each, nowMs) &&
      (id === undefined ? each.clientOrderId === clientId : each.id === id),
  );
}

/** `openOrder` finds only what is open, `order` everything that is kept. */
export function oneFuturesOrder(call: Call, section: FuturesSection, which: 'any' | 'open'): Json {
  const order = namedFuturesOrder(call, section);
  if (order === undefined || (which === 'open' && order.status !== 'open')) throw refuse.noSuchOrder();
  return futuresOrderRow(call.books, order);
}

/** Checks what a list of something that never happens here would be asked with. */
export function nothingOf(call: Call, section: FuturesSection): Json {
  namesAsked(call, section);
  return [];
}
