import type { JsonObject } from '../../domain/json.ts';
import { isZero, multiply, round } from '../../domain/money.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerBooks } from '../ledger-books.ts';

/** The user's native currency. Which one it is the books do not know (assumed). */
export const nativeCurrency = 'USD';

const dollars: readonly string[] = ['USD', 'USDC', 'USDT'];

/** What one unit is worth in dollars by the books' own prices; "0" where they have none. */
export function priceInDollars(books: LedgerBooks, asset: string): string {
  if (dollars.includes(asset)) return '1';
  const market = books.markets.find(
    (each) => isSpot(each) && each.base === asset && dollars.includes(each.quote),
  );
  return market?.price ?? '0';
}

export const worthOf = (books: LedgerBooks, asset: string, amount: string): string => {
  const worth = round(multiply(amount, priceInDollars(books, asset)), 2);
  return isZero(worth) ? '0.00' : worth;
};

/** "{value, currency}" of v3, "{amount, currency}" of v2. */
export const valueIn = (value: string, currency: string): JsonObject => ({ value, currency });
export const amountIn = (amount: string, currency: string): JsonObject => ({ amount, currency });
