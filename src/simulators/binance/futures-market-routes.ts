import { DateTime } from 'luxon';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import { levelsAgainst } from '../order-book.ts';
import { refuse } from './codes.ts';
import { contractSize } from './futures-positions.ts';
import { listedIn, marginAssetOf, marketsOf, pairOf, printedSymbol, sectionOf } from './names.ts';
import { optional } from './parameters.ts';
import { limits } from './rate-limits.ts';
import { bySymbol, dapi, fapi } from './route.ts';
import type { Call, Route } from './route.ts';

/** Public endpoints of both futures (binance-connector-js, market-data-api of each). */
export const futuresMarketRoutes: readonly Route[] = [
  ...([fapi, dapi] as const).flatMap((endpoint) => [
    endpoint('GET', 'v1/ping', 'public', { weight: 1, reads: [], answer: () => ({}) }),
    endpoint('GET', 'v1/time', 'public', {
      weight: 1,
      reads: [],
      answer: ({ nowMs }) => ({ serverTime: nowMs }),
    }),
  ]),
  fapi('GET', 'v1/exchangeInfo', 'public', {
    weight: 1,
    reads: [],
    answer: (call) => exchangeInfo(call, 'um'),
  }),
  dapi('GET', 'v1/exchangeInfo', 'public', {
    weight: 1,
    reads: [],
    answer: (call) => exchangeInfo(call, 'cm'),
  }),
  ...['v1/ticker/price', 'v2/ticker/price'].map((path) =>
    fapi('GET', path, 'public', {
      weight: bySymbol(1, 2),
      reads: ['symbol'],
      answer: (call) => oneOrAll(call, (market) => priceRow(market, call.nowMs)),
    }),
  ),
  fapi('GET', 'v1/ticker/bookTicker', 'public', {
    weight: bySymbol(2, 5),
    reads: ['symbol'],
    answer: (call) => oneOrAll(call, (market) => bookRow(market, call.nowMs)),
  }),
  fapi('GET', 'v1/premiumIndex', 'public', {
    weight: bySymbol(1, 10),
    reads: ['symbol'],
    answer: (call) => oneOrAll(call, (market) => markRow(market, call.nowMs)),
  }),
  dapi('GET', 'v1/ticker/price', 'public', {
    weight: bySymbol(1, 2),
    reads: ['symbol', 'pair'],
    answer: (call) => chosen(call).map((market) => priceRow(market, call.nowMs)),
  }),
  dapi('GET', 'v1/ticker/bookTicker', 'public', {
    weight: bySymbol(2, 5),
    reads: ['symbol', 'pair'],
    answer: (call) => chosen(call).map((market) => bookRow(market, call.nowMs)),
  }),
  dapi('GET', 'v1/premiumIndex', 'public', {
    weight: 10,
    reads: ['symbol', 'pair'],
    answer: (call) => chosen(call).map((market) => markRow(market, call.nowMs)),
  }),
];

// One symbol gives an object, none gives a list of all. COIN-M always gives a list.
function oneOrAll({ books, parameters }: Call, row: (market: LedgerMarket) => JsonObject): Json {
  const symbol = optional(parameters, 'symbol');
  if (symbol === undefined) return marketsOf(books, 'um').map(row);
  return row(listedIn(books, 'um', symbol));
}

function chosen({ books, parameters }: Call): readonly LedgerMarket[] {
  const symbol = optional(parameters, 'symbol');
  const pair = optional(parameters, 'pair');
  if (symbol !== undefined && pair !== undefined) throw refuse.badCombination();
  if (symbol !== undefined) return [listedIn(books, 'cm', symbol)];
  return pair === undefined ? marketsOf(books, 'cm') : contractsOn(books, pair);
}

/** Every contract on a pair: "BTCUSD". Throws the refusal of a pair that there is not. */
export function contractsOn(books: Pick<LedgerBooks, 'markets'>, pair: string): readonly LedgerMarket[] {
  const found = marketsOf(books, 'cm').filter((market) => pairOf(market) === pair);
  if (found.length === 0) throw refuse.badSymbol();
  return found;
}

const named = (market: LedgerMarket, pairName: 'ps' | 'pair'): JsonObject => ({
  symbol: printedSymbol(market),
  ...(sectionOf(market) === 'cm' ? { [pairName]: pairOf(market) } : {}),
});

const priceRow = (market: LedgerMarket, nowMs: number): JsonObject => ({
  ...named(market, 'ps'),
  price: market.price,
  time: nowMs,
});

function bookRow(market: LedgerMarket, nowMs: number): JsonObject {
  const bid = levelsAgainst(market, 'sell')[0];
  const ask = levelsAgainst(market, 'buy')[0];
  return {
    ...named(market, 'pair'),
    bidPrice: bid?.price ?? '0',
    bidQty: bid?.amount ?? '0',
    askPrice: ask?.price ?? '0',
    askQty: ask?.amount ?? '0',
    time: nowMs,
  };
}

const eightHoursMs = 8 * 3_600_000;

// Mark, index and last price are one here.
const markRow = (market: LedgerMarket, nowMs: number): JsonObject => ({
  ...named(market, 'pair'),
  markPrice: market.price,
  indexPrice: market.price,
  estimatedSettlePrice: market.price,
  lastFundingRate: '0.00010000',
  interestRate: '0.00010000',
  nextFundingTime: (Math.floor(nowMs / eightHoursMs) + 1) * eightHoursMs,
  time: nowMs,
});

function exchangeInfo({ books, nowMs }: Call, section: 'um' | 'cm'): Json {
  const limit = limits[section === 'um' ? 'fapi-ip' : 'dapi-ip'].limit;
  return {
    timezone: 'UTC',
    serverTime: nowMs,
    rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit }],
    exchangeFilters: [],
    ...(section === 'um' ? { futuresType: 'U_MARGINED', assets: assetRows(books) } : {}),
    symbols: marketsOf(books, section).map(symbolRow),
  };
}

const assetRows = (books: LedgerBooks): readonly JsonObject[] =>
  [...new Set(marketsOf(books, 'um').map(marginAssetOf))].map((asset) => ({
    asset,
    marginAvailable: true,
    autoAssetExchange: '0',
  }));

/** What the venue prints for perpetuals: the 25th of December 2100. */
const never = 4_133_404_800_000;

// "260327": at eight in the morning.
const deliveredAtMs = (day: string): number =>
  DateTime.fromFormat(day, 'yyMMdd', { zone: 'utc' }).plus({ hours: 8 }).toMillis();

function symbolRow(market: LedgerMarket): JsonObject {
  const isCoin = sectionOf(market) === 'cm';
  const symbol = printedSymbol(market);
  const day = /_(\d{6})$/.exec(symbol)?.[1];
  return {
    symbol,
    pair: isCoin ? pairOf(market) : symbol.replace(/_.*$/, ''),
    contractType: day === undefined ? 'PERPETUAL' : 'CURRENT_QUARTER',
    deliveryDate: day === undefined ? never : deliveredAtMs(day),
    onboardDate: 1_569_398_400_000,
    ...(isCoin
      ? { contractStatus: 'TRADING', contractSize: Number(contractSize(market)), equalQtyPrecision: 4 }
      : { status: 'TRADING' }),
    maintMarginPercent: '2.5000',
    requiredMarginPercent: '5.0000',
    baseAsset: market.base,
    quoteAsset: market.quote,
    marginAsset: marginAssetOf(market),
    pricePrecision: 8,
    quantityPrecision: isCoin ? 0 : 8,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    underlyingSubType: [],
    triggerProtect: '0.0500',
    liquidationFee: '0.010000',
    marketTakeBound: '0.30',
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: '0.00000001', maxPrice: '1000000', tickSize: '0.00000001' },
      isCoin
        ? { filterType: 'LOT_SIZE', minQty: '1', maxQty: '1000000', stepSize: '1' }
        : { filterType: 'LOT_SIZE', minQty: '0.00000001', maxQty: '9000000000', stepSize: '0.00000001' },
    ],
    orderTypes: ['LIMIT', 'MARKET', 'STOP'],
    timeInForce: ['GTC', 'IOC', 'FOK'],
  };
}
