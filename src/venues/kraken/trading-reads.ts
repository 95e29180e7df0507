import type { KeyReport } from '../../domain/api-key.ts';
import type { ClockOffset } from '../../domain/clock.ts';
import type { MarketPrice, OpenOrder, PastOrder, Position, Trade } from '../../domain/trading.ts';
import type { ReadPages, Session } from '../contract.ts';
import { readClockBy, readPage } from '../read-page.ts';
import { understood } from '../rows.ts';
import { byOffset, readHistory } from './envelope.ts';
import { keyReport } from './key-report.ts';
import * as market from './market-rows.ts';
import * as rows from './trading-rows.ts';

export const readClock = (session: Session): Promise<ClockOffset> =>
  readClockBy(session, { endpoint: 'publicGetTime', millis: market.serverTime });

export async function introspectKey(session: Session): Promise<KeyReport> {
  const doing = 'reading key permissions';
  const reply = await session.call('privatePostGetApiKeyInfo', {}, doing);
  return understood(keyReport, reply, session, doing);
}

export const openOrders: ReadPages<OpenOrder> = {
  // One reply has every pair, and what waits for a price among the rest.
  paging: { style: 'single' },
  page: (session) =>
    readPage(session, {
      endpoint: 'privatePostOpenOrders',
      // With the ids of their fills, for the exhibit.
      params: { trades: true },
      doing: 'listing open orders',
      rows: rows.openOrders,
    }),
  idOf: ({ id }) => id,
};

export const positions: ReadPages<Position> = {
  paging: { style: 'single' },
  page: (session) =>
    readPage(session, {
      endpoint: 'privatePostOpenPositions',
      params: { docalcs: true },
      doing: 'listing positions',
      rows: rows.positions,
    }),
  idOf: ({ id }) => id,
};

export const trades: ReadPages<Trade> = {
  paging: byOffset,
  page: (session, request) =>
    readHistory(session, request, {
      endpoint: 'privatePostTradesHistory',
      params: { type: 'all', trades: true },
      doing: 'listing trades',
      rows: rows.trades,
    }),
  idOf: ({ id }) => id,
};

export const orders: ReadPages<PastOrder> = {
  paging: byOffset,
  page: (session, request) =>
    readHistory(session, request, {
      endpoint: 'privatePostClosedOrders',
      // Made or closed in the window: one of the two would lose what began before it, or ended after.
      params: { closetime: 'both', trades: true },
      doing: 'listing orders',
      rows: rows.pastOrders,
    }),
  idOf: ({ id }) => id,
};

export const marketPrices: ReadPages<MarketPrice> = {
  paging: { style: 'single' },
  page: async (session) => {
    const doing = 'listing market prices';
    const named = await session.call('publicGetAssetPairs', {}, 'listing pairs');
    const pairs = understood(market.pairs, named, session, 'listing pairs');
    const reply = await session.call('publicGetTicker', {}, doing);
    const prices = understood(market.tickers, reply, session, doing);
    return {
      rows: market.marketPrices(prices, { of: pairs, at: reply.receivedAt }),
      received: Object.keys(prices).length,
      exchange: reply.exchange,
      request: {},
      before: [named.exchange],
    };
  },
  idOf: ({ symbol }) => symbol,
};
