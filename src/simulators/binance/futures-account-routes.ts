import type { Json, JsonObject } from '../../domain/json.ts';
import { sum } from '../../domain/money.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import { isHedged, isLively, maintenanceRate, reckon, reckonAll, reckonAssets } from './futures-positions.ts';
import type { Reckoned } from './futures-positions.ts';
import { assetRow, balanceRow, positionOfAccount, riskRowV2, riskRowV3 } from './futures-wallet-rows.ts';
import { listedIn, marketsOf, printedSymbol } from './names.ts';
import { mandatory, optional } from './parameters.ts';
import { bySymbol, fapi } from './route.ts';
import type { Call, Route } from './route.ts';

/**
 * What there is in the USDⓈ-M account, and how it is set up (binance-connector-js, account-api and
 * trade-api). Reading wants the reading permission only, whatever the key may trade (a report of
 * 2026-07 that tried all of them); what is of the type TRADE wants that of futures.
 */
export const futuresAccountRoutes: readonly Route[] = [
  ...['v2/account', 'v3/account'].map((path) =>
    fapi('GET', path, 'read', { weight: 5, reads: [], answer: (call) => account(call, path.slice(0, 2)) }),
  ),
  ...['v2/balance', 'v3/balance'].map((path) =>
    fapi('GET', path, 'read', {
      weight: 5,
      reads: [],
      answer: ({ books }) =>
        reckonAssets(books, 'um').map((each) => ({ ...balanceRow(books, each), marginAvailable: true })),
    }),
  ),
  // The older shows every symbol, the newer those with a position or an open order.
  fapi('GET', 'v2/positionRisk', 'read', {
    weight: 5,
    reads: ['symbol'],
    answer: ({ books, parameters }) => positions(books, optional(parameters, 'symbol')).map(riskRowV2),
  }),
  fapi('GET', 'v3/positionRisk', 'read', {
    weight: 5,
    reads: ['symbol'],
    answer: ({ books, parameters }) =>
      positions(books, optional(parameters, 'symbol'))
        .filter((each) => isLively(books, each))
        .map(riskRowV3),
  }),
  fapi('GET', 'v1/accountConfig', 'read', {
    weight: 5,
    reads: [],
    answer: ({ books }) => ({
      ...flags(books),
      dualSidePosition: isHedged(books),
      multiAssetsMargin: false,
      tradeGroupId: -1,
    }),
  }),
  fapi('GET', 'v1/symbolConfig', 'read', {
    weight: 5,
    reads: ['symbol'],
    answer: ({ books, parameters }) =>
      chosen(books, parameters.get('symbol')).map((each) => symbolRow(books, each)),
  }),
  fapi('GET', 'v1/positionSide/dual', 'read', {
    weight: 30,
    reads: [],
    answer: ({ books }) => ({ dualSidePosition: isHedged(books) }),
  }),
  fapi('GET', 'v1/multiAssetsMargin', 'read', {
    weight: 30,
    reads: [],
    answer: () => ({ multiAssetsMargin: false }),
  }),
  fapi('GET', 'v1/leverageBracket', 'read', {
    weight: 1,
    reads: ['symbol'],
    answer: ({ books, parameters }) => chosen(books, parameters.get('symbol')).map(bracketRow),
  }),
  fapi('GET', 'v1/commissionRate', 'read', { weight: 20, reads: ['symbol'], answer: commissionRate }),
  fapi('GET', 'v1/adlQuantile', 'read', { weight: 5, reads: ['symbol'], answer: adlQuantiles }),
  fapi('GET', 'v1/apiTradingStatus', 'read', {
    weight: bySymbol(1, 10),
    reads: ['symbol'],
    answer: ({ books }) => ({ indicators: {}, updateTime: books.updatedAtMs }),
  }),
];

const chosen = (books: LedgerBooks, symbol: string | undefined): readonly LedgerMarket[] =>
  symbol === undefined ? marketsOf(books, 'um') : [listedIn(books, 'um', symbol)];

const positions = (books: LedgerBooks, symbol: string | undefined): readonly Reckoned[] =>
  symbol === undefined ? reckonAll(books, 'um') : reckon(books, listedIn(books, 'um', symbol));

const flags = (books: LedgerBooks): JsonObject => ({
  feeTier: 0,
  canTrade: !books.frozen,
  canDeposit: !books.frozen,
  canWithdraw: !books.frozen,
  updateTime: 0,
});

// Totals count all assets at par: in single-asset mode the venue counts USDT only.
function account({ books }: Call, version: string): Json {
  const isOlder = version === 'v2';
  const assets = reckonAssets(books, 'um');
  const total = (of: (each: (typeof assets)[number]) => string): string => sum(assets.map(of));
  const held = reckonAll(books, 'um').filter((each) => isOlder || isLively(books, each));
  return {
    ...(isOlder ? { ...flags(books), feeBurn: true, multiAssetsMargin: false, tradeGroupId: -1 } : {}),
    totalInitialMargin: total((each) => each.initialMargin),
    totalMaintMargin: total((each) => each.maintenanceMargin),
    totalWalletBalance: total((each) => each.wallet),
    totalUnrealizedProfit: total((each) => each.profit),
    totalMarginBalance: total((each) => each.margin),
    totalPositionInitialMargin: total((each) => each.initialMargin),
    totalOpenOrderInitialMargin: '0.00000000',
    totalCrossWalletBalance: total((each) => each.wallet),
    totalCrossUnPnl: total((each) => each.profit),
    availableBalance: total((each) => each.available),
    maxWithdrawAmount: total((each) => each.available),
    assets: assets.map((each) => ({
      ...assetRow(books, each),
      ...(isOlder ? { marginAvailable: true } : {}),
    })),
    positions: held.map((each) => positionOfAccount(each, isOlder)),
  };
}

// With a position its leverage, otherwise the usual one.
function symbolRow(books: LedgerBooks, market: LedgerMarket): JsonObject {
  const all = reckon(books, market);
  const held = all.find(({ position }) => position !== undefined) ?? all[0];
  return {
    symbol: printedSymbol(market),
    marginType: 'CROSSED',
    isAutoAddMargin: false,
    leverage: Number(held?.leverage),
    maxNotionalValue: '1000000',
  };
}

const bracketRow = (market: LedgerMarket): JsonObject => ({
  symbol: printedSymbol(market),
  brackets: [
    {
      bracket: 1,
      initialLeverage: 125,
      notionalCap: 1_000_000,
      notionalFloor: 0,
      maintMarginRatio: Number(maintenanceRate),
      cum: 0,
    },
  ],
});

function commissionRate({ books, parameters }: Call): Json {
  const market = listedIn(books, 'um', mandatory(parameters, 'symbol'));
  return {
    symbol: printedSymbol(market),
    makerCommissionRate: '0',
    takerCommissionRate: books.feeRate,
    rpiCommissionRate: '0',
  };
}

// Of positions only: the queue's end, as all here.
function adlQuantiles({ books, parameters }: Call): Json {
  return positions(books, optional(parameters, 'symbol'))
    .filter(({ position }) => position !== undefined)
    .map(({ market, positionSide }) => ({
      symbol: printedSymbol(market),
      adlQuantile: { [positionSide]: 0 },
    }));
}
