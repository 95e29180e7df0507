import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import { refuse } from './codes.ts';
import { listedIn, marketsOf, printedSymbol } from './names.ts';
import { mandatory, optional } from './parameters.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';

/** MARKET_DATA of margin: a key, and no signature (binance-connector-js, margin market-data-api). */
export const marginMarketRoutes: readonly Route[] = [
  sapi('GET', 'v1/margin/allPairs', 'any-key', {
    weight: 1,
    reads: ['symbol'],
    answer: (call) => pairsAsked(call).map((market) => ({ id: pairId(market), ...pairRow(market) })),
  }),
  sapi('GET', 'v1/margin/isolated/allPairs', 'any-key', {
    weight: 10,
    reads: ['symbol'],
    answer: (call) => pairsAsked(call).map(pairRow),
  }),
  sapi('GET', 'v1/margin/allAssets', 'any-key', {
    weight: 1,
    reads: ['asset'],
    answer: allAssets,
  }),
  sapi('GET', 'v1/margin/priceIndex', 'any-key', {
    weight: 10,
    reads: ['symbol'],
    answer({ books, parameters, nowMs }) {
      const market = listedIn(books, 'spot', mandatory(parameters, 'symbol'));
      return { calcTime: nowMs, price: market.price, symbol: market.symbol };
    },
  }),
];

/** Every spot pair can be traded on margin here, and whatever the books have done on margin. */
export function marginPairs(books: Pick<LedgerBooks, 'markets'>): readonly LedgerMarket[] {
  const spot = marketsOf(books, 'spot');
  const names = new Set(spot.map((market) => market.symbol));
  const further = [...marketsOf(books, 'margin'), ...marketsOf(books, 'isolated')].filter((market) => {
    const isNew = !names.has(printedSymbol(market));
    names.add(printedSymbol(market));
    return isNew;
  });
  return [...spot, ...further];
}

function pairsAsked({ books, parameters }: Call): readonly LedgerMarket[] {
  const symbol = optional(parameters, 'symbol');
  const pairs = marginPairs(books);
  if (symbol === undefined) return pairs;
  const found = pairs.filter((market) => printedSymbol(market) === symbol);
  if (found.length === 0) throw refuse.badSymbol();
  return found;
}

// A number for each pair, always the same.
const pairId = (market: LedgerMarket): number =>
  createHash('sha256').update(printedSymbol(market)).digest().readUInt32BE();

const pairRow = (market: LedgerMarket): JsonObject => ({
  symbol: printedSymbol(market),
  base: market.base,
  quote: market.quote,
  isMarginTrade: true,
  isBuyAllowed: true,
  isSellAllowed: true,
});

function allAssets({ books, parameters }: Call): Json {
  const wanted = optional(parameters, 'asset');
  const assets = new Set(marginPairs(books).flatMap(({ base, quote }) => [base, quote]));
  return [...assets]
    .sort()
    .filter((asset) => wanted === undefined || asset === wanted)
    .map((asset) => ({
      assetFullName: asset,
      assetName: asset,
      isBorrowable: true,
      isMortgageable: true,
      userMinBorrow: '0.00000000',
      userMinRepay: '0.00000000',
    }));
}
