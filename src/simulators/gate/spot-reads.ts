import type { Json } from '../../domain/json.ts';
import { isSpot, marketOf } from '../ledger-books.ts';
import type { LedgerBooks, LedgerOrder } from '../ledger-books.ts';
import { badParameter, missingParameter, refusal } from './codes.ts';
import { orderIdOf, textOf } from './ids.ts';
import { usualLimit } from './limits.ts';
import { accountBook } from './log-rows.ts';
import { pairOf } from './market-routes.ts';
import { mandatory, oneOf, oneOfMandatory, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { bookRule, isWithin, openRule, pageOf, tradesRule, usualSize, windowOf } from './paging.ts';
import type { Call, Route } from './route.ts';
import { orderRow, tradeRow } from './spot-rows.ts';

const get = (path: string, answer: Route['answer']): Route => ({
  method: 'GET',
  path: `/spot/${path}`,
  group: 'spot',
  limit: usualLimit,
  answer,
});

/** What a key sees of spot orders, trades and the spot wallet (SpotApi). */
export const spotReads: readonly Route[] = [
  get('accounts', accounts),
  get('account_book', book),
  get('open_orders', openOrdersByPair),
  get('orders', orders),
  get('orders/{order_id}', oneOrder),
  get('my_trades', trades),
  get('fee', feeRates),
  get('batch_fee', batchFees),
];

/** Of orders on pairs without a trigger: price-triggered ones have a list of their own. */
export const plainOrders = (books: LedgerBooks): readonly LedgerOrder[] =>
  books.orders.filter(({ symbol, trigger }) => trigger === undefined && isSpot(marketOf(books, symbol)));

const accountWords = ['spot', 'margin', 'cross_margin', 'unified', 'normal'] as const;

/** Everything rests in the spot account here: of another account the lists are empty. */
export function isOtherAccount(parameters: Parameters): boolean {
  const account = oneOf(parameters, 'account', accountWords) ?? 'spot';
  return account !== 'spot' && account !== 'normal';
}

function accounts({ books, parameters }: Call): Json {
  const currency = optional(parameters, 'currency');
  return [...books.balances]
    .filter(([asset]) => currency === undefined || asset === currency)
    .map(([asset, { free, locked }]) => ({
      currency: asset,
      available: free,
      locked,
      update_id: books.acts.length + 1,
    }));
}

/** "range cannot exceed 30 days"; `code` comes before `type`. */
function book(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const window = windowOf(parameters, bookRule, nowMs);
  const [currency, type, code] = ['currency', 'type', 'code'].map((name) => optional(parameters, name));
  const rows = accountBook(books)
    .toReversed()
    .filter(({ atMs }) => isWithin(window, atMs))
    .filter(({ row }) => currency === undefined || row['currency'] === currency)
    .filter(({ row }) => code === undefined || row['code'] === code)
    .filter(({ row }) => code !== undefined || type === undefined || row['type'] === type);
  return pageOf(rows, parameters).map(({ row }) => row);
}

const newestFirst = (a: LedgerOrder, b: LedgerOrder): number => b.placedAtMs - a.placedAtMs || b.id - a.id;

/**
 * "the paging parameter controls the number of pending orders in each trading pair … All trading pairs
 * with pending orders will be returned". At most 100 of each (assumed from the list of one pair).
 */
function openOrdersByPair({ books, parameters }: Call): Json {
  if (isOtherAccount(parameters)) return [];
  const open = plainOrders(books).filter(({ status }) => status === 'open');
  const pairs = [...new Set(open.map(({ symbol }) => symbol))].sort();
  return pairs
    .map((pair) => ({
      pair,
      page: pageOf(open.filter(({ symbol }) => symbol === pair).sort(newestFirst), parameters, openSize),
    }))
    .map(({ pair, page }) => ({
      currency_pair: pair,
      total: page.length,
      orders: page.map((order) => orderRow(books, order)),
    }));
}

/** "`limit` can only be set to a maximum of 100". */
const openSize = { usual: 100, most: 100 };

/** "Time range filter parameters are processed according to the order end time". */
function orders(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const status = oneOfMandatory(parameters, 'status', ['open', 'finished']);
  const pair = optional(parameters, 'currency_pair');
  if (pair === undefined && status === 'open') throw missingParameter('currency_pair');
  if (pair !== undefined) pairOf(call, pair);
  if (status === 'open') refuseGiven(parameters, ['side', 'from', 'to']);
  const side = oneOf(parameters, 'side', ['buy', 'sell']);
  const window = windowOf(parameters, openRule, nowMs);
  const isAsked = (order: LedgerOrder): boolean =>
    (order.status === 'open') === (status === 'open') &&
    (pair === undefined || order.symbol === pair) &&
    (side === undefined || order.side === side) &&
    (status === 'open' || isWithin(window, order.updatedAtMs));
  const rows = isOtherAccount(parameters) ? [] : plainOrders(books).filter(isAsked);
  const size = status === 'open' ? openSize : usualSize;
  const sorted = rows.toSorted((a, b) => b.updatedAtMs - a.updatedAtMs || b.id - a.id);
  return pageOf(sorted, parameters, size).map((order) => orderRow(books, order));
}

/** Of open orders these "are not supported": refused here rather than passed over (assumed). */
function refuseGiven(parameters: Parameters, names: readonly string[]): void {
  const given = names.find((name) => optional(parameters, name) !== undefined);
  if (given !== undefined) throw badParameter(given, optional(parameters, given));
}

/** Custom ids are understood while the order is open only; "currency_pair" is needed then, too. */
export function orderNamed(
  { books }: Pick<Call, 'books'>,
  id: string,
  pair: string | undefined,
): LedgerOrder | undefined {
  return plainOrders(books).find(
    (order) =>
      (pair === undefined || order.symbol === pair) &&
      (id.startsWith('t-') ? order.status === 'open' && textOf(order) === id : orderIdOf(order) === id),
  );
}

function oneOrder(call: Call): Json {
  const { books, parameters, inPath } = call;
  const pair = optional(parameters, 'currency_pair');
  if (pair !== undefined) pairOf(call, pair);
  const order = isOtherAccount(parameters) ? undefined : orderNamed(call, inPath('order_id'), pair);
  if (order === undefined) throw refusal('ORDER_NOT_FOUND');
  if (order.status === 'open' && pair === undefined) throw missingParameter('currency_pair');
  return orderRow(books, order);
}

/** Without times the last 7 days; with one end 7 days from it; 30 days at most. By id no time counts (assumed). */
function trades(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const [pair, order] = [optional(parameters, 'currency_pair'), optional(parameters, 'order_id')];
  if (order !== undefined && pair === undefined) throw missingParameter('currency_pair');
  if (pair !== undefined) pairOf(call, pair);
  const window = windowOf(parameters, tradesRule, nowMs);
  const rows = books.trades
    .filter(({ symbol }) => isSpot(marketOf(books, symbol)))
    .filter(({ symbol }) => pair === undefined || symbol === pair)
    .filter((trade) =>
      order === undefined ? isWithin(window, trade.atMs) : orderIdOf({ id: trade.orderId }) === order,
    )
    .toSorted((a, b) => b.atMs - a.atMs || b.id - a.id);
  return pageOf(rows, parameters).map((trade) => tradeRow(books, trade));
}

const fees = ({ books, uid }: Call): { readonly [name: string]: Json } => ({
  user_id: uid,
  taker_fee: books.feeRate,
  maker_fee: '0',
  gt_discount: false,
  gt_taker_fee: '0',
  gt_maker_fee: '0',
  loan_fee: '0.18',
  point_type: '1',
  debit_fee: 3,
});

function feeRates(call: Call): Json {
  const pair = optional(call.parameters, 'currency_pair');
  if (pair !== undefined) pairOf(call, pair);
  return fees(call);
}

/** "Maximum 50 currency pairs per request". */
function batchFees(call: Call): Json {
  const pairs = mandatory(call.parameters, 'currency_pairs').split(',');
  if (pairs.length > 50) throw refusal('TOO_MANY_CURRENCY_PAIRS');
  return Object.fromEntries(pairs.map((pair) => [pairOf(call, pair).symbol, fees(call)]));
}
