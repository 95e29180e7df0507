import type { Json } from '../../domain/json.ts';
import { income } from './futures-income.ts';
import {
  allFuturesOrders,
  futuresTrades,
  nothingOf,
  oneFuturesOrder,
  openFuturesOrders,
} from './futures-reads.ts';
import { mandatory } from './parameters.ts';
import { bySymbol, fapi } from './route.ts';
import type { Call, Route } from './route.ts';

const window = ['startTime', 'endTime', 'limit'];

/** Orders, trades and the ledger of USDⓈ-M (binance-connector-js, trade-api and account-api). */
export const futuresHistoryRoutes: readonly Route[] = [
  fapi('GET', 'v1/openOrders', 'read', {
    weight: bySymbol(1, 40),
    reads: ['symbol'],
    answer: (call) => openFuturesOrders(call, 'um'),
  }),
  fapi('GET', 'v1/allOrders', 'read', {
    weight: 5,
    reads: ['symbol', 'orderId', ...window],
    answer: (call) => allFuturesOrders(call, 'um'),
  }),
  fapi('GET', 'v1/order', 'read', {
    weight: 1,
    reads: ['symbol', 'orderId', 'origClientOrderId'],
    answer: (call) => oneFuturesOrder(call, 'um', 'any'),
  }),
  fapi('GET', 'v1/openOrder', 'read', {
    weight: 1,
    reads: ['symbol', 'orderId', 'origClientOrderId'],
    answer: (call) => oneFuturesOrder(call, 'um', 'open'),
  }),
  fapi('GET', 'v1/userTrades', 'read', {
    weight: 5,
    reads: ['symbol', 'orderId', 'fromId', ...window],
    answer: (call) => futuresTrades(call, 'um'),
  }),
  fapi('GET', 'v1/income', 'read', {
    weight: 30,
    reads: ['symbol', 'incomeType', 'page', ...window],
    answer: (call) => income(call, 'um'),
  }),
  fapi('GET', 'v1/forceOrders', 'read', {
    weight: bySymbol(20, 50),
    reads: ['symbol', 'autoCloseType', ...window],
    answer: (call) => nothingOf(call, 'um'),
  }),
  fapi('GET', 'v1/orderAmendment', 'read', {
    weight: 1,
    reads: ['symbol', 'orderId', 'origClientOrderId', ...window],
    answer: (call) => nothingOfSymbol(call),
  }),
  // Of the type TRADE, although it reads.
  fapi('GET', 'v1/positionMargin/history', 'futures', {
    weight: 1,
    reads: ['symbol', 'type', ...window],
    answer: (call) => nothingOfSymbol(call),
  }),
  fapi('GET', 'v1/rateLimit/order', 'read', { weight: 1, reads: [], answer: orderLimits }),
];

function nothingOfSymbol(call: Call): Json {
  mandatory(call.parameters, 'symbol');
  return nothingOf(call, 'um');
}

function orderLimits(): Json {
  return [
    { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 300 },
    { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: 1200 },
  ];
}
