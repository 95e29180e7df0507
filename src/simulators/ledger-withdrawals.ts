import { add, negate } from '../domain/money.ts';
import { isOfSubAccount, noteAct } from './ledger-acts.ts';
import { LedgerRefusal, isPending } from './ledger-books.ts';
import type { LedgerBooks, LedgerWithdrawal } from './ledger-books.ts';
import type { MutationOf } from './mutation.ts';
import { Wallet } from './wallet.ts';

export function requestWithdrawal(
  books: LedgerBooks,
  wanted: MutationOf<'withdrawal-requested'>,
): LedgerBooks {
  if (books.frozen) throw new LedgerRefusal('account-frozen', wanted.id);
  if (isOfSubAccount(books, wanted.by)) throw new LedgerRefusal('insufficient-funds', wanted.by.key);
  const wallet = new Wallet(books.balances);
  wallet.change(wanted.coin, negate(add(wanted.amount, wanted.fee)));
  const withdrawal = {
    id: wanted.id,
    coin: wanted.coin,
    amount: wanted.amount,
    fee: wanted.fee,
    address: wanted.address,
    network: wanted.network,
    txId: wanted.txId,
    clientId: wanted.clientId,
    requestedAtMs: wanted.atMs,
    settlesAtMs: wanted.settlesAtMs,
    cancelledAtMs: undefined,
  };
  const done = { ...books, balances: wallet.close(), withdrawals: [...books.withdrawals, withdrawal] };
  return noteAct(done, wanted, { what: 'withdrawal', withdrawalId: wanted.id });
}

/** Amount and fee come back, as long as it is pending. */
export function cancelWithdrawal(
  books: LedgerBooks,
  cancelled: MutationOf<'withdrawal-cancelled'>,
): LedgerBooks {
  const { id, by, atMs } = cancelled;
  const withdrawal = books.withdrawals.find((each) => each.id === id);
  if (withdrawal === undefined || isOfSubAccount(books, by)) {
    throw new LedgerRefusal('unknown-withdrawal', id);
  }
  if (!isPending(withdrawal, atMs)) throw new LedgerRefusal('withdrawal-not-pending', id);
  const done = giveBack(books, (each) => each === withdrawal, atMs);
  return noteAct(done, cancelled, { what: 'cancel-withdrawal', withdrawalId: id });
}

export const stopPending = (books: LedgerBooks, atMs: number): LedgerBooks =>
  giveBack(books, (each) => isPending(each, atMs), atMs);

function giveBack(
  books: LedgerBooks,
  isMeant: (withdrawal: LedgerWithdrawal) => boolean,
  atMs: number,
): LedgerBooks {
  const wallet = new Wallet(books.balances);
  const withdrawals = books.withdrawals.map((withdrawal) => {
    if (!isMeant(withdrawal)) return withdrawal;
    wallet.change(withdrawal.coin, add(withdrawal.amount, withdrawal.fee));
    return { ...withdrawal, cancelledAtMs: atMs };
  });
  return { ...books, withdrawals, balances: wallet.close() };
}
