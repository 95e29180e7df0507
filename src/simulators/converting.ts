import { BadInput } from '../domain/failure.ts';
import { isZero, multiply, subtract } from '../domain/money.ts';
import type { KeyHolderActs } from './contract.ts';
import { LedgerRefusal } from './ledger-books.ts';
import type { LedgerBooks } from './ledger-books.ts';
import { rounded, worthIn } from './ledger-conversions.ts';
import type { Actor, MutationOf } from './mutation.ts';

/** How a venue turns one asset into another without an order book. */
export interface Converts {
  /** The one asset that small balances become; absent: the customer names it. */
  readonly dustInto?: string;
  /** Of what dust is worth. A convert's price has it inside already. */
  readonly dustFeeRate: string;
  /** The venue's own words of the permission that shows them, where reading alone does not. */
  readonly readWith?: readonly string[];
}

export type WantedConvert = Parameters<KeyHolderActs['convert']>[0];
export type WantedSweep = Parameters<KeyHolderActs['sweepDust']>[0];

type When = { readonly by: Actor; readonly atMs: number };

/** At the price that was quoted, `to` for one of `from`; what arrives has eight places. */
export function planConvert({ from, to, amount, price }: WantedConvert, when: When): MutationOf<'converted'> {
  if (from === to) throw new LedgerRefusal('unknown-symbol', `${from} to itself`);
  const toAmount = rounded(multiply(amount, price), 8);
  const parts = [{ from, fromAmount: amount, to, toAmount, fee: '0' }];
  return { kind: 'converted', ...when, as: 'convert', parts };
}

/** All that is free of these assets, at mid prices and less the fee; what is worth nothing stays. */
export function planSweep(
  books: LedgerBooks,
  { dustInto, dustFeeRate }: Converts,
  { assets, to = dustInto }: WantedSweep,
  when: When,
): MutationOf<'converted'> {
  if (to === undefined || (dustInto !== undefined && to !== dustInto)) {
    throw new BadInput(`small balances do not become "${to ?? ''}" at this venue`, {
      hint: dustInto === undefined ? 'name an asset' : dustInto,
    });
  }
  const parts = assets.flatMap((from) => {
    const fromAmount = books.balances.get(from)?.free ?? '0';
    if (from === to || isZero(fromAmount)) return [];
    const worth = worthIn(books, fromAmount, from, to);
    if (worth === undefined) throw new LedgerRefusal('unknown-symbol', `${from} in ${to}`);
    const fee = rounded(multiply(worth, dustFeeRate), 8);
    const toAmount = subtract(worth, fee);
    return isZero(toAmount) ? [] : [{ from, fromAmount, to, toAmount, fee }];
  });
  if (parts.length === 0) throw new LedgerRefusal('insufficient-funds', `no dust of ${assets.join(', ')}`);
  return { kind: 'converted', ...when, as: 'dust', parts };
}
