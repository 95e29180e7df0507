import { known, unknown, type Known } from '../domain/known.ts';
import { compare, divide, multiply } from '../domain/money.ts';
import type { MarketPrice } from '../domain/trading.ts';
import { isAmount } from './amounts.ts';
import { millisOf } from './moments.ts';
import { bareSymbol, splitSymbol } from './symbols.ts';

/** Market prices by pair, and what one asset is worth in another. */
export interface PriceBook {
  /** The price of a symbol in its quote asset. */
  priceOf(symbol: string): Known<MarketPrice>;
  /** How much of `to` one unit of `from` is worth: by a pair, its inverse, or over one asset between. */
  rate(from: string, to: string): Known<string>;
}

// An asset in between is looked for in this order, so that the same prices always give the same rate.
const bridges = ['USDT', 'USDC', 'USD', 'ZUSD', 'EUR', 'ZEUR', 'BTC', 'XXBT', 'ETH'];

/** Builds a price book. Of several prices of a symbol the latest counts; zero is not a price. */
export function priceBook(prices: readonly MarketPrice[]): PriceBook {
  const bySymbol = latestBySymbol(prices);
  const byBase = indexByBase(bySymbol.values());

  const step = (from: string, to: string): string | undefined => {
    const direct = byBase.get(from)?.get(to);
    if (direct !== undefined) return direct;
    const inverse = byBase.get(to)?.get(from);
    return inverse === undefined ? undefined : divide('1', inverse);
  };

  const rate = (from: string, to: string): Known<string> => {
    if (from === to) return known('1');
    const single = step(from, to);
    if (single !== undefined) return known(single);
    for (const between of bridges) {
      const first = step(from, between);
      const second = step(between, to);
      if (first !== undefined && second !== undefined) return known(multiply(first, second));
    }
    return unknown(`no market price leads from ${from} to ${to}`);
  };

  const priceOf = (symbol: string): Known<MarketPrice> => {
    const price = bySymbol.get(bareSymbol(symbol));
    return price ? known(price) : unknown(`no market price of ${symbol} was read`);
  };

  return { priceOf, rate };
}

function latestBySymbol(prices: readonly MarketPrice[]): ReadonlyMap<string, MarketPrice> {
  const found = new Map<string, MarketPrice>();
  for (const price of prices) {
    if (!isAmount(price.price) || compare(price.price, '0') !== 1) continue;
    const symbol = bareSymbol(price.symbol);
    const earlier = found.get(symbol);
    if (!earlier || isNewer(price, earlier)) found.set(symbol, price);
  }
  return found;
}

// Of two prices of one moment the lower text wins: the order of the rows must not matter.
function isNewer(a: MarketPrice, b: MarketPrice): boolean {
  const difference = (millisOf(a.at) ?? -Infinity) - (millisOf(b.at) ?? -Infinity);
  return difference > 0 || (!(difference < 0) && a.price < b.price);
}

function indexByBase(prices: Iterable<MarketPrice>): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const byBase = new Map<string, Map<string, string>>();
  for (const { symbol, price } of prices) {
    const pair = splitSymbol(symbol);
    if (!pair.known) continue;
    const quotes = byBase.get(pair.value.base) ?? new Map<string, string>();
    byBase.set(pair.value.base, quotes.set(pair.value.quote, price));
  }
  return byBase;
}
