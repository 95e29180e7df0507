import type { JsonObject } from '../../domain/json.ts';
import { isoOf } from '../books-view.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { accountIdOf, transactionIdOf } from './ids.ts';
import { secondsOf } from './names.ts';
import { amountIn, nativeCurrency, worthOf } from './worth.ts';

/** A transaction resource of v2, as recorded (ccxt-static, fetchDepositsWithdrawals, 2024-11). */
export interface Transaction {
  readonly atMs: number;
  readonly asset: string;
  readonly row: JsonObject & { readonly id: string };
}

/** Whose transactions, at what time. */
export interface View {
  readonly books: LedgerBooks;
  readonly owner: string;
  readonly nowMs: number;
}

export interface Said {
  readonly what: string;
  readonly type: string;
  readonly status: 'pending' | 'completed' | 'canceled';
  /** Signed; what went out counts its fee, too. */
  readonly amount: string;
  readonly more?: JsonObject;
}

/** Times are whole seconds (recorded). */
export function transaction(
  { books, owner }: View,
  at: { readonly atMs: number; readonly asset: string },
  { what, type, status, amount, more = {} }: Said,
): Transaction {
  const id = transactionIdOf(what);
  const accountId = accountIdOf(owner, at.asset);
  return {
    ...at,
    row: {
      id,
      type,
      status,
      amount: amountIn(amount, at.asset),
      native_amount: amountIn(worthOf(books, at.asset, amount), nativeCurrency),
      created_at: secondsOf(isoOf(at.atMs)),
      resource: 'transaction',
      resource_path: `/v2/accounts/${accountId}/transactions/${id}`,
      ...more,
    },
  };
}
