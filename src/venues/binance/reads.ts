import type { z } from 'zod';
import type { KeyReport } from '../../domain/api-key.ts';
import type { ClockOffset } from '../../domain/clock.ts';
import type {
  Balance,
  Deposit,
  MarketPrice,
  OpenOrder,
  PastOrder,
  Trade,
  Withdrawal,
  WithdrawalAddress,
} from '../../domain/trading.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { readClockBy, readPage } from '../read-page.ts';
import { millisFromIso, understood } from '../rows.ts';
import { keyReport } from './key-report.ts';
import * as rows from './rows.ts';

const pageSize = 1000;
// Both ends of a request's window are inside it: a millisecond less than documented, 24 h and 90 days.
const oneDayMs = 24 * 60 * 60 * 1000 - 1;
const ninetyDaysMs = 90 * 24 * 60 * 60 * 1000 - 1;

export const readClock = (session: Session): Promise<ClockOffset> =>
  readClockBy(session, { endpoint: 'publicGetTime', millis: rows.serverTime });

export async function introspectKey(session: Session): Promise<KeyReport> {
  const doing = 'reading the key’s permissions';
  const reply = await session.call('sapiGetAccountApiRestrictions', {}, doing);
  return understood(keyReport, reply, session, doing);
}

export const openOrders: ReadPages<OpenOrder> = {
  // Without a symbol the reply holds every symbol (weight 80).
  paging: { style: 'single' },
  page: (session) => read(session, 'privateGetOpenOrders', {}, 'listing open orders', rows.openOrders),
  idOf: (order) => order.id,
};

export const balances: ReadPages<Balance> = {
  // Two wallets, two replies: spot, then funding — where Pay and P2P leave from.
  paging: { style: 'cursor', pageSize: 1 },
  page: async (session, request) =>
    request.cursor === 'funding'
      ? read(session, 'sapiPostAssetGetFundingAsset', {}, 'listing funding balances', rows.fundingBalances)
      : {
          ...(await read(
            session,
            'privateGetAccount',
            { omitZeroBalances: 'true' },
            'listing spot balances',
            rows.spotBalances,
          )),
          nextCursor: 'funding',
        },
  idOf: (balance) => `${balance.wallet}/${balance.asset}`,
};

export const trades: ReadPages<Trade> = {
  paging: { style: 'ascending-id', pageSize, bySymbol: true, seekWindowMs: oneDayMs },
  // Without times and ids Binance sends the latest rows, which proves no beginning: hence fromId 0.
  page: (session, request) =>
    read(
      session,
      'privateGetMyTrades',
      { symbol: symbolOf(request), limit: pageSize, ...bySymbol(request, 'fromId', '0') },
      `listing trades of ${symbolOf(request)}`,
      rows.trades,
    ),
  idOf: (trade) => trade.id,
};

export const orders: ReadPages<PastOrder> = {
  paging: { style: 'ascending-id', pageSize, bySymbol: true, seekWindowMs: oneDayMs },
  // From 1, not 0: ids begin there, and a server that takes 0 for "not given" would send the latest.
  page: (session, request) =>
    read(
      session,
      'privateGetAllOrders',
      { symbol: symbolOf(request), limit: pageSize, ...bySymbol(request, 'orderId', '1') },
      `listing orders of ${symbolOf(request)}`,
      rows.pastOrders,
    ),
  idOf: (order) => order.id,
};

export const withdrawals: ReadPages<Withdrawal> = {
  paging: { style: 'time-window', windowMs: ninetyDaysMs, pageSize, bySymbol: false },
  page: (session, request) =>
    read(
      session,
      'sapiGetCapitalWithdrawHistory',
      { ...windowOf(request), offset: request.offset ?? 0, limit: pageSize },
      'listing withdrawals',
      rows.withdrawals,
    ),
  idOf: (withdrawal) => withdrawal.id,
};

export const deposits: ReadPages<Deposit> = {
  paging: { style: 'time-window', windowMs: ninetyDaysMs, pageSize, bySymbol: false },
  page: (session, request) =>
    read(
      session,
      'sapiGetCapitalDepositHisrec',
      { ...windowOf(request), offset: request.offset ?? 0, limit: pageSize },
      'listing deposits',
      rows.deposits,
    ),
  idOf: (deposit) => deposit.id,
};

export const withdrawalAddresses: ReadPages<WithdrawalAddress> = {
  paging: { style: 'single' },
  page: (session) =>
    read(
      session,
      'sapiGetCapitalWithdrawAddressList',
      {},
      'listing withdrawal addresses',
      rows.withdrawalAddresses,
    ),
  idOf: (address) => `${address.asset}/${address.network}/${address.address}/${address.tag}`,
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

type Query = Readonly<Record<string, string | number>>;

const read = <Row>(
  session: Session,
  endpoint: string,
  params: Query,
  doing: string,
  schema: z.ZodType<readonly Row[]>,
): Promise<Page<Row>> => readPage(session, { endpoint, params, doing, rows: schema, received: lengthOf });

/** Rows as they came, where the reply is a list; else as many as were read out of it. */
const lengthOf = (body: unknown): number | undefined => (Array.isArray(body) ? body.length : undefined);

function symbolOf(request: PageRequest): string {
  if (request.symbol === undefined) throw new RangeError('Binance lists this by symbol only');
  return request.symbol;
}

/** An id wins: Binance does not support ids and times together. Times alone span 24 h at most. */
function bySymbol(request: PageRequest, idName: 'fromId' | 'orderId', firstId: string): Query {
  const hasTimes = request.from !== undefined || request.to !== undefined;
  if (request.fromId === undefined && hasTimes) return windowOf(request);
  const fromId = request.fromId ?? firstId;
  return { [idName]: fromId === '0' ? firstId : fromId };
}

function windowOf(request: PageRequest): Query {
  return {
    ...(request.from === undefined ? {} : { startTime: millisFromIso(request.from) }),
    ...(request.to === undefined ? {} : { endTime: millisFromIso(request.to) }),
  };
}
