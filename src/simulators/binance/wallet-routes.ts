import type { Json } from '../../domain/json.ts';
import { add, isZero, sum } from '../../domain/money.ts';
import { isPending } from '../ledger-books.ts';
import type { LedgerBooks, LedgerWithdrawal } from '../ledger-books.ts';
import { btcValue } from './btc-value.ts';
import { refuse } from './codes.ts';
import { allCoins } from './coin-rows.ts';
import { decimal, flag, mandatory, moment, optional, pageSize, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';
import { addressRow, depositRow, withdrawalRow, withdrawalStatus } from './rows.ts';
import { planWithdrawal } from './withdrawals.ts';

const pages = { usual: 1000, most: 1000 };
const dayMs = 24 * 3_600_000;

/** The wallet half (binance-connector-js clients/wallet; weights: venues-core §1.5, §1.6). */
export const walletRoutes: readonly Route[] = [
  sapi('GET', 'v1/account/apiRestrictions', 'read', { weight: 1, reads: [], answer: apiRestrictions }),
  sapi('GET', 'v1/account/status', 'read', {
    weight: 1,
    reads: [],
    answer: () => ({ data: 'Normal' }),
  }),
  sapi('GET', 'v1/account/apiTradingStatus', 'read', { weight: 1, reads: [], answer: tradingStatus }),
  sapi('GET', 'v1/capital/withdraw/history', 'read', {
    weight: 18_000,
    limit: 'sapi-uid-second',
    reads: ['coin', 'withdrawOrderId', 'status', 'offset', 'limit', 'idList', 'startTime', 'endTime'],
    answer: withdrawHistory,
  }),
  sapi('GET', 'v1/capital/deposit/hisrec', 'read', {
    weight: 1,
    reads: ['includeSource', 'coin', 'status', 'startTime', 'endTime', 'offset', 'limit', 'txId'],
    answer: depositHistory,
  }),
  sapi('GET', 'v1/capital/withdraw/address/list', 'read', {
    weight: 10,
    reads: [],
    answer: (call) => call.books.addresses.map(addressRow),
  }),
  sapi('GET', 'v1/capital/config/getall', 'read', {
    weight: 10,
    reads: [],
    answer: (call) => allCoins(call.books),
  }),
  sapi('POST', 'v1/asset/get-funding-asset', 'read', {
    weight: 1,
    reads: ['asset', 'needBtcValuation'],
    answer: fundingAssets,
  }),
  sapi('POST', 'v3/asset/getUserAsset', 'read', {
    weight: 5,
    reads: ['asset', 'needBtcValuation'],
    answer: userAssets,
  }),
  sapi('POST', 'v1/capital/withdraw/apply', 'withdraw', {
    weight: 900,
    limit: 'sapi-uid',
    reads: [
      'coin',
      'withdrawOrderId',
      'network',
      'address',
      'addressTag',
      'amount',
      'transactionFeeFlag',
      'name',
      'walletType',
    ],
    answer: applyWithdrawal,
  }),
];

// The venue tells neither label nor id nor the address list, only that there is one.
function apiRestrictions(call: Call): Json {
  const { scopes, ipAllowlist, createdAtMs } = call.key();
  return {
    ipRestrict: ipAllowlist.length > 0,
    createTime: createdAtMs,
    enableReading: scopes.includes('read'),
    enableWithdrawals: scopes.includes('withdraw'),
    enableInternalTransfer: scopes.includes('transfer'),
    enableMargin: scopes.includes('margin'),
    enableFutures: scopes.includes('futures'),
    permitsUniversalTransfer: scopes.includes('transfer'),
    enableVanillaOptions: scopes.includes('options'),
    enableFixApiTrade: false,
    enableFixReadOnly: scopes.includes('read'),
    enableSpotAndMarginTrading: scopes.includes('spot-trade'),
    enablePortfolioMarginTrading: false,
  };
}

function tradingStatus({ books }: Call): Json {
  return {
    data: {
      isLocked: books.frozen,
      plannedRecoverTime: 0,
      triggerCondition: { GCR: 150, IFER: 150, UFR: 300 },
      updateTime: books.updatedAtMs,
    },
  };
}

// Newest first: how the venue sorts is not written; clients page by offset either way.
function withdrawHistory({ books, parameters, nowMs }: Call): Json {
  const clientId = optional(parameters, 'withdrawOrderId');
  const range = interval(parameters, nowMs, clientId === undefined ? 90 : 7);
  const coin = optional(parameters, 'coin');
  const status = whole(parameters, 'status');
  const ids = optional(parameters, 'idList')?.split(',');
  if (ids !== undefined && ids.length > 45) throw refuse.invalid('idList');
  const fits = (each: LedgerWithdrawal): boolean =>
    isWithin(each.requestedAtMs, range) &&
    (coin === undefined || each.coin === coin) &&
    (status === undefined || withdrawalStatus(each, nowMs) === status) &&
    (clientId === undefined || each.clientId === clientId) &&
    (ids === undefined || ids.includes(each.id));
  const found = books.withdrawals.filter(fits).sort((a, b) => b.requestedAtMs - a.requestedAtMs);
  return pageOf(found, parameters).map((each) => withdrawalRow(each, nowMs));
}

function depositHistory({ books, parameters, nowMs }: Call): Json {
  const range = interval(parameters, nowMs, 90);
  const coin = optional(parameters, 'coin');
  const txId = optional(parameters, 'txId');
  const status = whole(parameters, 'status');
  const found = books.deposits
    .filter((each) => isWithin(each.atMs, range))
    .filter((each) => coin === undefined || each.coin === coin)
    .filter((each) => txId === undefined || each.txId === txId)
    .filter(() => status === undefined || status === 1)
    .sort((a, b) => b.atMs - a.atMs);
  return pageOf(found, parameters).map(depositRow);
}

interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

// Default: from the longest time ago that is allowed until now. Only one end given counts with the
// other's default, so an old start alone is too long.
function interval(parameters: Parameters, nowMs: number, days: number): Interval {
  const startMs = moment(parameters, 'startTime') ?? nowMs - days * dayMs;
  const endMs = moment(parameters, 'endTime') ?? nowMs;
  if (endMs < startMs || endMs - startMs > days * dayMs) throw refuse.dateInterval();
  return { startMs, endMs };
}

const isWithin = (atMs: number, range: Interval): boolean => atMs >= range.startMs && atMs <= range.endMs;

function pageOf<Row>(rows: readonly Row[], parameters: Parameters): readonly Row[] {
  const offset = whole(parameters, 'offset') ?? 0;
  return rows.slice(offset, offset + pageSize(parameters, pages));
}

function fundingAssets({ books, parameters }: Call): Json {
  const wanted = optional(parameters, 'asset');
  const valued = flag(parameters, 'needBtcValuation');
  return [...books.funding]
    .filter(([asset, free]) => !isZero(free) && (wanted === undefined || asset === wanted))
    .map(([asset, free]) => ({
      asset,
      free,
      locked: '0',
      freeze: '0',
      withdrawing: '0',
      ...(valued ? { btcValuation: btcValue(books, asset, free) } : {}),
    }));
}

// Only assets of which something is there.
function userAssets({ books, parameters, nowMs }: Call): Json {
  const wanted = optional(parameters, 'asset');
  const valued = flag(parameters, 'needBtcValuation');
  return [...books.balances]
    .map(([asset, held]) => ({ asset, ...held, withdrawing: withdrawing(books, asset, nowMs) }))
    .filter((each) => wanted === undefined || each.asset === wanted)
    .filter((each) => ![each.free, each.locked, each.withdrawing].every(isZero))
    .map((each) => ({
      asset: each.asset,
      free: each.free,
      locked: each.locked,
      freeze: '0',
      withdrawing: each.withdrawing,
      ipoable: '0',
      btcValuation: valued ? btcValue(books, each.asset, add(each.free, each.locked)) : '0',
    }));
}

const withdrawing = (books: LedgerBooks, coin: string, nowMs: number): string =>
  sum(
    books.withdrawals
      .filter((each) => each.coin === coin && isPending(each, nowMs))
      .map((each) => add(each.amount, each.fee)),
  );

function applyWithdrawal(call: Call): Json {
  const { parameters } = call;
  const coin = mandatory(parameters, 'coin');
  const address = mandatory(parameters, 'address');
  mandatory(parameters, 'amount');
  const amount = decimal(parameters, 'amount') ?? '0';
  const clientId = optional(parameters, 'withdrawOrderId');
  const network = optional(parameters, 'network');
  const mutation = planWithdrawal(call.books, {
    actor: call.actor(),
    nowMs: call.nowMs,
    coin,
    address,
    amount,
    network,
    clientId,
  });
  call.commit(mutation);
  return { id: mutation.id };
}
