import type { Json } from '../../domain/json.ts';
import { isZero } from '../../domain/money.ts';
import { booksFor } from '../sub-account-books.ts';
import { marketOf, openOrders } from '../ledger-books.ts';
import type { LedgerBooks, LedgerKey, LedgerMarket } from '../ledger-books.ts';
import type { Actor } from '../mutation.ts';
import type { VenueCore } from '../venue-core.ts';
import { inVenueWords, refusal } from './codes.ts';
import type { Need } from './gate.ts';
import { numberIn } from './ids.ts';
import { cancelAll, cancelOne, placeOrder, requestWithdrawal } from './acts.ts';
import { mandatory, moment, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { depositRow, historyItems, orderRow, tradeRow, transferRow, withdrawalRow } from './rows.ts';
import { bookRow, dayRow } from './ticker-rows.ts';

/** One endpoint: whom it lets in, what it weighs (docs, "Rate limit weight points"), what it says. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly needs: readonly Need[] | 'public';
  readonly weight: number | ((parameters: Parameters) => number);
  readonly answer: (call: Call) => Json;
}

export interface Call {
  readonly core: VenueCore;
  readonly parameters: Parameters;
  /** As the key sees them. */
  readonly books: LedgerBooks;
  readonly nowMs: number;
  readonly actor: () => Actor;
}

export function callOf(
  core: VenueCore,
  parameters: Parameters,
  key: LedgerKey | undefined,
  sourceIp: string,
): Call {
  const books = core.world.books();
  return {
    core,
    parameters,
    books: key === undefined ? books : booksFor(key, books),
    nowMs: core.nowMs(),
    actor: () => ({ key: key?.ref ?? '', sourceIp }),
  };
}

const get = (
  path: string,
  needs: Route['needs'],
  weight: Route['weight'],
  answer: Route['answer'],
): Route => ({ method: 'GET', path: `/v2/${path}`, needs, weight, answer });

const perMarket = (withMarket: number, without: number) => (parameters: Parameters) =>
  parameters.has('market') ? withMarket : without;

export const routes: readonly Route[] = [
  get('time', 'public', 1, (call) => ({ time: call.nowMs, timeNs: call.nowMs * 1_000_000 })),
  get('markets', 'public', 1, markets),
  get('assets', 'public', 1, assets),
  get('ticker/price', 'public', 1, (call) =>
    tickers(call, (_, { symbol, price }) => ({ market: symbol, price })),
  ),
  get('ticker/24h', 'public', perMarket(1, 25), (call) => tickers(call, dayRow)),
  get('ticker/book', 'public', 1, (call) => tickers(call, bookRow)),
  get('account', ['read'], 1, ({ books }) => ({
    fees: { taker: books.feeRate, maker: '0', volume: '0.00' },
  })),
  get('balance', ['read'], 5, balances),
  // Fixed and flexible staking hold nothing here; the form of a row is documented nowhere that was found.
  get('stakingBalance', ['read'], 1, () => []),
  get('order', ['read'], 1, oneOrder),
  get('orders', ['read'], 5, orders),
  get('ordersOpen', ['read'], perMarket(1, 25), ordersOpen),
  get('trades', ['read'], 5, trades),
  get('account/history', ['read'], 1, history),
  get('depositHistory', ['read'], 5, (call) =>
    newest(call, call.books.deposits, (each) => each.atMs).map(depositRow),
  ),
  get('withdrawalHistory', ['read'], 5, (call) =>
    newest(call, call.books.withdrawals, (each) => each.requestedAtMs).map((each) =>
      withdrawalRow(each, call.nowMs),
    ),
  ),
  get('subaccounts', ['administrative'], 5, subAccounts),
  get('subaccounts/transfers', ['transfer', 'administrative'], 5, subAccountTransfers),
  { method: 'POST', path: '/v2/order', needs: ['spot-trade'], weight: 1, answer: placeOrder },
  { method: 'DELETE', path: '/v2/order', needs: ['spot-trade'], weight: 1, answer: cancelOne },
  {
    method: 'DELETE',
    path: '/v2/orders',
    needs: ['spot-trade'],
    weight: perMarket(25, 100),
    answer: cancelAll,
  },
  { method: 'POST', path: '/v2/withdrawal', needs: ['withdraw'], weight: 1, answer: requestWithdrawal },
];

function markets({ books }: Call): Json {
  return books.markets.map(({ symbol, base, quote }) => ({
    market: symbol,
    status: 'trading',
    base,
    quote,
    pricePrecision: '5',
    minOrderInQuoteAsset: '5.00',
    minOrderInBaseAsset: '0.0001',
    orderTypes: ['market', 'limit', 'stopLoss', 'stopLossLimit', 'takeProfit', 'takeProfitLimit'],
  }));
}

function assets({ books }: Call): Json {
  const names = new Set(books.markets.flatMap(({ base, quote }) => [base, quote]));
  return [...names].sort().map((symbol) => ({ symbol, name: symbol, decimals: 8, depositStatus: 'OK' }));
}

/** Of one market an object, of all of them a list. */
function tickers(call: Call, row: (call: Call, market: LedgerMarket) => Json): Json {
  const { books, parameters } = call;
  const wanted = parameters.get('market');
  if (wanted === undefined) return books.markets.map((market) => row(call, market));
  return row(
    call,
    inVenueWords(() => marketOf(books, wanted)),
  );
}

/** "If not specified, returns the balance for all assets above zero." */
function balances({ books, parameters }: Call): Json {
  const wanted = parameters.get('symbol');
  return [...books.balances]
    .filter(([asset, { free, locked }]) =>
      wanted === undefined ? !(isZero(free) && isZero(locked)) : asset === wanted,
    )
    .map(([symbol, { free, locked }]) => ({ symbol, available: free, inOrder: locked }));
}

function oneOrder({ books, parameters }: Call): Json {
  const market = mandatory(parameters, 'market');
  const id = numberIn('order', mandatory(parameters, 'orderId'));
  const order = books.orders.find((each) => each.id === id && each.symbol === market);
  if (order === undefined) throw refusal('240');
  return orderRow(books, order);
}

function ordersOpen({ books, parameters }: Call): Json {
  const market = parameters.get('market');
  if (market !== undefined) inVenueWords(() => marketOf(books, market));
  return openOrders(books)
    .filter((order) => market === undefined || order.symbol === market)
    .map((order) => orderRow(books, order));
}

const dayMs = 86_400_000;

interface Page {
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
}

/** "The maximum number …, from latest to earliest. Default 500." Both ends count as inside (assumed). */
function pageOf(parameters: Parameters): Page {
  const fromMs = moment(parameters, 'start') ?? 0;
  const toMs = moment(parameters, 'end') ?? Number.POSITIVE_INFINITY;
  if (fromMs > toMs) throw refusal('205', 'start parameter is invalid.');
  return { fromMs, toMs, limit: whole(parameters, 'limit', { least: 1, most: 1000 }) ?? 500 };
}

/** docs: trades and orders are given "for a period of up to 24 hours": an end later than that is refused. */
function dayPageOf(parameters: Parameters): Page {
  const page = pageOf(parameters);
  const isLong = parameters.has('start') && parameters.has('end') && page.toMs - page.fromMs > dayMs;
  if (isLong) throw refusal('205', 'end parameter is invalid.');
  return page;
}

function newest<Row>(call: Call, rows: readonly Row[], atMs: (row: Row) => number): readonly Row[] {
  const { fromMs, toMs, limit } = pageOf(call.parameters);
  const symbol = call.parameters.get('symbol');
  return rows
    .filter((row) => atMs(row) >= fromMs && atMs(row) <= toMs)
    .filter((row) => symbol === undefined || (row as { readonly coin?: string }).coin === symbol)
    .toSorted((a, b) => atMs(b) - atMs(a))
    .slice(0, limit);
}

/** Newest first; with ids, from the one and up to the other, both included (assumed). */
function byId<Row extends { readonly id: number; readonly symbol: string }>(
  { books, parameters }: Call,
  rows: readonly Row[],
  kind: 'order' | 'trade',
  atMs: (row: Row) => number,
): readonly Row[] {
  const market = mandatory(parameters, 'market');
  inVenueWords(() => marketOf(books, market));
  const { fromMs, toMs, limit } = dayPageOf(parameters);
  const least = idBound(parameters, kind, 'From') ?? 0;
  const most = idBound(parameters, kind, 'To') ?? Number.POSITIVE_INFINITY;
  return rows
    .filter((row) => row.symbol === market && row.id >= least && row.id <= most)
    .filter((row) => atMs(row) >= fromMs && atMs(row) <= toMs)
    .toSorted((a, b) => atMs(b) - atMs(a) || b.id - a.id)
    .slice(0, limit);
}

function idBound(parameters: Parameters, kind: 'order' | 'trade', end: 'From' | 'To'): number | undefined {
  const name = `${kind}Id${end}`;
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  const id = numberIn(kind, text);
  if (id === undefined) throw refusal('205', `${name} parameter is invalid.`);
  return id;
}

function orders(call: Call): Json {
  return byId(call, call.books.orders, 'order', (each) => each.placedAtMs).map((each) =>
    orderRow(call.books, each),
  );
}

function trades(call: Call): Json {
  return byId(call, call.books.trades, 'trade', (each) => each.atMs).map((each) =>
    tradeRow(call.books, each),
  );
}

function history({ books, parameters }: Call): Json {
  const fromMs = moment(parameters, 'fromDate') ?? 0;
  const toMs = moment(parameters, 'toDate') ?? Number.POSITIVE_INFINITY;
  const maxItems = whole(parameters, 'maxItems', { least: 1, most: 100 }) ?? 100;
  const page = whole(parameters, 'page', { least: 1, most: 1_000_000 }) ?? 1;
  const type = parameters.get('type');
  const items = historyItems(books).filter(
    (each) => each.atMs >= fromMs && each.atMs <= toMs && (type === undefined || each.type === type),
  );
  return {
    items: items.slice((page - 1) * maxItems, page * maxItems).map(({ row }) => row),
    currentPage: page,
    totalPages: Math.max(1, Math.ceil(items.length / maxItems)),
    maxItems,
  };
}

function subAccounts({ books, parameters }: Call): Json {
  const maxItems = whole(parameters, 'maxItems', { least: 1, most: 100 }) ?? 100;
  const page = whole(parameters, 'page', { least: 1, most: 1_000_000 }) ?? 1;
  const items = books.subAccounts.slice((page - 1) * maxItems, page * maxItems);
  return {
    items: items.map(({ id, label, frozen }) => ({
      id,
      type: 'spot',
      status: frozen ? 'blocked' : 'open',
      label,
    })),
    currentPage: page,
    totalPages: Math.max(1, Math.ceil(books.subAccounts.length / maxItems)),
    maxItems,
  };
}

function subAccountTransfers(call: Call): Json {
  const id = mandatory(call.parameters, 'subaccountId');
  if (!call.books.subAccounts.some((each) => each.id === id))
    throw refusal('205', 'subaccountId parameter is invalid.');
  const { fromMs, toMs } = pageOf(call.parameters);
  const limit = whole(call.parameters, 'limit', { least: 1, most: 100 }) ?? 25;
  const items = call.books.transfers
    .filter(({ from, to }) => from === `sub:${id}` || to === `sub:${id}`)
    .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
    .toSorted((a, b) => b.atMs - a.atMs)
    .slice(0, limit);
  return { items: items.map((each) => transferRow(each, id)), start: 0, end: 0, limit };
}
