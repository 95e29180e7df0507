import type { PastOrder, Trade } from '../../domain/trading.ts';
import type { Page, PageRequest, Paging, ReadPages, SectionWay, Session } from '../contract.ts';
import { pastConditionals } from './derivative-rows.ts';
import { dapi, fapi, sapi } from './limits.ts';
import { isIsolated, pairIn, pairOf, sectionOf, sectionsBy } from './places.ts';
import { orFailure, placeIn, read, symbolOf, type ListCall } from './reading.ts';
import { inFutures, inMargin, inPair, inSpot, shownAsContract, type FuturesSection } from './symbols.ts';
import * as rows from './trading-rows.ts';
import {
  halfYearMs,
  ninetyDaysMs,
  oneDayMs,
  readHalving,
  sevenDaysMs,
  threeMonthsMs,
  windowOf,
  type Query,
} from './windows.ts';

const pageSize = 1_000;
/** Spot and margin: from the first id on. */
const byId = { style: 'ascending-id', pageSize, bySymbol: true, seekWindowMs: oneDayMs } as const;
// Cross margin takes half as many orders a page.
const byIdInHalf = { ...byId, pageSize: 500 } as const;
/**
 * Futures: by time. An id may not go with a time there, and without one "the last 7 days' data" come:
 * whether an id reaches behind them is not said.
 */
const byTime: Paging = {
  style: 'time-window',
  windowMs: sevenDaysMs,
  pageSize,
  bySymbol: true,
  inside: 'cursor',
};

/** Futures find their contracts by what was booked, and a pair of isolated margin is a section of its own. */
const sweptIn = ['spot', 'margin'] as const;

// ---------------------------------------------------------------- trades

const futuresTrades = {
  'usd-m': { endpoint: 'fapiPrivateGetUserTrades', cost: fapi(5) },
  'coin-m': { endpoint: 'dapiPrivateGetUserTrades', cost: dapi(20) },
} as const;

export const trades: ReadPages<Trade> = {
  paging: byId,
  sections: sectionsBy({
    always: ['spot'],
    margin: ['margin'],
    byPair: true,
    futures: ['usd-m', 'coin-m'],
  }),
  sweptIn,
  wayIn: (section) => {
    if (section === 'usd-m' || section === 'coin-m') {
      const { cost } = futuresTrades[section];
      return { paging: byTime, reachMs: halfYearMs, cost, ...contractsIn(section) };
    }
    return section === 'spot' ? { symbolsIn: inSpot } : marginWay(section, 10);
  },
  page: (session, request) => {
    const section = sectionOf(request);
    if (section === 'spot') return readSpotTrades(session, request);
    if (section === 'margin' || isIsolated(section)) return readMarginTrades(session, request, section);
    const { endpoint } = placeIn<{ endpoint: string }>(futuresTrades, section);
    return readBetweenTimes(session, request, {
      endpoint,
      doing: `listing trades of ${symbolOf(request)} in ${section}`,
      rows: rows.futuresTrades(section),
    });
  },
  idOf: (trade) => trade.id,
};

/** The contracts that were traded: by what was booked, whose lines are the dearest of what is asked. */
const contractsIn = (section: FuturesSection): Pick<SectionWay, 'symbolsIn' | 'symbolsCost'> => ({
  symbolsIn: inFutures(section),
  symbolsCost: section === 'usd-m' ? fapi(30) : dapi(30),
});

const marginWay = (section: string, weight: number): SectionWay => {
  const pair = pairIn(section);
  return { cost: sapi(weight), symbolsIn: pair === undefined ? inMargin : inPair(pair) };
};

// Without times and ids Binance sends the latest rows, which proves no beginning: hence fromId 0.
const readSpotTrades = (session: Session, request: PageRequest): Promise<Page<Trade>> =>
  orNoneOfSpot(session, request, {
    endpoint: 'privateGetMyTrades',
    params: { symbol: symbolOf(request), limit: pageSize, ...bySymbol(request, 'fromId', '0') },
    doing: `listing trades of ${symbolOf(request)}`,
    rows: rows.spotTrades,
  });

const readMarginTrades = async (
  session: Session,
  request: PageRequest,
  section: string,
): Promise<Page<Trade>> =>
  read(session, {
    endpoint: 'sapiGetMarginMyTrades',
    params: {
      ...(await inMarginOf(session, request, section)),
      limit: pageSize,
      ...bySymbol(request, 'fromId', '0'),
    },
    doing: `listing trades of ${symbolOf(request)} in ${section}`,
    rows: rows.marginTrades(section),
  });

/** Cross or isolated: the same symbol is another account. */
async function inMarginOf(session: Session, request: PageRequest, section: string): Promise<Query> {
  if (!isIsolated(section)) return { symbol: symbolOf(request), isIsolated: 'FALSE' };
  return { symbol: await pairOf(session, section), isIsolated: 'TRUE' };
}

// ---------------------------------------------------------------- orders

const futuresOrders = {
  'usd-m': { endpoint: 'fapiPrivateGetAllOrders', rows: rows.pastOrders, cost: fapi(5), limit: pageSize },
  'usd-m/conditional': {
    endpoint: 'fapiPrivateGetAllAlgoOrders',
    rows: pastConditionals,
    cost: fapi(5),
    limit: pageSize,
  },
  // "Default 50; max 100", where USDⓈ-M gives ten times as many.
  'coin-m': { endpoint: 'dapiPrivateGetAllOrders', rows: rows.pastOrders, cost: dapi(20), limit: 100 },
} as const;

type FuturesOrders = (typeof futuresOrders)[keyof typeof futuresOrders];

const unfilled = 'orders cancelled or expired without a fill';
/** Spot orders that were never filled are archived after 90 days (rest-api.md, the documents' deadline). */
const archived = { what: unfilled, afterMs: ninetyDaysMs };
/** Of both futures three days after they were made; the lists' own pages say so. */
const dropped = { what: unfilled, afterMs: 3 * oneDayMs };

export const orders: ReadPages<PastOrder> = {
  paging: byId,
  sections: sectionsBy({
    always: ['spot'],
    margin: ['margin'],
    byPair: true,
    futures: ['usd-m', 'usd-m/conditional', 'coin-m'],
  }),
  sweptIn,
  wayIn: (section) => {
    if (section === 'spot') return { symbolsIn: inSpot, forgets: archived };
    if (section === 'margin' || isIsolated(section)) {
      return { paging: byIdInHalf, ...marginWay(section, 200) };
    }
    const { cost } = placeIn<FuturesOrders>(futuresOrders, section);
    const contracts = contractsIn(section === 'coin-m' ? 'coin-m' : 'usd-m');
    return { paging: byTime, reachMs: threeMonthsMs, cost, ...contracts, forgets: dropped };
  },
  page: (session, request) => {
    const section = sectionOf(request);
    if (section === 'spot') return readSpotOrders(session, request);
    if (section === 'margin' || isIsolated(section)) return readMarginOrders(session, request, section);
    const { endpoint, rows: form, limit } = placeIn<FuturesOrders>(futuresOrders, section);
    return readBetweenTimes(session, request, {
      limit,
      endpoint,
      doing: `listing orders of ${symbolOf(request)} in ${section}`,
      rows: form(section),
    });
  },
  idOf: (order) => order.id,
};

// From 1, not 0: ids begin there, and a server that takes 0 for "not given" would send the latest.
const readSpotOrders = (session: Session, request: PageRequest): Promise<Page<PastOrder>> =>
  orNoneOfSpot(session, request, {
    endpoint: 'privateGetAllOrders',
    params: { symbol: symbolOf(request), limit: pageSize, ...bySymbol(request, 'orderId', '1') },
    doing: `listing orders of ${symbolOf(request)}`,
    rows: rows.pastOrders('spot'),
  });

const readMarginOrders = async (
  session: Session,
  request: PageRequest,
  section: string,
): Promise<Page<PastOrder>> =>
  read(session, {
    endpoint: 'sapiGetMarginAllOrders',
    params: {
      ...(await inMarginOf(session, request, section)),
      limit: byIdInHalf.pageSize,
      ...bySymbol(request, 'orderId', '1'),
    },
    doing: `listing orders of ${symbolOf(request)} in ${section}`,
    rows: rows.pastOrders(section),
  });

// ---------------------------------------------------------------- both

const readBetweenTimes = <Row>(
  session: Session,
  request: PageRequest,
  { limit = pageSize, ...call }: Omit<ListCall<Row>, 'params'> & { readonly limit?: number },
): Promise<Page<Row>> =>
  readHalving(request, limit, ({ start, end }) =>
    read(session, {
      ...call,
      params: { symbol: symbolOf(request), startTime: start, endTime: end, limit },
    }),
  );

/**
 * Symbols come from wherever something was seen, and a contract may be spelled like a pair of spot that
 * does not exist: that is no loss. A symbol that nobody knows stays one.
 */
async function orNoneOfSpot<Row>(
  session: Session,
  request: PageRequest,
  call: ListCall<Row>,
): Promise<Page<Row>> {
  const page = await orFailure(['NOT_FOUND'], () => read(session, call));
  if (!(page instanceof Error)) return page;
  const exchange = await shownAsContract(session, symbolOf(request));
  if (exchange === undefined) throw page;
  const asked = { symbol: symbolOf(request) };
  return { rows: [], received: 0, exchange, request: asked, stop: 'empty-page' };
}

/** An id wins: Binance does not support ids and times together. Times alone span 24 h at most. */
function bySymbol(request: PageRequest, idName: 'fromId' | 'orderId', firstId: string): Query {
  const hasTimes = request.from !== undefined || request.to !== undefined;
  if (request.fromId === undefined && hasTimes) return windowOf(request);
  const fromId = request.fromId ?? firstId;
  return { [idName]: fromId === '0' ? firstId : fromId };
}
