import type { z } from 'zod';
import type { KeyReport } from '../../domain/api-key.ts';
import type { ClockOffset } from '../../domain/clock.ts';
import type { Balance, MarketPrice, OpenOrder, PastOrder, Trade } from '../../domain/trading.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { readClockBy, readPage } from '../read-page.ts';
import { millisFromIso, understood } from '../rows.ts';
import { keyReport } from './key-report.ts';
import * as rows from './rows.ts';

export const pageSize = 1000;
/** A server that does not heed `limit` sends its default of 500: a page of that size is full, too. */
export const fullFrom = 500;
// Both ends of a request's window are inside it: a millisecond less than the documented 24 hours.
const oneDayMs = 24 * 60 * 60 * 1000 - 1;

export const readClock = (session: Session): Promise<ClockOffset> =>
  readClockBy(session, { endpoint: 'publicGetTime', millis: rows.serverTime });

export async function introspectKey(session: Session): Promise<KeyReport> {
  const doing = 'asking whether the key still reads the account';
  const reply = await session.call('privateGetAccount', {}, doing);
  return understood(keyReport, reply, session, doing);
}

export const openOrders: ReadPages<OpenOrder> = {
  // Without a market the reply holds every market (weight 100), those that wait for a price included.
  paging: { style: 'single' },
  page: (session) =>
    readPage(session, {
      endpoint: 'privateGetOrdersOpen',
      params: {},
      doing: 'listing open orders',
      rows: rows.openOrders,
    }),
  idOf: (order) => inMarket(order.symbol, order.id),
};

export const balances: ReadPages<Balance> = {
  // Two replies: what can be traded, then what is staked.
  paging: { style: 'cursor', pageSize: 1 },
  page: async (session, { cursor }) =>
    cursor === 'staked'
      ? readPage(session, {
          endpoint: 'privateGetStakingBalance',
          params: {},
          doing: 'listing staked balances',
          rows: rows.stakedBalances,
        })
      : readPage(session, {
          endpoint: 'privateGetBalance',
          params: {},
          doing: 'listing balances',
          rows: rows.spotBalances,
          next: () => 'staked',
        }),
  idOf: ({ wallet, asset }) => `${wallet}/${asset}`,
};

export const trades: ReadPages<Trade> = {
  paging: byMarketAndDay(),
  page: (session, request) =>
    byMarket(session, request, {
      endpoint: 'privateGetTrades',
      upTo: 'tradeIdTo',
      what: 'trades',
      rows: rows.trades,
    }),
  idOf: (trade) => inMarket(trade.symbol, trade.id),
};

export const orders: ReadPages<PastOrder> = {
  paging: byMarketAndDay(),
  page: (session, request) =>
    byMarket(session, request, {
      endpoint: 'privateGetOrders',
      upTo: 'orderIdTo',
      what: 'orders',
      rows: rows.pastOrders,
    }),
  idOf: (order) => inMarket(order.symbol, order.id),
};

export const marketPrices: ReadPages<MarketPrice> = {
  paging: { style: 'single' },
  page: async (session) => {
    const doing = 'listing market prices';
    const reply = await session.call('publicGetTickerPrice', {}, doing);
    const prices = understood(rows.marketPrices(reply.receivedAt), reply, session, doing);
    return { rows: prices, received: prices.length, exchange: reply.exchange, request: {} };
  },
  idOf: (price) => price.symbol,
};

/** Ids of orders and trades are unique in their market only (get-orders, get-trade-history). */
const inMarket = (market: string, id: string): string => `${market} ${id}`;

/**
 * The reference gives trades a time of 24 hours at most, in so many words "can only return": a longer
 * request might be cut short without a word. Of orders only its WebSocket twin says so.
 */
function byMarketAndDay() {
  return {
    style: 'time-window',
    windowMs: oneDayMs,
    pageSize,
    bySymbol: true,
    inside: 'cursor',
  } as const;
}

/** Newest first; the next page goes up to the last row of this one. */
function byMarket<Row extends { readonly id: string }>(
  session: Session,
  request: PageRequest,
  list: {
    readonly endpoint: string;
    readonly upTo: 'tradeIdTo' | 'orderIdTo';
    readonly what: string;
    readonly rows: z.ZodType<readonly Row[]>;
  },
): Promise<Page<Row>> {
  const market = request.symbol;
  if (market === undefined) throw new RangeError('Bitvavo lists this by market only');
  return readPage(session, {
    endpoint: list.endpoint,
    params: {
      market,
      limit: pageSize,
      ...(request.from === undefined ? {} : { start: millisFromIso(request.from) }),
      ...(request.to === undefined ? {} : { end: millisFromIso(request.to) }),
      ...(request.cursor === undefined ? {} : { [list.upTo]: request.cursor }),
    },
    doing: `listing ${list.what} of ${market}`,
    rows: list.rows,
    // Whether that row itself comes again stands in no document: if it does, it is dropped by its id.
    next: (_body, found) => (found.length < fullFrom ? undefined : found.at(-1)?.id),
  });
}
