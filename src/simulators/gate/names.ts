import { BadInput } from '../../domain/failure.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import type { OpeningBooks } from '../opening-books.ts';

/** The groups of markets that have lists of their own. */
export type Product = 'spot' | 'futures' | 'delivery' | 'options';

/** "BTC_USDT_20260626": only delivery contracts end in their day. */
const dated = /_\d{8}$/;

/**
 * The venue calls the pair and the USDT perpetual both "BTC_USDT"; the books know a symbol once. So a
 * contract's name in the books may have an ending that the venue's rows leave out: "BTC_USDT.linear",
 * or "BTC_USDT-PERP".
 */
const bookEnding = /(\.(linear|inverse|option)|-PERP)$/;

export const printedSymbol = (market: Pick<LedgerMarket, 'symbol' | 'kind'>): string =>
  (market.kind ?? 'spot') === 'spot' ? market.symbol : market.symbol.replace(bookEnding, '');

export function productOf(market: Pick<LedgerMarket, 'symbol' | 'kind'>): Product {
  if ((market.kind ?? 'spot') === 'spot') return 'spot';
  if (market.kind === 'option') return 'options';
  return dated.test(printedSymbol(market)) ? 'delivery' : 'futures';
}

/** What a contract is settled in, as paths write it: "usdt", or the base of an inverse one. */
export const settleOf = (market: LedgerMarket): string =>
  (market.kind === 'inverse' ? market.base : market.quote).toLowerCase();

/** "BTC_USDT" of "BTC_USDT-20260327-70000-C". */
export const underlyingOf = (market: LedgerMarket): string => `${market.base}_${market.quote}`;

export const marketIn = (
  books: LedgerBooks,
  product: Product,
  symbol: string,
  settle?: string,
): LedgerMarket | undefined =>
  books.markets.find(
    (each) =>
      productOf(each) === product &&
      printedSymbol(each) === symbol &&
      (settle === undefined || settleOf(each) === settle),
  );

/** Two markets of one list may not be printed alike, and a pair is named as the venue names it. */
export function refuseForeignMarkets({ markets }: OpeningBooks): void {
  const names = markets.map((market) => `${productOf(market)} ${printedSymbol(market)}`);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new BadInput(`the opening books have "${twice}" twice at this venue`);
  const odd = markets.find((market) => isSpot(market) && market.symbol !== `${market.base}_${market.quote}`);
  if (odd !== undefined) {
    throw new BadInput(`this venue does not call a pair "${odd.symbol}"`, {
      hint: `${odd.base}_${odd.quote}`,
    });
  }
}
