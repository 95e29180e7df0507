import type { JsonObject } from '../../domain/json.ts';
import { add } from '../../domain/money.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import { bestOf, dayStatisticsOf } from '../market-statistics.ts';

/** Without zeros at the end, as in the documents' examples. */
const plain = (amount: string): string => add(amount, '0');

interface Asked {
  readonly books: LedgerBooks;
  readonly nowMs: number;
}

/**
 * docs "Get ticker data 24h". `openTimestamp` and `closeTimestamp` are those of the first and the last
 * trade: the market's trades are not kept, so the ends of the window stand there.
 */
export function dayRow({ books, nowMs }: Asked, market: LedgerMarket): JsonObject {
  const day = dayStatisticsOf(books, market, nowMs);
  return {
    market: market.symbol,
    startTimestamp: day.openMs,
    timestamp: day.closeMs,
    open: plain(day.open),
    openTimestamp: day.openMs,
    high: plain(day.high),
    low: plain(day.low),
    last: plain(day.last),
    closeTimestamp: day.closeMs,
    ...bestPart(market),
    volume: plain(day.volume),
    volumeQuote: plain(day.quoteVolume),
  };
}

/** docs "Get ticker book". */
export const bookRow = (_: Asked, market: LedgerMarket): JsonObject => ({
  market: market.symbol,
  ...bestPart(market),
});

/** An empty side is null (assumed). */
function bestPart(market: LedgerMarket): JsonObject {
  const { bid, ask } = bestOf(market);
  return {
    bid: bid === undefined ? null : plain(bid.price),
    bidSize: bid === undefined ? null : plain(bid.amount),
    ask: ask === undefined ? null : plain(ask.price),
    askSize: ask === undefined ? null : plain(ask.amount),
  };
}
