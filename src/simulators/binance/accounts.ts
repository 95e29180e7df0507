import type { LedgerBooks, LedgerOrder, LedgerTrade } from '../ledger-books.ts';
import { marginAssetOf, marketsOf, sectionOfRow } from './names.ts';
import type { Section } from './names.ts';

/**
 * Which further accounts the owner has opened: the books hold something in them, or remember something
 * of them. A market alone opens none.
 */
export const hasMargin = (books: LedgerBooks): boolean =>
  books.wallets.has('margin') || touches(books, 'margin') || hasOrders(books, ['margin', 'isolated']);

export const hasFutures = (books: LedgerBooks): boolean =>
  books.wallets.has('futures') ||
  touches(books, 'futures') ||
  hasOrders(books, ['um', 'cm']) ||
  books.positions.some((each) => ['um', 'cm'].includes(sectionOfRow(books, each) ?? ''));

export const hasOptions = (books: LedgerBooks): boolean => hasOrders(books, ['options']);

const touches = (books: LedgerBooks, wallet: string): boolean =>
  books.transfers.some(({ from, to }) => from === wallet || to === wallet);

const hasOrders = (books: LedgerBooks, sections: readonly Section[]): boolean =>
  books.orders.some((each) => sections.includes(sectionOfRow(books, each) ?? 'spot'));

/**
 * The books have one futures wallet, the venue two: what a COIN-M contract is settled in and no
 * USDⓈ-M contract is lies in the COIN-M wallet, everything else in the USDⓈ-M one.
 */
export function futuresWalletOf(books: LedgerBooks, asset: string): 'um' | 'cm' {
  const settles = (section: 'um' | 'cm'): boolean =>
    marketsOf(books, section).some((each) => marginAssetOf(each) === asset);
  return settles('cm') && !settles('um') ? 'cm' : 'um';
}

/** By asset, with those that contracts are settled in even when nothing of them is there. */
export function futuresHoldings(books: LedgerBooks, section: 'um' | 'cm'): ReadonlyMap<string, string> {
  const held = [...(books.wallets.get('futures') ?? [])].filter(
    ([asset]) => futuresWalletOf(books, asset) === section,
  );
  const settled = marketsOf(books, section).map((each) => [marginAssetOf(each), '0'] as const);
  return new Map([...settled, ...held].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const ordersIn = (books: LedgerBooks, ...sections: readonly Section[]): readonly LedgerOrder[] =>
  books.orders.filter((each) => sections.includes(sectionOfRow(books, each) ?? 'options'));

export const tradesIn = (books: LedgerBooks, ...sections: readonly Section[]): readonly LedgerTrade[] =>
  books.trades.filter((each) => sections.includes(sectionOfRow(books, each) ?? 'options'));
