import { add, divide, multiply, negate, round, sum } from '../domain/money.ts';
import { isOfSubAccount, noteAct } from './ledger-acts.ts';
import { LedgerRefusal, isSpot } from './ledger-books.ts';
import type { LedgerBooks } from './ledger-books.ts';
import type { MutationOf } from './mutation.ts';
import { oncePerBooks } from './once.ts';
import { Wallet } from './wallet.ts';

/** One asset that became another: no order, no fill, no trade row. Amounts are decimal strings. */
export interface LedgerConversion {
  /** Digits; ascending in the order of the books. */
  readonly id: string;
  /** At a quoted price, or small balances swept into one asset. */
  readonly kind: ConversionKind;
  /** The id of the first that was swept together with it; a convert's own. */
  readonly batch: string;
  readonly from: string;
  readonly fromAmount: string;
  readonly to: string;
  /** What arrived: the fee is off it. */
  readonly toAmount: string;
  /** In `to`. */
  readonly fee: string;
  readonly atMs: number;
}

export type ConversionKind = 'convert' | 'dust';

export const conversionIdOf = (index: number): string => String(940_708_407_462 + index);

/** Returns the books after it: what was given left, what came for it arrived, less the fee. */
export function bookConversion(books: LedgerBooks, converted: MutationOf<'converted'>): LedgerBooks {
  const { by, parts, as, atMs } = converted;
  if (isOfSubAccount(books, by)) throw new LedgerRefusal('insufficient-funds', by.key);
  const first = books.conversions.length;
  const wallet = new Wallet(books.balances);
  const rows = parts.map((part, index): LedgerConversion => {
    wallet.change(part.from, negate(part.fromAmount));
    wallet.change(part.to, part.toAmount);
    return { id: conversionIdOf(first + index), kind: as, batch: conversionIdOf(first), ...part, atMs };
  });
  const done = { ...books, balances: wallet.close(), conversions: [...books.conversions, ...rows] };
  return noteAct(done, converted, { what: as, conversionId: conversionIdOf(first) });
}

/** Conversions that were made together, in the order of the books. */
export interface ConversionBatch {
  readonly id: string;
  readonly kind: ConversionKind;
  readonly to: string;
  readonly atMs: number;
  readonly parts: readonly LedgerConversion[];
  /** Of all parts, in `to`; what arrived is without the fee. */
  readonly arrived: string;
  readonly fee: string;
}

/** Every convert by itself, and dust as it was swept. */
export const batchesOf: (books: LedgerBooks) => readonly ConversionBatch[] = oncePerBooks(({ conversions }) =>
  [...Map.groupBy(conversions, ({ batch }) => batch)].flatMap(([id, parts]) => {
    const [first] = parts;
    if (first === undefined) return [];
    const { kind, to, atMs } = first;
    const arrived = sum(parts.map(({ toAmount }) => toAmount));
    return [{ id, kind, to, atMs, parts, arrived, fee: sum(parts.map(({ fee }) => fee)) }];
  }),
);

/** A batch by its id, as the account's ledger refers to it. */
export const batchById: (books: LedgerBooks) => ReadonlyMap<string, ConversionBatch> = oncePerBooks(
  (books) => new Map(batchesOf(books).map((batch) => [batch.id, batch])),
);

/** What one unit of the first was given for, in the second: 18 places, as venues that print it have. */
export const ratioOf = ({ fromAmount, toAmount }: LedgerConversion): { ratio: string; inverse: string } => ({
  ratio: rounded(divide(toAmount, fromAmount), 18),
  inverse: rounded(divide(fromAmount, toAmount), 18),
});

/** At most so many places, and no zeros at the end. */
export const rounded = (amount: string, places: number): string => add(round(amount, places), '0');

/**
 * What the amount is worth in the other asset by the mid prices of the spot pairs, directly or over one
 * asset between, with eight places; undefined where none leads there.
 */
export function worthIn(books: LedgerBooks, amount: string, from: string, to: string): string | undefined {
  const direct = rateOf(books, from, to);
  if (direct !== undefined) return rounded(multiply(amount, direct), 8);
  for (const { base, quote } of books.markets.filter(isSpot)) {
    const over = base === from ? quote : quote === from ? base : undefined;
    const [first, second] = over === undefined ? [] : [rateOf(books, from, over), rateOf(books, over, to)];
    if (first !== undefined && second !== undefined)
      return rounded(multiply(amount, multiply(first, second)), 8);
  }
  return undefined;
}

function rateOf({ markets }: LedgerBooks, from: string, to: string): string | undefined {
  const spot = markets.filter(isSpot);
  const forward = spot.find(({ base, quote }) => base === from && quote === to);
  if (forward !== undefined) return forward.price;
  const back = spot.find(({ base, quote }) => base === to && quote === from);
  return back === undefined ? undefined : divide('1', back.price);
}
