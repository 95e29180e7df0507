import { noteAct } from './ledger-acts.ts';
import { LedgerRefusal } from './ledger-books.ts';
import type { LedgerBooks, LedgerSubAccount } from './ledger-books.ts';
import type { MutationOf } from './mutation.ts';

export function createSubAccount(books: LedgerBooks, made: MutationOf<'sub-account-created'>): LedgerBooks {
  if (books.subAccounts.some((each) => each.id === made.id)) {
    throw new LedgerRefusal('duplicate-sub-account', made.id);
  }
  const subAccount = {
    id: made.id,
    label: made.label,
    email: undefined,
    createdAtMs: made.atMs,
    frozen: false,
    mayTransferOut: true,
  };
  const after = { ...books, subAccounts: [...books.subAccounts, subAccount] };
  return noteAct(after, made, { what: 'sub-account', subAccount: made.id });
}

export function changeSubAccount(
  books: LedgerBooks,
  changed: MutationOf<'sub-account-changed'>,
): LedgerBooks {
  const before = subAccountOf(books, changed.id);
  const after = {
    ...before,
    frozen: changed.frozen ?? before.frozen,
    mayTransferOut: changed.mayTransferOut ?? before.mayTransferOut,
  };
  const subAccounts = books.subAccounts.map((each) => (each === before ? after : each));
  return noteAct({ ...books, subAccounts }, changed, { what: 'sub-account', subAccount: changed.id });
}

/** Throws a LedgerRefusal when there is none. */
export function subAccountOf(books: LedgerBooks, id: string): LedgerSubAccount {
  const found = books.subAccounts.find((each) => each.id === id);
  if (found === undefined) throw new LedgerRefusal('unknown-sub-account', id);
  return found;
}
