import { divide, multiply } from '../../domain/money.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerBooks } from '../ledger-books.ts';

/** Money that is worth the same, near enough for an estimate. */
const dollars: readonly string[] = ['USD', 'USDT', 'USDC'];

const isSame = (one: string, other: string): boolean =>
  one === other || (dollars.includes(one) && dollars.includes(other));

interface Amount {
  readonly amount: string;
  readonly asset: string;
  readonly in: string;
}

/** By the spot pairs of the books, directly or over one other asset; "0" where none leads there. */
export function valueIn(books: LedgerBooks, { amount, asset, in: wanted }: Amount): string {
  const direct = rate(books, asset, wanted);
  if (direct !== undefined) return multiply(amount, direct);
  for (const { base, quote } of books.markets.filter(isSpot)) {
    const over = asset === base ? quote : asset === quote ? base : undefined;
    if (over === undefined) continue;
    const [first, second] = [rate(books, asset, over), rate(books, over, wanted)];
    if (first !== undefined && second !== undefined) return multiply(multiply(amount, first), second);
  }
  return '0';
}

function rate(books: LedgerBooks, asset: string, wanted: string): string | undefined {
  if (isSame(asset, wanted)) return '1';
  const spot = books.markets.filter(isSpot);
  const forward = spot.find(({ base, quote }) => isSame(base, asset) && isSame(quote, wanted));
  if (forward !== undefined) return forward.price;
  const back = spot.find(({ base, quote }) => isSame(base, wanted) && isSame(quote, asset));
  return back === undefined ? undefined : divide('1', back.price);
}
