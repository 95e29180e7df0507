import { createHash } from 'node:crypto';
import type { Json } from '../../domain/json.ts';
import { isZero } from '../../domain/money.ts';
import { marketOf } from '../ledger-books.ts';
import type { LedgerMarket, LedgerOrder, LedgerTrade } from '../ledger-books.ts';
import { badParameter, refusal } from './codes.ts';
import { orderIdOf } from './ids.ts';
import { perSecond } from './limits.ts';
import { categoryOf, marketIn, printedSymbol, settleCoinOf } from './names.ts';
import type { Category } from './names.ts';
import { executionRow, orderRow, positionRow, statusOf } from './order-rows.ts';
import type { ShownPosition } from './order-rows.ts';
import { isWithin, lastingMs, listCursor, pageOf, refuseTooOld, weekRule, windowOf } from './paging.ts';
import { categoryIn, mandatory, oneOf, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call, Route } from './route.ts';

/** What a key sees of orders, executions and positions (order/*, position/position). */
export const tradingReads: readonly Route[] = [
  {
    method: 'GET',
    path: '/v5/order/realtime',
    needs: {},
    limit: perSecond(50),
    said: 'OK',
    answer: currentOrders,
  },
  {
    method: 'GET',
    path: '/v5/order/history',
    needs: {},
    limit: perSecond(50),
    said: 'OK',
    answer: orderHistory,
  },
  {
    method: 'GET',
    path: '/v5/execution/list',
    needs: {},
    limit: perSecond(50),
    said: 'OK',
    answer: executions,
  },
  {
    method: 'GET',
    path: '/v5/position/list',
    needs: {},
    limit: perSecond(50),
    said: 'OK',
    answer: positions,
  },
  // TWAP, chase and iceberg orders: the books have none.
  {
    method: 'GET',
    path: '/v5/strategy/list',
    needs: {},
    limit: perSecond(200),
    said: 'success',
    answer: () => ({ list: [], nextCursor: '', prevCursor: '' }),
  },
  {
    method: 'POST',
    path: '/v5/strategy/stop',
    needs: { writes: true },
    limit: perSecond(100),
    said: 'success',
    answer: ({ parameters }) => {
      mandatory(parameters, 'strategyId');
      throw refusal('60065');
    },
  },
];

interface Chosen {
  readonly category: Category;
  readonly market: (market: LedgerMarket) => boolean;
  /** By id nothing else counts: "other input parameters will be ignored". */
  readonly order: ((order: Pick<LedgerOrder, 'id'>) => boolean) | undefined;
}

/** The documents' priority: orderId > orderLinkId > symbol > baseCoin, and settleCoin besides. */
function chosenIn({ parameters, books }: Call, usualBaseCoin?: string): Chosen {
  const category = categoryIn(parameters);
  const inCategory = (market: LedgerMarket): boolean => categoryOf(market) === category;
  const [orderId, linkId] = [optional(parameters, 'orderId'), optional(parameters, 'orderLinkId')];
  if (orderId !== undefined || linkId !== undefined) {
    const named = books.orders.filter((order) =>
      orderId === undefined ? order.clientOrderId === linkId : orderIdOf(books, order) === orderId,
    );
    const ids = new Set(named.map(({ id }) => id));
    return { category, market: inCategory, order: ({ id }) => ids.has(id) };
  }
  const symbol = optional(parameters, 'symbol');
  if (symbol !== undefined && marketIn(books, category, symbol) === undefined) {
    throw badParameter('symbol invalid');
  }
  const baseCoin = symbol === undefined ? (optional(parameters, 'baseCoin') ?? usualBaseCoin) : undefined;
  const settleCoin = optional(parameters, 'settleCoin');
  return {
    category,
    order: undefined,
    market: (market) =>
      inCategory(market) &&
      (symbol === undefined || printedSymbol(market) === symbol) &&
      (baseCoin === undefined || market.base === baseCoin) &&
      (settleCoin === undefined || category === 'spot' || settleCoinOf(market) === settleCoin),
  };
}

/** "Query a maximum of recent 500 closed status records … each category". It is never cleared here. */
const closedKept = 500;

function currentOrders(call: Call): Json {
  const { books, parameters } = call;
  const chosen = chosenIn(call);
  const narrowing = ['symbol', 'baseCoin', 'settleCoin', 'orderId', 'orderLinkId'];
  if (chosen.category === 'linear' && narrowing.every((name) => optional(parameters, name) === undefined)) {
    throw badParameter('either symbol, baseCoin or settleCoin is required');
  }
  if (chosen.category === 'spot' && optional(parameters, 'settleCoin') !== undefined) {
    throw badParameter('settleCoin not support');
  }
  const ofCategory = books.orders.filter((order) => chosen.market(marketOf(books, order.symbol)));
  const open = ofCategory.filter(({ status }) => status === 'open');
  const closed = ofCategory
    .filter(({ status }) => status !== 'open')
    .toSorted((a, b) => b.updatedAtMs - a.updatedAtMs)
    .slice(0, closedKept);
  const openOnly = oneOf(parameters, 'openOnly', ['0', '1']) ?? '0';
  const asked = chosen.order === undefined ? (openOnly === '1' ? closed : open) : [...open, ...closed];
  return ordersPage(call, chosen, asked);
}

/**
 * order-list "rule": closed orders only; those without a fill for 24 hours after they were closed, the
 * others for two years. The window is on the time of creation (assumed).
 */
function orderHistory(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const chosen = chosenIn(call);
  const window = windowOf(parameters, weekRule, nowMs);
  refuseTooOld(window, nowMs);
  const wanted = optional(parameters, 'orderStatus');
  const closed = books.orders.filter(
    (order) =>
      chosen.market(marketOf(books, order.symbol)) &&
      isRemembered(order, nowMs) &&
      (chosen.order !== undefined || isWithin(window, order.placedAtMs)) &&
      (wanted === undefined || statusOf(order, marketOf(books, order.symbol)) === wanted),
  );
  return ordersPage(call, chosen, closed);
}

const isRemembered = (order: LedgerOrder, nowMs: number): boolean =>
  order.status !== 'open' &&
  nowMs - order.updatedAtMs <= (isZero(order.filled) ? lastingMs.unfilled : lastingMs.order);

const orderFilters = ['Order', 'StopOrder', 'tpslOrder', 'OcoOrder', 'BidirectionalTpslOrder'] as const;

export type OrderFilter = (typeof orderFilters)[number];

/** Of the kinds of order, the books have plain and conditional ones. */
export const isOfKind = (order: LedgerOrder, filter: OrderFilter): boolean =>
  order.trigger === undefined ? filter === 'Order' : filter === 'StopOrder';

export const orderFilterIn = (parameters: Parameters): OrderFilter | undefined =>
  oneOf(parameters, 'orderFilter', orderFilters);

/** "sorted by the `createdTime` from newest to oldest". */
function ordersPage(call: Call, { category, order: named }: Chosen, asked: readonly LedgerOrder[]): Json {
  const { books, parameters } = call;
  const filter = orderFilterIn(parameters);
  const rows = asked
    .filter((order) => named === undefined || named(order))
    .filter((order) => filter === undefined || isOfKind(order, filter))
    .toSorted((a, b) => b.placedAtMs - a.placedAtMs || b.id - a.id);
  const page = pageOf(rows, parameters, {
    limit: { usual: 20, most: 50 },
    mark: listCursor((order) => `${orderIdOf(books, order)}:${order.placedAtMs}`),
  });
  return {
    nextPageCursor: page.nextPageCursor,
    category,
    list: page.rows.map((order) => orderRow(books, order)),
  };
}

/** Newest first. "Response items will have sorting issues when 'execTime' is the same". */
function executions(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const isOption = optional(parameters, 'category') === 'option';
  const chosen = chosenIn(call, isOption ? 'BTC' : undefined);
  const window = windowOf(parameters, weekRule, nowMs);
  refuseTooOld(window, nowMs);
  const execType = optional(parameters, 'execType') ?? 'Trade';
  const rows = books.trades
    .filter((trade) => chosen.market(marketOf(books, trade.symbol)) && execType === 'Trade')
    .filter((trade) =>
      chosen.order === undefined ? isWithin(window, trade.atMs) : chosen.order({ id: trade.orderId }),
    )
    .toSorted((a, b) => b.atMs - a.atMs || anyOrder(a, b));
  const page = pageOf(rows, parameters, {
    limit: { usual: 50, most: 100 },
    mark: listCursor((trade) => `${trade.id}:0`),
  });
  return {
    nextPageCursor: page.nextPageCursor,
    category: chosen.category,
    list: page.rows.map((trade) => executionRow(books, trade)),
  };
}

// Neither the order of ids nor its reverse, but always the same: pages fit together.
const anyOrder = (a: LedgerTrade, b: LedgerTrade): number => (tossed(a) < tossed(b) ? -1 : 1);
const tossed = ({ id }: LedgerTrade): string => createHash('sha256').update(`exec/${id}`).digest('hex');

function positions({ books, parameters }: Call): Json {
  const category = categoryIn(parameters, ['linear', 'inverse', 'option']);
  const [symbol, settleCoin] = [optional(parameters, 'symbol'), optional(parameters, 'settleCoin')];
  const baseCoin = optional(parameters, 'baseCoin');
  if (category === 'linear' && symbol === undefined && settleCoin === undefined) {
    throw badParameter('either symbol or settleCoin is required');
  }
  const named = symbol === undefined ? undefined : marketIn(books, category, symbol);
  if (symbol !== undefined && named === undefined) throw badParameter('symbol invalid');
  const markets = books.markets.filter((market) => categoryOf(market) === category);
  const shown =
    named === undefined
      ? markets
          .filter((market) => settleCoin === undefined || settleCoinOf(market) === settleCoin)
          .filter((market) => baseCoin === undefined || category !== 'option' || market.base === baseCoin)
          .flatMap((market) => heldIn(books.positions, market))
      : orEmpty(heldIn(books.positions, named), named);
  const page = pageOf(shown, parameters, {
    limit: { usual: 20, most: 200 },
    mark: positionCursor,
  });
  return { nextPageCursor: page.nextPageCursor, category, list: page.rows.map(positionRow) };
}

const heldIn = (all: Call['books']['positions'], market: LedgerMarket): readonly ShownPosition[] =>
  all.filter(({ symbol }) => symbol === market.symbol).map((held) => ({ market, held }));

const orEmpty = (held: readonly ShownPosition[], market: LedgerMarket): readonly ShownPosition[] =>
  held.length > 0 ? held : [{ market, held: undefined }];

/** "LTCUSDT%2C1699948800031%2C0" (recorded): of the last row alone. */
const positionMark = ({ market, held }: ShownPosition): string =>
  `${printedSymbol(market)},${held?.atMs ?? 0},${held?.side === 'short' ? 2 : 0}`;
const positionCursor = {
  write: (_first: ShownPosition, last: ShownPosition) => encodeURIComponent(positionMark(last)),
  isLast: (cursor: string, row: ShownPosition) => cursor === positionMark(row),
};
