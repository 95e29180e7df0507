import type { LedgerBooks, LedgerKey } from './ledger-books.ts';

/**
 * The books as this key sees them. A key of a sub-account sees nothing of the main account, and
 * sub-accounts hold nothing here: what it reads is empty, apart from the markets and its own keys.
 * That it changes nothing either is the ledger's rule.
 */
export function booksFor(key: Pick<LedgerKey, 'subAccount'>, books: LedgerBooks): LedgerBooks {
  if (key.subAccount === undefined) return books;
  return {
    ...books,
    balances: new Map(),
    funding: new Map(),
    wallets: new Map(),
    orders: [],
    trades: [],
    positions: [],
    withdrawals: [],
    deposits: [],
    transfers: [],
    conversions: [],
    addresses: [],
    subAccounts: [],
    acts: [],
    keys: books.keys.filter((each) => each.subAccount === key.subAccount),
  };
}
