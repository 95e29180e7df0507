import type { Json, JsonObject } from '../../domain/json.ts';
import { divide, multiply, round, subtract } from '../../domain/money.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import { firstTradeId } from '../ledger-books.ts';
import { dayStatisticsOf } from '../market-statistics.ts';
import type { DayStatistics } from '../market-statistics.ts';
import { refuse } from './codes.ts';
import { chosenMarkets } from './market-routes.ts';
import { optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { api } from './route.ts';
import type { Call, Route } from './route.ts';
import { eight } from './rows.ts';

/** rest-api.md "24hr ticker price change statistics": public, and of every market at once without a symbol. */
export const dayTickerRoutes: readonly Route[] = [
  api('GET', 'ticker/24hr', 'public', {
    weight: weightOf,
    reads: ['symbol', 'symbols', 'type', 'symbolStatus'],
    answer: dayTickers,
  }),
];

/** One symbol 2, up to 20 the same, up to 100 40, more or all of them 80. */
function weightOf(parameters: Parameters): number {
  const several = parameters.get('symbols');
  const count = several === undefined ? undefined : several.split(',').length;
  if (parameters.has('symbol') || (count !== undefined && count <= 20)) return 2;
  return count !== undefined && count <= 100 ? 40 : 80;
}

function dayTickers({ books, parameters, nowMs }: Call): Json {
  const type = optional(parameters, 'type') ?? 'FULL';
  if (!['FULL', 'MINI'].includes(type)) throw refuse.invalid('type');
  const { markets, isOne } = chosenMarkets(books, parameters);
  const rows = markets.map((market) => tickerRow(books, market, { nowMs, isFull: type === 'FULL' }));
  return isOne ? (rows[0] ?? {}) : rows;
}

function tickerRow(
  books: LedgerBooks,
  market: LedgerMarket,
  { nowMs, isFull }: { readonly nowMs: number; readonly isFull: boolean },
): JsonObject {
  const day = dayStatisticsOf(books, market, nowMs);
  return {
    symbol: market.symbol,
    ...(isFull ? changeOf(day) : {}),
    openPrice: eight(day.open),
    highPrice: eight(day.high),
    lowPrice: eight(day.low),
    lastPrice: eight(day.last),
    volume: eight(day.volume),
    quoteVolume: eight(day.quoteVolume),
    openTime: day.openMs,
    closeTime: day.closeMs,
    // The market's trade ids are not kept: where this account's begin, and as many as there were.
    firstId: firstTradeId,
    lastId: firstTradeId + day.count - 1,
    count: day.count,
  };
}

/** What type=MINI leaves out. */
function changeOf({ open, last, lastAmount, volume, quoteVolume, bid, ask }: DayStatistics): JsonObject {
  const change = subtract(last, open);
  return {
    priceChange: eight(change),
    priceChangePercent: round(multiply(divide(change, open), '100'), 3),
    weightedAvgPrice: eight(divide(quoteVolume, volume)),
    prevClosePrice: eight(open),
    lastQty: eight(lastAmount),
    bidPrice: eight(bid?.price ?? '0'),
    bidQty: eight(bid?.amount ?? '0'),
    askPrice: eight(ask?.price ?? '0'),
    askQty: eight(ask?.amount ?? '0'),
  };
}
