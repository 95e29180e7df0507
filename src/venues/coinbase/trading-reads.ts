import type { KeyReport } from '../../domain/api-key.ts';
import type { ClockOffset } from '../../domain/clock.ts';
import type { MarketPrice, OpenOrder, PastOrder, Trade } from '../../domain/trading.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { readClockBy, readPage } from '../read-page.ts';
import { isoFromMillis, millisFromIso, understood } from '../rows.ts';
import { isTorn, nextOf } from './accounts.ts';
import { whyWithheld } from './app-page.ts';
import { keyReport } from './key-report.ts';
import * as rows from './trading-rows.ts';

const pageSize = 100;

/** Where an order was placed: Advanced Trade, or the buttons of the app. Without it only the first is told. */
export const sources = ['RETAIL_ADVANCED', 'RETAIL_SIMPLE'] as const;

/** What is not over yet. OPEN cannot be asked for together with others, so each is asked for by itself. */
const restingStatuses = ['OPEN', 'PENDING', 'QUEUED', 'CANCEL_QUEUED', 'EDIT_QUEUED'] as const;

const ordersEndpoint = 'v3PrivateGetBrokerageOrdersHistoricalBatch';

export const readClock = (session: Session): Promise<ClockOffset> =>
  readClockBy(session, { endpoint: 'v3PublicGetBrokerageTime', millis: rows.serverTime });

export async function introspectKey(session: Session): Promise<KeyReport> {
  const doing = 'reading the key’s permissions';
  const reply = await session.call('v3PrivateGetBrokerageKeyPermissions', {}, doing);
  return understood(keyReport, reply, session, doing);
}

export const openOrders: ReadPages<OpenOrder> = {
  paging: { style: 'cursor', pageSize },
  sections: sources,
  page: readOpenOrders,
  idOf: (order) => order.id,
};

/** The cursor is a status and the venue's own cursor in it: one status after the other. */
export function readOpenOrders(session: Session, request: PageRequest): Promise<Page<OpenOrder>> {
  const [status = restingStatuses[0], cursor = ''] = request.cursor?.split(' ') ?? [];
  return readPage(session, {
    endpoint: ordersEndpoint,
    params: {
      order_placement_source: sourceOf(request),
      order_status: status,
      limit: pageSize,
      ...(cursor === '' ? {} : { cursor }),
    },
    doing: `listing orders that are ${status}`,
    rows: rows.openOrders,
    next: (body) => {
      const next = nextOf(rows.ordersPage.parse(body));
      return next === undefined ? statusAfter(status) : `${status} ${next}`;
    },
    stop: (body) => (isTorn(rows.ordersPage.parse(body)) ? 'failed' : undefined),
    unproven: whyWithheld,
  });
}

const statusAfter = (status: string): string | undefined =>
  restingStatuses[restingStatuses.findIndex((each) => each === status) + 1];

export const orders: ReadPages<PastOrder> = {
  paging: { style: 'cursor', pageSize },
  sections: sources,
  page: (session, request) =>
    readPage(session, {
      endpoint: ordersEndpoint,
      params: {
        order_placement_source: sourceOf(request),
        limit: pageSize,
        ...(request.from === undefined ? {} : { start_date: request.from }),
        ...(request.to === undefined ? {} : { end_date: justAfter(request.to) }),
        ...(request.cursor === undefined ? {} : { cursor: request.cursor }),
      },
      doing: 'listing orders',
      rows: rows.pastOrders,
      next: (body) => nextOf(rows.ordersPage.parse(body)),
      stop: (body) => (isTorn(rows.ordersPage.parse(body)) ? 'failed' : undefined),
      unproven: whyWithheld,
    }),
  idOf: (order) => order.id,
};

export const trades: ReadPages<Trade> = {
  paging: { style: 'cursor', pageSize },
  page: (session, request) =>
    readPage(session, {
      endpoint: 'v3PrivateGetBrokerageOrdersHistoricalFills',
      params: {
        limit: pageSize,
        ...(request.from === undefined ? {} : { start_sequence_timestamp: request.from }),
        ...(request.to === undefined ? {} : { end_sequence_timestamp: justAfter(request.to) }),
        ...(request.cursor === undefined ? {} : { cursor: request.cursor }),
      },
      doing: 'listing trades',
      rows: rows.trades,
      // An empty page that names itself again is the end.
      next: (body, found) => {
        const { cursor } = rows.fillsPage.parse(body);
        return found.length === 0 && cursor === request.cursor ? undefined : cursor;
      },
      unproven: whyWithheld,
    }),
  // An adjusted fill (`kind`) has the id of the one that it adjusts, so the id alone would hide it.
  idOf: ({ id, kind = 'FILL', at, side, price, amount, fee }) =>
    [kind, id, ...(kind === 'FILL' ? [] : [at, side, price, amount, fee])].join(' '),
};

/** The reference counts the end out; a row at that very moment belongs to what was asked. */
const justAfter = (to: string): string => isoFromMillis(millisFromIso(to) + 1);

function sourceOf({ section }: PageRequest): string {
  if (section === undefined) throw new RangeError('Coinbase lists orders by where they were placed only');
  return section;
}

export const marketPrices: ReadPages<MarketPrice> = {
  paging: { style: 'single' },
  sections: ['SPOT', 'FUTURE'],
  page: async (session, request) => {
    const doing = 'listing market prices';
    const params = { product_type: request.section ?? 'SPOT' };
    const reply = await session.call('v3PublicGetBrokerageMarketProducts', params, doing);
    const { products, num_products } = understood(rows.productsPage, reply, session, doing);
    const missing = (num_products ?? products.length) - products.length;
    return {
      rows: rows.marketPrices(products, reply.receivedAt),
      received: products.length,
      exchange: reply.exchange,
      request: params,
      ...(missing > 0 ? { unproven: `the venue counts ${missing} products more than it sent` } : {}),
    };
  },
  idOf: (price) => price.symbol,
};
