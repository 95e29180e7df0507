import { z } from 'zod';
import type { KeyReport } from '../../domain/api-key.ts';
import type { ClockOffset } from '../../domain/clock.ts';
import type { MarketPrice, OpenOrder, PastOrder, Position, Trade } from '../../domain/trading.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { readClockBy } from '../read-page.ts';
import { understood } from '../rows.ts';
import { callFor, inResult, listOf, placeIn, readList } from './envelope.ts';
import { ownKey, reportOf } from './key-report.ts';
import * as rows from './trading-rows.ts';
import { inMillis, twoYearsMs, weekMs } from './windows.ts';

export const readClock = (session: Session): Promise<ClockOffset> =>
  readClockBy(session, { endpoint: 'publicGetV5MarketTime', millis: inResult(rows.serverTime) });

export const introspectKey = async (session: Session): Promise<KeyReport> =>
  reportOf(
    await callFor(session, {
      endpoint: 'privateGetV5UserQueryApi',
      params: {},
      doing: 'reading the key’s permissions',
      result: ownKey,
    }),
  );

/** By the filters that the reference lists: "all kinds by default" is not what every client has seen. */
export const spotFilters = ['Order', 'StopOrder', 'tpslOrder', 'OcoOrder', 'BidirectionalTpslOrder'] as const;

type Query = Readonly<Record<string, string | number>>;

// Linear lists want a settle coin and send nothing else; each sends every kind of order.
const derivativeSections: Readonly<Record<string, Query>> = {
  'linear/USDT': { category: 'linear', settleCoin: 'USDT' },
  'linear/USDC': { category: 'linear', settleCoin: 'USDC' },
  inverse: { category: 'inverse' },
  option: { category: 'option' },
};

const orderSections: Readonly<Record<string, Query>> = {
  ...Object.fromEntries(
    spotFilters.map((orderFilter) => [`spot/${orderFilter}`, { category: 'spot', orderFilter }]),
  ),
  ...derivativeSections,
};

/** The states in which a strategy still acts, or will (strategy/strategy-list). */
export const strategySections: Readonly<Record<string, Query>> = {
  'strategy/running': { status: '2' },
  'strategy/paused': { status: '5' },
  'strategy/untriggered': { status: '6' },
};

export const openOrders: ReadPages<OpenOrder> = {
  paging: { style: 'cursor', pageSize: 50 },
  // Strategies last: should a key not reach them, everything else has been read.
  sections: [...Object.keys(orderSections), ...Object.keys(strategySections)],
  page: (session, request) =>
    request.section !== undefined && Object.hasOwn(strategySections, request.section)
      ? readStrategies(session, request)
      : readOpenOrders(session, request),
  idOf: (order) => order.id,
};

function readOpenOrders(session: Session, request: PageRequest): Promise<Page<OpenOrder>> {
  const { section, place } = placeIn(orderSections, request);
  return readList(session, request, {
    endpoint: 'privateGetV5OrderRealtime',
    params: place,
    limit: 50,
    doing: `listing open orders in ${section}`,
    rows: listOf('list', rows.openOrder(section)),
  });
}

async function readStrategies(session: Session, request: PageRequest): Promise<Page<OpenOrder>> {
  const { section, place } = placeIn(strategySections, request);
  const doing = `listing strategies in ${section}`;
  const params = {
    ...place,
    pageSize: 50,
    ...(request.cursor === undefined ? {} : { cursor: request.cursor }),
  };
  // ccxt has no method for it.
  const reply = await session.call({ path: 'v5/strategy/list', api: 'private', verb: 'GET' }, params, doing);
  const form = z.object({ list: z.array(rows.strategy(section)), nextCursor: z.string().optional() });
  const { list, nextCursor = '' } = understood(inResult(form), reply, session, doing);
  return {
    rows: list,
    received: list.length,
    exchange: reply.exchange,
    request: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
    ...(nextCursor === '' ? {} : { nextCursor }),
  };
}

export const positions: ReadPages<Position> = {
  paging: { style: 'cursor', pageSize: 200 },
  sections: Object.keys(derivativeSections),
  page: async (session, request) => {
    const { section, place } = placeIn(derivativeSections, request);
    return withoutEmpty(
      await readList(session, request, {
        endpoint: 'privateGetV5PositionList',
        params: place,
        limit: 200,
        doing: `listing positions in ${section}`,
        rows: listOf('list', rows.position(section)),
      }),
    );
  },
  idOf: (position) => position.id,
};

const withoutEmpty = <Row>(page: Page<Row | undefined>): Page<Row> => ({
  ...page,
  rows: page.rows.filter((row) => row !== undefined),
});

/**
 * Executions and tickers of options come for one base coin at a time, BTC unless one is named, and no
 * endpoint lists the coins: these are the ones that Bybit had options of when this was written.
 */
const optionCoins = ['BTC', 'ETH', 'SOL', 'XRP', 'MNT', 'DOGE'] as const;

const tradeSections: Readonly<Record<string, Query>> = {
  spot: { category: 'spot' },
  linear: { category: 'linear' },
  inverse: { category: 'inverse' },
  ...Object.fromEntries(
    optionCoins.map((baseCoin) => [`option/${baseCoin}`, { category: 'option', baseCoin }]),
  ),
};

export const trades: ReadPages<Trade> = {
  paging: { style: 'time-window', windowMs: weekMs, pageSize: 100, bySymbol: false, inside: 'cursor' },
  sections: Object.keys(tradeSections),
  reachMs: twoYearsMs,
  // Without execType: funding, liquidations, deliveries and moved positions are executions, too.
  page: (session, request) => {
    const { section, place } = placeIn(tradeSections, request);
    return readList(session, request, {
      endpoint: 'privateGetV5ExecutionList',
      params: { ...place, ...inMillis(request) },
      limit: 100,
      doing: `listing trades in ${section}`,
      rows: listOf('list', rows.trade(String(place['category']))),
    });
  },
  // The reference tells executions apart by execId and orderId together.
  idOf: (trade) => `${trade.id}/${trade.orderId}`,
};

const pastOrderSections: Readonly<Record<string, Query>> = {
  spot: { category: 'spot' },
  linear: { category: 'linear' },
  inverse: { category: 'inverse' },
  option: { category: 'option' },
};

export const orders: ReadPages<PastOrder> = {
  paging: { style: 'time-window', windowMs: weekMs, pageSize: 50, bySymbol: false, inside: 'cursor' },
  sections: Object.keys(pastOrderSections),
  reachMs: twoYearsMs,
  // order/order-list: the same deadline as in the venue's own list of them, whatever is asked for.
  forgets: { what: 'orders cancelled, rejected or deactivated without a fill', afterMs: 24 * 60 * 60 * 1000 },
  page: (session, request) => {
    const { section, place } = placeIn(pastOrderSections, request);
    return readList(session, request, {
      endpoint: 'privateGetV5OrderHistory',
      params: { ...place, ...inMillis(request) },
      limit: 50,
      doing: `listing orders in ${section}`,
      rows: listOf('list', rows.pastOrder(section)),
    });
  },
  idOf: (order) => order.id,
};

export const marketPrices: ReadPages<MarketPrice> = {
  paging: { style: 'single' },
  sections: Object.keys(tradeSections),
  page: async (session, request) => {
    const { section, place } = placeIn(tradeSections, request);
    const doing = `listing market prices in ${section}`;
    const reply = await session.call('publicGetV5MarketTickers', place, doing);
    // Most options have not traded for hours: their mark price is the quote.
    const row = rows.marketPrice(
      reply.receivedAt,
      place['category'] === 'option' ? 'markPrice' : 'lastPrice',
    );
    const { list } = understood(inResult(z.object({ list: z.array(row) })), reply, session, doing);
    return {
      rows: list.filter((price) => price !== undefined),
      received: list.length,
      exchange: reply.exchange,
      request: Object.fromEntries(Object.entries(place).map(([name, value]) => [name, String(value)])),
    };
  },
  idOf: (price) => price.symbol,
};
