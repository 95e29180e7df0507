import { BadInput } from '../../domain/failure.ts';
import { findMarket, isSpot } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import type { OpeningBooks } from '../opening-books.ts';
import { refuse } from './codes.ts';

/** The accounts of the venue that have order books and orders of their own. */
export type Section = 'spot' | 'margin' | 'isolated' | 'um' | 'cm' | 'options';

/**
 * The venue calls the pair, its margin twin and the USDⓈ-M perpetual all "BTCUSDT"; the books know a
 * symbol once. So a name in the books may have an ending that the venue's rows leave out: "BTCUSDT-PERP"
 * or "BTCUSDT.linear", and "BTCUSDT.margin" or "BTCUSDT.isolated" for what was done on margin.
 */
const bookEnding = /(\.(linear|inverse|option|margin|isolated)|-PERP)$/;

const marginEndings: Readonly<Record<string, Section>> = { margin: 'margin', isolated: 'isolated' };

const sectionsOfKinds = { spot: 'spot', linear: 'um', inverse: 'cm', option: 'options' } as const;

export function sectionOf(market: Pick<LedgerMarket, 'kind' | 'symbol'>): Section {
  const ending = /\.(margin|isolated)$/.exec(market.symbol)?.[1];
  return marginEndings[ending ?? ''] ?? sectionsOfKinds[market.kind ?? 'spot'];
}

/** As the venue's rows have it. A COIN-M perpetual is "BTCUSD_PERP", whatever the books say. */
export function printedSymbol(market: Pick<LedgerMarket, 'kind' | 'symbol'>): string {
  if (sectionOf(market) === 'spot') return market.symbol;
  const plain = market.symbol.replace(bookEnding, '');
  return sectionOf(market) === 'cm' && !plain.includes('_') ? `${plain}_PERP` : plain;
}

/** The underlying pair of a COIN-M contract: "BTCUSD" of "BTCUSD_PERP". */
export const pairOf = (market: Pick<LedgerMarket, 'kind' | 'symbol'>): string =>
  printedSymbol(market).replace(/_.*$/, '');

export const marketsOf = (books: Pick<LedgerBooks, 'markets'>, section: Section): readonly LedgerMarket[] =>
  books.markets.filter((each) => sectionOf(each) === section);

/** Undefined when this account lists no such symbol. */
export const marketIn = (
  books: Pick<LedgerBooks, 'markets'>,
  section: Section,
  symbol: string,
): LedgerMarket | undefined => marketsOf(books, section).find((each) => printedSymbol(each) === symbol);

/** Throws the venue's refusal of a symbol that this account does not list. */
export function listedIn(
  books: Pick<LedgerBooks, 'markets'>,
  section: Section,
  symbol: string,
): LedgerMarket {
  const market = marketIn(books, section, symbol);
  if (market === undefined) throw refuse.badSymbol();
  return market;
}

/** The section that a row of the books belongs to. Undefined: its market is none of these books'. */
export function sectionOfRow(
  books: Pick<LedgerBooks, 'markets'>,
  row: { readonly symbol: string },
): Section | undefined {
  const market = findMarket(books, row.symbol);
  return market === undefined ? undefined : sectionOf(market);
}

/** What a contract is settled in. */
export const marginAssetOf = (market: LedgerMarket): string =>
  sectionOf(market) === 'cm' ? market.base : market.quote;

/**
 * Throws BadInput when two markets of one section would be printed alike, or when a margin twin is of
 * the kind spot: its orders would lock the spot wallet. Any other kind says "history only".
 */
export function refuseUnfitMarkets({ markets }: OpeningBooks): void {
  const names = markets.map((market) => `${sectionOf(market)} ${printedSymbol(market)}`);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new BadInput(`the opening books have "${twice}" twice at this venue`);
  const unfit = markets.find((market) => isSpot(market) && sectionOf(market) !== 'spot');
  if (unfit !== undefined) {
    throw new BadInput(`the margin market ${unfit.symbol} must not be of the kind spot`, {
      hint: 'kind: linear, as of all markets that have history only',
    });
  }
}
