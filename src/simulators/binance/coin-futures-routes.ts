import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import { refuse } from './codes.ts';
import { income } from './futures-income.ts';
import { contractsOn } from './futures-market-routes.ts';
import { isHedged, maintenanceRate, reckonAll, reckonAssets } from './futures-positions.ts';
import type { Reckoned } from './futures-positions.ts';
import {
  allFuturesOrders,
  futuresTrades,
  nothingOf,
  oneFuturesOrder,
  openFuturesOrders,
} from './futures-reads.ts';
import { assetRow, balanceRow, coinRiskRow } from './futures-wallet-rows.ts';
import { listedIn, marginAssetOf, marketsOf, pairOf, printedSymbol } from './names.ts';
import { mandatory, optional } from './parameters.ts';
import { bySymbol, dapi } from './route.ts';
import type { Call, Route } from './route.ts';

const window = ['startTime', 'endTime', 'limit'];
const orderNames = ['symbol', 'orderId', 'origClientOrderId'];

/**
 * The COIN-M account (binance-connector-js, account-api and trade-api), with the weights from before
 * the merger with USDⓈ-M that the documents announce without a date: the heavier ones.
 */
export const coinFuturesRoutes: readonly Route[] = [
  dapi('GET', 'v1/account', 'read', { weight: 5, reads: [], answer: account }),
  dapi('GET', 'v1/balance', 'read', { weight: 1, reads: [], answer: balances }),
  dapi('GET', 'v1/positionRisk', 'read', { weight: 1, reads: ['marginAsset', 'pair'], answer: positionRisk }),
  dapi('GET', 'v1/positionSide/dual', 'read', {
    weight: 30,
    reads: [],
    answer: ({ books }) => ({ dualSidePosition: isHedged(books) }),
  }),
  dapi('GET', 'v1/openOrders', 'read', {
    weight: bySymbol(1, 40),
    reads: ['symbol', 'pair'],
    answer: (call) => openFuturesOrders(call, 'cm'),
  }),
  dapi('GET', 'v1/allOrders', 'read', {
    weight: bySymbol(20, 40),
    reads: ['symbol', 'pair', 'orderId', ...window],
    answer: (call) => allFuturesOrders(call, 'cm'),
  }),
  dapi('GET', 'v1/order', 'read', {
    weight: 1,
    reads: orderNames,
    answer: (call) => oneFuturesOrder(call, 'cm', 'any'),
  }),
  dapi('GET', 'v1/openOrder', 'read', {
    weight: 1,
    reads: orderNames,
    answer: (call) => oneFuturesOrder(call, 'cm', 'open'),
  }),
  dapi('GET', 'v1/userTrades', 'read', {
    weight: bySymbol(20, 40),
    reads: ['symbol', 'pair', 'orderId', 'fromId', ...window],
    answer: (call) => futuresTrades(call, 'cm'),
  }),
  dapi('GET', 'v1/income', 'read', {
    weight: 20,
    reads: ['symbol', 'incomeType', 'page', ...window],
    answer: (call) => income(call, 'cm'),
  }),
  dapi('GET', 'v1/forceOrders', 'read', {
    weight: bySymbol(20, 50),
    reads: ['symbol', 'autoCloseType', ...window],
    answer: (call) => nothingOf(call, 'cm'),
  }),
  dapi('GET', 'v1/orderAmendment', 'read', {
    weight: 1,
    reads: [...orderNames, ...window],
    answer: nothingOfSymbol,
  }),
  dapi('GET', 'v1/positionMargin/history', 'futures', {
    weight: 1,
    reads: ['symbol', 'type', ...window],
    answer: nothingOfSymbol,
  }),
  dapi('GET', 'v1/commissionRate', 'read', { weight: 20, reads: ['symbol'], answer: commissionRate }),
  dapi('GET', 'v1/leverageBracket', 'read', {
    weight: 1,
    reads: ['pair'],
    answer: ({ books, parameters }) =>
      [...new Set(ofPair(books, optional(parameters, 'pair')).map(pairOf))].map((pair) => ({
        pair,
        brackets,
      })),
  }),
  dapi('GET', 'v2/leverageBracket', 'read', {
    weight: bySymbol(1, 2),
    reads: ['symbol'],
    answer: ({ books, parameters }) =>
      ofSymbol(books, optional(parameters, 'symbol')).map((market) => ({
        symbol: printedSymbol(market),
        brackets,
      })),
  }),
  dapi('GET', 'v1/adlQuantile', 'read', { weight: 5, reads: ['symbol'], answer: adlQuantiles }),
];

const ofPair = (books: LedgerBooks, pair: string | undefined): readonly LedgerMarket[] =>
  pair === undefined ? marketsOf(books, 'cm') : contractsOn(books, pair);

const ofSymbol = (books: LedgerBooks, symbol: string | undefined): readonly LedgerMarket[] =>
  symbol === undefined ? marketsOf(books, 'cm') : [listedIn(books, 'cm', symbol)];

const brackets: Json = [
  {
    bracket: 1,
    initialLeverage: 125,
    qtyCap: 1_000_000,
    qtylFloor: 0,
    maintMarginRatio: Number(maintenanceRate),
    cum: 0,
  },
];

function account({ books }: Call): Json {
  return {
    assets: reckonAssets(books, 'cm').map((each) => assetRow(books, each)),
    positions: reckonAll(books, 'cm').map(positionRow),
    canDeposit: !books.frozen,
    canTrade: !books.frozen,
    canWithdraw: !books.frozen,
    feeTier: 0,
    updateTime: 0,
  };
}

const positionRow = (each: Reckoned): JsonObject => ({
  symbol: printedSymbol(each.market),
  positionAmt: each.amount,
  initialMargin: each.initialMargin,
  maintMargin: each.maintenanceMargin,
  unrealizedProfit: each.profit,
  positionInitialMargin: each.initialMargin,
  openOrderInitialMargin: '0',
  leverage: each.leverage,
  isolated: false,
  positionSide: each.positionSide,
  entryPrice: each.entryPrice,
  breakEvenPrice: each.entryPrice,
  maxQty: '1000000',
  notionalValue: each.notional,
  updateTime: each.updatedAtMs,
});

// `withdrawAvailable` instead of `maxWithdrawAmount`.
function balances({ books }: Call): Json {
  return reckonAssets(books, 'cm').map((each) => {
    const { maxWithdrawAmount, ...row } = balanceRow(books, each) as { maxWithdrawAmount: string };
    return { ...row, withdrawAvailable: maxWithdrawAmount };
  });
}

function positionRisk({ books, parameters }: Call): Json {
  const asset = optional(parameters, 'marginAsset');
  const pair = optional(parameters, 'pair');
  if (asset !== undefined && pair !== undefined) throw refuse.badCombination();
  const shown = ofPair(books, pair);
  return reckonAll(books, 'cm')
    .filter(({ market }) => shown.includes(market))
    .filter(({ market }) => asset === undefined || marginAssetOf(market) === asset)
    .map(coinRiskRow);
}

function nothingOfSymbol(call: Call): Json {
  mandatory(call.parameters, 'symbol');
  return nothingOf(call, 'cm');
}

function commissionRate({ books, parameters }: Call): Json {
  const market = listedIn(books, 'cm', mandatory(parameters, 'symbol'));
  return {
    symbol: printedSymbol(market),
    makerCommissionRate: '0',
    takerCommissionRate: books.feeRate,
  };
}

function adlQuantiles({ books, parameters }: Call): Json {
  const shown = ofSymbol(books, optional(parameters, 'symbol'));
  return reckonAll(books, 'cm')
    .filter(({ market, position }) => shown.includes(market) && position !== undefined)
    .map(({ market, positionSide }) => ({
      symbol: printedSymbol(market),
      adlQuantile: { [positionSide]: 0 },
    }));
}
