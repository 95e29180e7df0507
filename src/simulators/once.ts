import type { LedgerBooks } from './ledger-books.ts';

/**
 * Books never change (a mutation makes new ones), so what is reckoned from all of them is reckoned once:
 * twenty thousand trades are read in hundreds of pages, and each page would go over all of them again.
 */
export function oncePerBooks<T>(reckon: (books: LedgerBooks) => T): (books: LedgerBooks) => T {
  const known = new WeakMap<LedgerBooks, { readonly value: T }>();
  return (books) => {
    const found = known.get(books) ?? { value: reckon(books) };
    known.set(books, found);
    return found.value;
  };
}

/** A trade by its id, as the account's ledger refers to it. */
export const tradesById = oncePerBooks(
  (books) => new Map(books.trades.map((trade) => [String(trade.id), trade])),
);
