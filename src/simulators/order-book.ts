import { add, compare, divide, isZero, multiply, round, subtract, sum } from '../domain/money.ts';
import type { LedgerMarket, Side } from './ledger-books.ts';
import type { Fill } from './mutation.ts';

/**
 * A simple book: each side has levels 0.2 % apart, out to 10 %, in a thin market 1 %; those within 2 % of
 * mid share the market's `depth` (quote value there), and those beyond hold as much. It refills at once, so one order's impact is real and the
 * next one's starts anew. A thin pair is expensive to cross; nothing more is claimed.
 */
const deepBook = { levels: 50, step: '0.002', withinDepth: '10' } as const;
const thinBook = { levels: 10, step: '0.01', withinDepth: '2' } as const;
/** In the quote asset, taken for money of a dollar's size. */
const thinBelow = '10000';
const venuePlaces = 8;

/** The price and amount at each level that an order of this side meets, best first. */
export function levelsAgainst(market: LedgerMarket, side: Side): readonly Fill[] {
  const { levels, step, withinDepth } = compare(market.depth, thinBelow) < 0 ? thinBook : deepBook;
  return Array.from({ length: levels }, (_, index) => {
    const away = multiply(step, String(index + 1));
    const factor = side === 'buy' ? add('1', away) : subtract('1', away);
    const price = round(multiply(market.price, factor), venuePlaces);
    return { price, amount: floor(divide(divide(market.depth, withinDepth), price)) };
  }).filter((level) => !isZero(level.amount) && !isZero(level.price));
}

/** What an order takes from the book at once: by amount, or by quote value. */
export function sweep(order: {
  readonly market: LedgerMarket;
  readonly side: Side;
  readonly wanted: { readonly amount: string } | { readonly quote: string };
  /** A limit order takes nothing worse than its price. */
  readonly limit?: string | undefined;
}): readonly Fill[] {
  const fills: Fill[] = [];
  let left = 'amount' in order.wanted ? order.wanted.amount : order.wanted.quote;
  for (const level of levelsAgainst(order.market, order.side)) {
    if (isZero(left) || isWorse(level.price, order.limit, order.side)) break;
    const wanted = 'amount' in order.wanted ? left : floor(divide(left, level.price));
    const amount = compare(wanted, level.amount) < 0 ? wanted : level.amount;
    if (isZero(amount)) break;
    fills.push({ price: level.price, amount });
    left = subtract(left, 'amount' in order.wanted ? amount : multiply(amount, level.price));
  }
  return fills;
}

export const sweptAmount = (fills: readonly Fill[]): string => sum(fills.map((fill) => fill.amount));

const isWorse = (price: string, limit: string | undefined, side: Side): boolean =>
  limit !== undefined && compare(price, limit) === (side === 'buy' ? 1 : -1);

// Downwards, so that a level never gives more than it holds.
function floor(amount: string): string {
  const rounded = round(amount, venuePlaces);
  return compare(rounded, amount) > 0 ? subtract(rounded, '0.00000001') : rounded;
}
