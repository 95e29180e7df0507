import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import { bestOf } from '../market-statistics.ts';
import { refuse } from './codes.ts';
import { listedIn, marketsOf } from './names.ts';
import { optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { limits } from './rate-limits.ts';
import { api, sapi } from './route.ts';
import type { Route } from './route.ts';
import { eight } from './rows.ts';

/** Public endpoints: no key, no signature (rest-api.md "General endpoints", "Market Data endpoints"). */
export const marketRoutes: readonly Route[] = [
  api('GET', 'ping', 'public', { weight: 1, reads: [], answer: () => ({}) }),
  api('GET', 'time', 'public', { weight: 1, reads: [], answer: (call) => ({ serverTime: call.nowMs }) }),
  api('GET', 'exchangeInfo', 'public', {
    weight: 20,
    reads: ['symbol', 'symbols', 'permissions', 'showPermissionSets', 'symbolStatus'],
    answer: (call) => exchangeInfo(call.nowMs, chosenMarkets(call.books, call.parameters).markets),
  }),
  api('GET', 'ticker/price', 'public', {
    weight: tickerWeight,
    reads: ['symbol', 'symbols', 'symbolStatus'],
    answer: (call) => ticker(call.books, call.parameters, priceRow),
  }),
  api('GET', 'ticker/bookTicker', 'public', {
    weight: tickerWeight,
    reads: ['symbol', 'symbols', 'symbolStatus'],
    answer: (call) => ticker(call.books, call.parameters, bookRow),
  }),
  sapi('GET', 'v1/system/status', 'public', {
    weight: 1,
    reads: [],
    answer: () => ({ status: 0, msg: 'normal' }),
  }),
];

function tickerWeight(parameters: Parameters): number {
  return parameters.has('symbol') ? 2 : 4;
}

// One symbol gives an object, several or all give a list.
function ticker(books: LedgerBooks, parameters: Parameters, row: (market: LedgerMarket) => JsonObject): Json {
  const { markets, isOne } = chosenMarkets(books, parameters);
  const rows = markets.map(row);
  return isOne ? (rows[0] ?? {}) : rows;
}

/** Those of `symbol`, of `symbols`, or all. */
export function chosenMarkets(
  books: LedgerBooks,
  parameters: Parameters,
): { markets: readonly LedgerMarket[]; isOne: boolean } {
  const one = optional(parameters, 'symbol');
  const several = optional(parameters, 'symbols');
  if (one !== undefined && several !== undefined) throw refuse.badCombination();
  if (one !== undefined) return { markets: [listedIn(books, 'spot', one)], isOne: true };
  if (several === undefined) return { markets: marketsOf(books, 'spot'), isOne: false };
  const markets = symbolList(several).map((symbol) => listedIn(books, 'spot', symbol));
  return { markets, isOne: false };
}

function symbolList(text: string): readonly string[] {
  if (!/^\["[^"]{1,40}"(,"[^"]{1,40}")*\]$/.test(text)) {
    throw refuse.illegalCharacters('symbols', '^\\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\\]$');
  }
  return text.slice(2, -2).split('","');
}

const priceRow = (market: LedgerMarket): JsonObject => ({
  symbol: market.symbol,
  price: eight(market.price),
});

function bookRow(market: LedgerMarket): JsonObject {
  const { bid, ask } = bestOf(market);
  return {
    symbol: market.symbol,
    bidPrice: eight(bid?.price ?? '0'),
    bidQty: eight(bid?.amount ?? '0'),
    askPrice: eight(ask?.price ?? '0'),
    askQty: eight(ask?.amount ?? '0'),
  };
}

const exchangeInfo = (nowMs: number, markets: readonly LedgerMarket[]): JsonObject => ({
  timezone: 'UTC',
  serverTime: nowMs,
  rateLimits: [
    { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: limits['api-ip'].limit },
    { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: limits['orders-10s'].limit },
    { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: limits['orders-day'].limit },
  ],
  exchangeFilters: [],
  symbols: markets.map(symbolRow),
});

/** The least value of an order, in the quote asset. */
export const leastNotional = '5';

const symbolRow = (market: LedgerMarket): JsonObject => ({
  symbol: market.symbol,
  status: 'TRADING',
  baseAsset: market.base,
  baseAssetPrecision: 8,
  quoteAsset: market.quote,
  quotePrecision: 8,
  quoteAssetPrecision: 8,
  baseCommissionPrecision: 8,
  quoteCommissionPrecision: 8,
  orderTypes: ['LIMIT', 'MARKET'],
  icebergAllowed: false,
  ocoAllowed: false,
  otoAllowed: false,
  opoAllowed: false,
  quoteOrderQtyMarketAllowed: true,
  allowTrailingStop: false,
  cancelReplaceAllowed: false,
  amendAllowed: false,
  pegInstructionsAllowed: false,
  isSpotTradingAllowed: true,
  isMarginTradingAllowed: true,
  filters: [
    {
      filterType: 'PRICE_FILTER',
      minPrice: eight('0.00000001'),
      maxPrice: eight('1000000'),
      tickSize: eight('0.00000001'),
    },
    {
      filterType: 'LOT_SIZE',
      minQty: eight('0.00000001'),
      maxQty: eight('9000000000'),
      stepSize: eight('0.00000001'),
    },
    {
      filterType: 'NOTIONAL',
      minNotional: eight(leastNotional),
      applyMinToMarket: true,
      maxNotional: eight('9000000'),
      applyMaxToMarket: false,
      avgPriceMins: 5,
    },
  ],
  permissions: [],
  permissionSets: [['SPOT', 'MARGIN']],
  defaultSelfTradePreventionMode: 'NONE',
  allowedSelfTradePreventionModes: ['NONE'],
});
