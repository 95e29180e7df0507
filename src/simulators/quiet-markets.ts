import type { SimulatedVenue } from './contract.ts';
import type { OpeningBooks } from './opening-books.ts';

/** Prices and depths as a large venue has them: a few deep markets, most of them thin. */
const prices = ['0.0042', '0.37', '1.9', '14.5', '260'] as const;
const depths = ['900', '4000', '25000', '180000'] as const;

/**
 * Returns the books with so many more spot markets, in which nobody of the account ever traded: what a
 * reading over every market of a venue meets. Names are "QM001" and so on against the quote asset (absent:
 * USDT), always the same for a number. They cost a request nothing: rows are looked up by symbol.
 */
export function withQuietMarkets(
  { symbolOf }: Pick<SimulatedVenue, 'symbolOf'>,
  opening: OpeningBooks,
  { count, quote = 'USDT' }: { readonly count: number; readonly quote?: string },
): OpeningBooks {
  const digits = Math.max(3, String(count).length);
  const markets = Array.from({ length: count }, (_, index) => {
    const base = `QM${String(index + 1).padStart(digits, '0')}`;
    const [price = '1', depth = '900'] = [prices[index % prices.length], depths[index % depths.length]];
    return { symbol: symbolOf(base, quote), base, quote, price, depth };
  });
  return { ...opening, markets: [...opening.markets, ...markets] };
}
