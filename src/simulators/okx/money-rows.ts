import type { Json, JsonObject } from '../../domain/json.ts';
import { withdrawalState } from '../ledger-books.ts';
import type { LedgerBooks, LedgerDeposit, LedgerTransfer, LedgerWithdrawal } from '../ledger-books.ts';
import { depIdOf, subBillIdOf, transIdOf, wdIdOf } from './ids.ts';
import { chainOf } from './names.ts';
import type { Numbered } from './paging.ts';

/** Withdrawals, deposits and transfers as the venue prints them (funding-account, sub-account). */

/** A UID, a mail address or a telephone number: the transfer stays within the venue. */
export const isInternal = (address: string): boolean =>
  address.includes('@') || /^\+?\d{4,20}$/.test(address);

/** type "3": internal transfer, "4": on-chain. */
export const typeOf = ({ address }: { readonly address: string }): '3' | '4' =>
  isInternal(address) ? '3' : '4';

/** How long before it settles a withdrawal is being broadcast, and can no longer be canceled. */
export const broadcastMs = 60_000;

/**
 * "0" waiting, "1" broadcasting, "2" done, "-2" canceled. The venue has many more states of waiting;
 * "only 0, 17 and 19 can be canceled".
 */
export function stateOf(withdrawal: LedgerWithdrawal, nowMs: number): '0' | '1' | '2' | '-2' {
  switch (withdrawalState(withdrawal, nowMs)) {
    case 'cancelled':
      return '-2';
    case 'completed':
      return '2';
    case 'pending':
      return nowMs < withdrawal.settlesAtMs - broadcastMs ? '0' : '1';
  }
}

export function withdrawalRow({ row, index }: Numbered<LedgerWithdrawal>, nowMs: number): JsonObject {
  const isSent = stateOf(row, nowMs) === '2' && !isInternal(row.address);
  return {
    note: '',
    chain: chainOf(row.coin, row.network),
    fee: row.fee,
    feeCcy: row.coin,
    ccy: row.coin,
    clientId: row.clientId ?? '',
    toAddrType: '1',
    amt: row.amount,
    // "internal transfers have none"; and before it is sent there is none either.
    txId: isSent ? row.txId : '',
    from: '',
    areaCodeFrom: '',
    to: row.address,
    areaCodeTo: '',
    state: stateOf(row, nowMs),
    ts: String(row.requestedAtMs),
    nonTradableAsset: false,
    wdId: wdIdOf(index),
  };
}

export const depositRow = ({ row, index }: Numbered<LedgerDeposit>): JsonObject => ({
  actualDepBlkConfirm: '18',
  amt: row.amount,
  areaCodeFrom: '',
  ccy: row.coin,
  chain: chainOf(row.coin, row.network),
  depId: depIdOf(index),
  // Of an internal transfer the account that sent it: the books have one address for either.
  from: isInternal(row.address) ? row.address : '',
  fromWdId: '',
  state: '2',
  to: isInternal(row.address) ? '' : row.address,
  ts: String(row.atMs),
  txId: isInternal(row.address) ? '' : row.txId,
});

const subOf = ({ from, to }: LedgerTransfer): string | undefined =>
  [from, to].find((wallet) => wallet.startsWith('sub:'))?.slice('sub:'.length);

export const isWithSubAccount = ({ row }: Numbered<LedgerTransfer>): boolean => subOf(row) !== undefined;

/** The venue names sub-accounts by their names, the books by their UIDs. */
export const subAcctOf = (books: LedgerBooks, id: string | undefined): string =>
  books.subAccounts.find((each) => each.id === id)?.label ?? '';

const accountOf = (wallet: string): '6' | '18' =>
  wallet === 'funding' || wallet.startsWith('sub:') ? '6' : '18';

/** "0": within the account, "1": to a sub-account, "2": from one. */
export const transferTypeOf = ({ from, to }: LedgerTransfer): '0' | '1' | '2' => {
  if (to.startsWith('sub:')) return '1';
  return from.startsWith('sub:') ? '2' : '0';
};

export const transferStateRow = (
  books: LedgerBooks,
  { row, index }: Numbered<LedgerTransfer>,
): JsonObject => ({
  amt: row.amount,
  ccy: row.asset,
  clientId: '',
  from: accountOf(row.from),
  instId: '',
  state: 'success',
  subAcct: subAcctOf(books, subOf(row)),
  to: accountOf(row.to),
  toInstId: '',
  transId: transIdOf(index),
  type: transferTypeOf(row),
});

/** sub-account, "Get history of sub-account transfer": "0" to the sub-account, "1" from it. */
export const subTransferRow = (
  books: LedgerBooks,
  { row, index }: Numbered<LedgerTransfer>,
): { readonly [name: string]: Json } => ({
  amt: row.amount,
  billId: subBillIdOf(index),
  ccy: row.asset,
  subAcct: subAcctOf(books, subOf(row)),
  ts: String(row.atMs),
  type: row.to.startsWith('sub:') ? '0' : '1',
});
