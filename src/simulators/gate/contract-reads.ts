import type { Json } from '../../domain/json.ts';
import type { LedgerOrder, LedgerPosition } from '../ledger-books.ts';
import { contractOf } from './contract-market-routes.ts';
import { contractOrderRow, contractTradeRow, contractTriggerRow } from './contract-rows.ts';
import {
  at,
  isForgotten,
  meantMarkets,
  orderNamed,
  ordersOf,
  refuseStranger,
  triggerNamed,
  triggersOf,
} from './contract-scope.ts';
import type { Contracts } from './contract-scope.ts';
import { orderIdOf } from './ids.ts';
import { usualLimit } from './limits.ts';
import { mandatory, oneOf, oneOfMandatory, optional } from './parameters.ts';
import { positionRow } from './position-rows.ts';
import { dayMs, isWithin, openRule, paginationHeaders, sliceOf, windowOf } from './paging.ts';
import { WithHeaders } from './route.ts';
import type { Call, Route } from './route.ts';

const get = (
  product: Contracts,
  path: string,
  answer: (call: Call) => ReturnType<Route['answer']>,
): Route => ({
  method: 'GET',
  path: `${at(product)}/${path}`,
  group: product,
  limit: usualLimit,
  answer: (call) => {
    refuseStranger(call, product);
    return answer(call);
  },
});

/** What all three have alike. */
const common = (product: Contracts): readonly Route[] => [
  get(product, 'orders', (call) => orders(call, product)),
  get(product, 'orders/{order_id}', (call) =>
    contractOrderRow(call.books, product, orderNamed(call, product)),
  ),
  get(product, 'positions', (call) => positions(call, product)),
  get(product, 'positions/{contract}', (call) => onePosition(call, product)),
  get(product, 'my_trades', (call) => trades(call, product, false)),
  get(product, 'position_close', (call) => nothing(call, product === 'options' ? ['underlying'] : [])),
];

const triggered = (product: Contracts): readonly Route[] => [
  get(product, 'price_orders', (call) => triggerOrders(call, product)),
  get(product, 'price_orders/{order_id}', (call) =>
    contractTriggerRow(call.books, triggerNamed(call, product)),
  ),
  get(product, 'liquidates', (call) => nothing(call, [])),
];

/** What a key sees of contracts (FuturesApi, DeliveryApi, OptionsApi). */
export const contractReads: readonly Route[] = [
  ...common('futures'),
  ...triggered('futures'),
  get('futures', 'orders_timerange', ordersByTime),
  get('futures', 'my_trades_timerange', (call) => trades(call, 'futures', true)),
  get('futures', 'positions_timerange', (call) => nothing(call, ['contract'])),
  get('futures', 'auto_deleverages', (call) => nothing(call, [])),
  ...common('delivery'),
  ...triggered('delivery'),
  get('delivery', 'settlements', (call) => nothing(call, [])),
  ...common('options'),
  get('options', 'my_settlements', (call) => nothing(call, ['underlying'])),
];

/** Lists of what the books never have. */
function nothing({ parameters }: Call, wanted: readonly string[]): Json {
  for (const name of wanted) mandatory(parameters, name);
  return [];
}

const halfYearMs = 183 * dayMs;

const newestFirst = (a: LedgerOrder, b: LedgerOrder): number => b.placedAtMs - a.placedAtMs || b.id - a.id;

/** "by default, only data within the past 6 months is supported" (of perpetuals). */
function orders(call: Call, product: Contracts): WithHeaders {
  const { books, parameters, nowMs } = call;
  const status = oneOfMandatory(parameters, 'status', ['open', 'finished']);
  // Only options take times here; from a cursor (`last_id`) nobody should read any more.
  const window = product === 'options' ? windowOf(parameters, openRule, nowMs) : undefined;
  const rows = ordersOf(books, meantMarkets(call, product))
    .filter((order) => (order.status === 'open') === (status === 'open') && !isForgotten(order, nowMs))
    .filter(({ placedAtMs }) => product !== 'futures' || nowMs - placedAtMs <= halfYearMs)
    .filter(({ placedAtMs }) => window === undefined || isWithin(window, placedAtMs))
    .toSorted(newestFirst);
  return paged(call, rows, (order) => contractOrderRow(books, product, order));
}

function paged<Row>(call: Call, rows: readonly Row[], show: (row: Row) => Json): WithHeaders {
  const slice = sliceOf(rows, call.parameters);
  return new WithHeaders(slice.rows.map(show), paginationHeaders(slice));
}

function ordersByTime(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const window = windowOf(parameters, openRule, nowMs);
  const rows = ordersOf(books, meantMarkets(call, 'futures'))
    .filter((order) => order.status !== 'open' && !isForgotten(order, nowMs))
    .filter(({ placedAtMs }) => isWithin(window, placedAtMs))
    .toSorted(newestFirst);
  return sliceOf(rows, parameters).rows.map((order) => contractOrderRow(books, 'futures', order));
}

/** "By default, only supports querying data within 6 months"; the time range goes further back. */
function trades(call: Call, product: Contracts, isTimerange: boolean): Json {
  const { books, parameters, nowMs } = call;
  if (product === 'options') mandatory(parameters, 'underlying');
  const order = optional(parameters, 'order');
  const role = isTimerange ? oneOf(parameters, 'role', ['maker', 'taker']) : undefined;
  const byTime = isTimerange || product === 'options';
  const window = byTime ? windowOf(parameters, openRule, nowMs) : undefined;
  const markets = meantMarkets(call, product);
  const rows = books.trades
    .filter(({ symbol }) => markets.has(symbol))
    .filter((trade) => order === undefined || orderIdOf({ id: trade.orderId }) === order)
    .filter(({ atMs }) => (window === undefined ? nowMs - atMs <= halfYearMs : isWithin(window, atMs)))
    .filter(({ isMaker }) => role === undefined || isMaker === (role === 'maker'))
    .toSorted((a, b) => b.atMs - a.atMs || b.id - a.id);
  return sliceOf(rows, parameters).rows.map((trade) =>
    contractTradeRow(books, trade, { product, isTimerange }),
  );
}

/** `holding=true`: "Return only real positions". Without it the contracts that were touched once (assumed). */
function positions(call: Call, product: Contracts): Json {
  const { books, parameters } = call;
  oneOf(parameters, 'holding', ['true', 'false']);
  const markets = meantMarkets(call, product);
  const held = books.positions.filter(({ symbol }) => markets.has(symbol));
  const rows = product === 'futures' ? sliceOf(held, parameters).rows : held;
  return rows.map((position) => positionRow(books, product, position));
}

/** Nothing held is a row of size 0. */
function onePosition(call: Call, product: Contracts): Json {
  const { books, inPath, nowMs } = call;
  const { symbol } = contractOf(call, product, inPath('contract'));
  const none: LedgerPosition = {
    symbol,
    side: 'long',
    amount: '0',
    entryPrice: '0',
    leverage: '10',
    atMs: nowMs,
  };
  return positionRow(books, product, books.positions.find((each) => each.symbol === symbol) ?? none);
}

function triggerOrders(call: Call, product: Contracts): Json {
  const { books, parameters } = call;
  const status = oneOfMandatory(parameters, 'status', ['open', 'finished']);
  const rows = triggersOf(books, meantMarkets(call, product))
    .filter((order) => (order.status === 'open') === (status === 'open'))
    .toSorted(newestFirst);
  return sliceOf(rows, parameters).rows.map((order) => contractTriggerRow(books, order));
}
