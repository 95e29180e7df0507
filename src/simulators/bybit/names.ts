import { BadInput } from '../../domain/failure.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import type { OpeningBooks } from '../opening-books.ts';

export const categories = ['spot', 'linear', 'inverse', 'option'] as const;

/** "Product type" (enum `category`): each has lists of its own. */
export type Category = (typeof categories)[number];

export const categoryOf = (market: Pick<LedgerMarket, 'kind'>): Category => market.kind ?? 'spot';

/**
 * The venue calls the pair and the USDT perpetual both "BTCUSDT"; the books know a symbol once. So a
 * contract's name in the books may have an ending that the venue's rows leave out: "BTCUSDT.linear",
 * or "BTCUSDT-PERP". Names that the venue itself tells apart ("BTCPERP", "BTCUSD") need none.
 */
const bookEnding = /(\.(linear|inverse|option)|-PERP)$/;

export const printedSymbol = (market: LedgerMarket): string =>
  isSpot(market) ? market.symbol : market.symbol.replace(bookEnding, '');

export const marketIn = (books: LedgerBooks, category: Category, symbol: string): LedgerMarket | undefined =>
  books.markets.find((each) => categoryOf(each) === category && printedSymbol(each) === symbol);

/** What a contract is settled in: spot has none. */
export function settleCoinOf(market: LedgerMarket): string | undefined {
  const category = categoryOf(market);
  if (category === 'spot') return undefined;
  return category === 'inverse' ? market.base : market.quote;
}

/** Two markets of one category may not be printed alike. */
export function refuseAmbiguousMarkets({ markets }: OpeningBooks): void {
  const names = markets.map((market) => `${categoryOf(market)} ${printedSymbol(market)}`);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new BadInput(`the opening books have "${twice}" twice at this venue`);
}
