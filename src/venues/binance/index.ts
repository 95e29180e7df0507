import type { Source } from '../../domain/source.ts';
import type { ByApi, RateLimit, Venue } from '../contract.ts';
import { nobody, readByApi as declareRead } from '../declare.ts';
import { cancelOrders } from './acts.ts';
import * as hand from './by-hand.ts';
import { failures, readRefusal } from './failures.ts';
import * as reads from './reads.ts';

const spotDocs: Source = {
  where: 'binance-spot-api-docs, rest-api.md',
  checked: '2026-07-21',
  verified: true,
};
const wallet = (api: string): Source => ({
  where: `binance-connector-js, clients/wallet ${api}`,
  checked: '2026-07-24',
  verified: true,
});

const readByApi = <Run>(
  declared: Pick<ByApi<Run>, 'needs' | 'source' | 'run'> & { readonly cost: Cost },
): ByApi<Run> => declareRead(declared);

type Cost = Readonly<Partial<Record<(typeof limits)[number]['id'], number>>>;

// One counter for all of sapi, where Binance counts each endpoint by itself: on the safe side.
const limits = [
  {
    id: 'spot-weight-1m',
    limit: 6_000,
    windowMs: 60_000,
    header: { name: 'x-mbx-used-weight-1m', says: 'used' },
  },
  {
    id: 'sapi-ip-weight-1m',
    limit: 12_000,
    windowMs: 60_000,
    header: { name: 'x-sapi-used-ip-weight-1m', says: 'used' },
  },
  {
    id: 'sapi-uid-weight-1s',
    limit: 180_000,
    windowMs: 1_000,
    header: { name: 'x-sapi-used-uid-weight-1s', says: 'used' },
  },
] as const satisfies readonly RateLimit[];

/** Binance, the global venue: spot and wallet. Futures, margin and sub-accounts are not read. */
export const binance: Venue = {
  id: 'binance',
  name: 'Binance',
  ccxtId: 'binance',
  // sapi and api/v3 live on one host; fapi, dapi, eapi and papi are not used, so not reachable.
  hosts: ['api.binance.com'],
  credentialParts: ['apiKey', 'secret'],
  ccxtOptions: {
    options: {
      // The venue's default is 5 s and its limit 60 s. 10 s survives a slow proxy; a wider window would
      // keep a lost request alive longer than anyone watches for it.
      recvWindow: 10_000,
      // Nothing of ours loads markets; should ccxt ever, it must not use the key to do so.
      fetchCurrencies: false,
      fetchMargins: false,
      fetchMarkets: { types: ['spot'] },
      // Timestamps follow our clock and the offset that the caller measured, nothing learnt on the way.
      adjustForTimeDifference: false,
    },
  },
  capture: {
    openRequestHeaders: [
      'accept',
      'accept-encoding',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ],
    openResponseHeaders: [
      'connection',
      'content-encoding',
      'content-length',
      'content-type',
      'date',
      'retry-after',
      'server',
      'transfer-encoding',
      'via',
      'x-amz-cf-id',
      'x-amz-cf-pop',
      'x-mbx-used-weight',
      'x-mbx-used-weight-1m',
      'x-mbx-uuid',
      'x-sapi-used-ip-weight-1m',
      'x-sapi-used-uid-weight-1m',
      'x-sapi-used-uid-weight-1s',
    ],
    // Everything that our calls send but `signature`.
    openParameters: [
      'endTime',
      'fromId',
      'limit',
      'offset',
      'omitZeroBalances',
      'orderId',
      'recvWindow',
      'startTime',
      'symbol',
      'timestamp',
    ],
  },
  failures,
  limits,
  readRefusal,
  readsByPost: ['sapiPostAssetGetFundingAsset'],
  deathProof: {
    probe: 'introspectKey',
    deadCodes: ['-2008'],
    deadWithControl: ['-2015'],
    existsCodes: ['-1022', '-1002'],
    addressCodes: [],
    endedByVenueCodes: [],
    control: 'public',
    // Three over a minute: single -2008 replies out of the blue are reported for living keys.
    probes: { wanted: 3, atMost: 6, gapMs: 30_000 },
    source: {
      where: 'binance-spot-api-docs, errors.md; github ccxt/ccxt issues 11045 and 16777',
      checked: '2026-11-21',
      // How fast a deletion spreads, and whether it answers -2008 or -2015, stands in no document.
      verified: false,
    },
  },
  deadlines: [],
  notVerified: [],
  capabilities: {
    readClock: readByApi({
      needs: [],
      cost: { 'spot-weight-1m': 1 },
      source: spotDocs,
      run: reads.readClock,
    }),
    introspectKey: readByApi({
      needs: ['read'],
      cost: { 'sapi-ip-weight-1m': 1 },
      source: wallet('AccountApi'),
      run: reads.introspectKey,
    }),
    listOpenOrders: readByApi({
      needs: ['read'],
      cost: { 'spot-weight-1m': 80 },
      source: spotDocs,
      run: reads.openOrders,
    }),
    listBalances: readByApi({
      needs: ['read'],
      cost: { 'spot-weight-1m': 20, 'sapi-ip-weight-1m': 1 },
      source: spotDocs,
      run: reads.balances,
    }),
    listTrades: readByApi({
      needs: ['read'],
      cost: { 'spot-weight-1m': 20 },
      source: spotDocs,
      run: reads.trades,
    }),
    listOrders: readByApi({
      needs: ['read'],
      cost: { 'spot-weight-1m': 20 },
      source: spotDocs,
      run: reads.orders,
    }),
    listWithdrawals: readByApi({
      needs: ['read'],
      cost: { 'sapi-uid-weight-1s': 18_000 },
      source: wallet('CapitalApi'),
      run: reads.withdrawals,
    }),
    listDeposits: readByApi({
      needs: ['read'],
      cost: { 'sapi-ip-weight-1m': 1 },
      source: wallet('CapitalApi'),
      run: reads.deposits,
    }),
    listWithdrawalAddresses: readByApi({
      needs: ['read'],
      cost: { 'sapi-ip-weight-1m': 10 },
      source: wallet('CapitalApi'),
      run: reads.withdrawalAddresses,
    }),
    listMarketPrices: readByApi({
      needs: [],
      cost: { 'spot-weight-1m': 4 },
      source: spotDocs,
      run: reads.marketPrices,
    }),
    // Repeatable: a second cancel of the same order is refused with -2011 and changes nothing.
    cancelOrders: {
      by: 'api',
      needs: ['spot-trade'],
      repeatable: true,
      cost: { 'spot-weight-1m': 1 },
      source: spotDocs,
      run: cancelOrders,
    },
    listPositions: nobody('futures and margin exist; this declaration does not read them yet', spotDocs),
    listTransfers: nobody('the venue lists them; this declaration does not read them yet', spotDocs),
    listLedger: nobody('the spot wallet has no ledger endpoint', spotDocs),
    listSubAccounts: nobody('the venue lists them; this declaration does not read them yet', spotDocs),
    listSubAccountKeys: nobody('the venue lists them; this declaration does not read them yet', spotDocs),
    cancelAllOrders: nobody('the venue can; this declaration does not do it yet: use the page', spotDocs),
    stopSubAccountTransfers: nobody(
      'the venue can; this declaration does not do it yet: use the page',
      spotDocs,
    ),
    downgradeKey: nobody('no endpoint changes a key of the master account', spotDocs),
    revokeSubAccountKey: nobody('the venue can; this declaration does not do it yet: use the page', spotDocs),
    restrictSubAccountKey: nobody(
      'the venue can; this declaration does not do it yet: use the page',
      spotDocs,
    ),
    createSubAccountKey: nobody('the venue can; this declaration does not do it yet: use the page', spotDocs),
    cancelWithdrawal: hand.cancelWithdrawal,
    revokeKey: hand.revokeKey,
    createKey: hand.createKey,
    editWithdrawalAddresses: hand.editWithdrawalAddresses,
    freezeAccount: hand.freezeAccount,
    endSessions: hand.endSessions,
  },
};
