import { createHash } from 'node:crypto';
import { add, compare, divide, multiply, round, subtract, sum } from '../domain/money.ts';
import type { LedgerBooks, LedgerMarket, LedgerTrade } from './ledger-books.ts';
import { oncePerBooks } from './once.ts';
import { levelsAgainst } from './order-book.ts';
import type { Fill } from './mutation.ts';

const dayMs = 86_400_000;

/** What a venue tells everybody about a market's last 24 hours. Amounts are decimal strings. */
export interface DayStatistics {
  readonly openMs: number;
  readonly closeMs: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly last: string;
  /** Of the last trade. */
  readonly lastAmount: string;
  readonly volume: string;
  readonly quoteVolume: string;
  /** How many trades. */
  readonly count: number;
  /** Best of the book; undefined where a side is empty. */
  readonly bid: Fill | undefined;
  readonly ask: Fill | undefined;
}

/** Of a quiet market: so many times a day what rests near its price changes hands (invented). */
const turnovers = '40';
/** A quiet market opened at most this far from where it is, and swung as far again (invented). */
const mostDrift = '0.015';
/** What a quiet market's trade is worth, in the quote asset (invented). */
const usualTrade = '250';

/**
 * The market as the other customers made it, always the same for a symbol, and this account's own fills
 * of the last 24 hours on top: a thin market has little volume and a wide spread, and one that was pumped
 * has a high, a last price and a volume that its book does not explain.
 */
export function dayStatisticsOf(books: LedgerBooks, market: LedgerMarket, nowMs: number): DayStatistics {
  const openMs = nowMs - dayMs;
  const own = (tradesBySymbol(books).get(market.symbol) ?? []).filter(
    ({ atMs }) => atMs > openMs && atMs <= nowMs,
  );
  const quiet = quietDay(market);
  const prices = own.map(({ price }) => price);
  const last = own.at(-1);
  return {
    openMs,
    closeMs: nowMs,
    open: quiet.open,
    high: prices.reduce((most, each) => (compare(each, most) > 0 ? each : most), quiet.high),
    low: prices.reduce((least, each) => (compare(each, least) < 0 ? each : least), quiet.low),
    last: last?.price ?? market.price,
    lastAmount: last?.amount ?? round(divide(usualTrade, market.price), 8),
    volume: add(quiet.volume, sum(own.map(({ amount }) => amount))),
    quoteVolume: add(quiet.quoteVolume, sum(own.map(({ quote }) => quote))),
    count: quiet.count + own.length,
    ...bestOf(market),
  };
}

/** The best bid and the best offer of the book. */
export const bestOf = (market: LedgerMarket): Pick<DayStatistics, 'bid' | 'ask'> => ({
  bid: levelsAgainst(market, 'sell')[0],
  ask: levelsAgainst(market, 'buy')[0],
});

const tradesBySymbol: (books: LedgerBooks) => ReadonlyMap<string, readonly LedgerTrade[]> = oncePerBooks(
  ({ trades }) => Map.groupBy(trades, ({ symbol }) => symbol),
);

function quietDay({ symbol, price, depth }: LedgerMarket) {
  const [up, swing] = [chanceOf(`${symbol}/drift`), chanceOf(`${symbol}/swing`)];
  // From one end of the drift to the other.
  const open = round(multiply(price, add('1', multiply(mostDrift, subtract(multiply(up, '2'), '1')))), 8);
  const [low = price, high = price] = compare(open, price) < 0 ? [open, price] : [price, open];
  const reach = multiply(price, multiply(mostDrift, swing));
  const quoteVolume = round(multiply(depth, turnovers), 8);
  return {
    open,
    high: round(add(high, reach), 8),
    low: round(subtract(low, reach), 8),
    volume: round(divide(quoteVolume, price), 8),
    quoteVolume,
    count: Math.ceil(Number(divide(quoteVolume, usualTrade))),
  };
}

/** Between 0 and 1, and always the same for a text. */
const chanceOf = (text: string): string =>
  String(createHash('sha256').update(text).digest().readUInt16BE(0) / 65_536);
