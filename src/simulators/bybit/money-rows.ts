import type { JsonObject } from '../../domain/json.ts';
import { isPending } from '../ledger-books.ts';
import type { LedgerBooks, LedgerDeposit, LedgerTransfer, LedgerWithdrawal } from '../ledger-books.ts';
import type { SimulatedAddress } from '../opening-books.ts';
import { depositIdOf, isBetweenAccounts, transferIdOf, withdrawalIdOf } from './ids.ts';
import { wholeSecond } from './paging.ts';

/** Withdrawals, deposits, transfers and addresses. */

/** A UID, a mail address or a telephone number: the transfer stays within the venue. */
export const isInternal = (address: string): boolean =>
  address.includes('@') || /^\+?\d{4,15}$/.test(address);

export interface Numbered<Row> {
  readonly row: Row;
  /** Its place in the books. */
  readonly index: number;
}

export const numbered = <Row>(rows: readonly Row[]): readonly Numbered<Row>[] =>
  rows.map((row, index) => ({ row, index }));

/** "It returns "" when withdrawal failed, withdrawal cancelled"; before it is sent there is none either. */
export function withdrawalRow({ row, index }: Numbered<LedgerWithdrawal>, nowMs: number): JsonObject {
  const status = withdrawStatus(row, nowMs);
  const updatedMs = row.cancelledAtMs ?? (status === 'success' ? row.settlesAtMs : row.requestedAtMs);
  return {
    coin: row.coin,
    chain: row.network,
    amount: row.amount,
    txID: status === 'success' ? row.txId : '',
    status,
    toAddress: row.address,
    tag: '',
    withdrawFee: row.fee,
    createTime: String(wholeSecond(row.requestedAtMs)),
    updateTime: String(wholeSecond(updatedMs)),
    withdrawId: withdrawalIdOf(index),
    withdrawType: isInternal(row.address) ? 1 : 0,
    fee: '',
    tax: '',
    taxRate: '',
    taxType: '',
  };
}

function withdrawStatus(withdrawal: LedgerWithdrawal, nowMs: number): string {
  if (withdrawal.cancelledAtMs !== undefined) return 'CancelByUser';
  if (!isPending(withdrawal, nowMs)) return 'success';
  const halfway = (withdrawal.requestedAtMs + withdrawal.settlesAtMs) / 2;
  return nowMs < halfway ? 'SecurityCheck' : 'Pending';
}

export const depositRow = ({ row, index }: Numbered<LedgerDeposit>): JsonObject => ({
  coin: row.coin,
  chain: row.network,
  amount: row.amount,
  txID: row.txId,
  status: 3,
  toAddress: row.address,
  tag: '',
  depositFee: '',
  successAt: String(wholeSecond(row.atMs)),
  confirmations: '50',
  txIndex: '0',
  blockHash: '',
  batchReleaseLimit: '-1',
  depositType: '0',
  fromAddress: '',
  taxDepositRecordsId: '0',
  taxStatus: 0,
  id: depositIdOf(index),
});

/** `createdTime` in seconds, as in the example. */
export const internalDepositRow = ({ row, index }: Numbered<LedgerDeposit>): JsonObject => ({
  id: depositIdOf(index),
  amount: row.amount,
  type: 1,
  coin: row.coin,
  address: row.address,
  status: 2,
  createdTime: String(Math.floor(row.atMs / 1000)),
  fromMemberId: /^\d+$/.test(row.address) ? row.address : '0',
  txID: row.txId,
  complianceStatus: 0,
  taxDepositRecordsId: '0',
  taxStatus: 0,
});

const accountTypeOf = (wallet: string): string => (wallet === 'funding' ? 'FUND' : 'UNIFIED');

export function transferRow(books: LedgerBooks, transfer: LedgerTransfer): JsonObject {
  const { from, to, asset, amount, atMs } = transfer;
  const uidOf = (wallet: string): string =>
    wallet.startsWith('sub:') ? wallet.slice('sub:'.length) : String(books.uid);
  return {
    transferId: transferIdOf(books.uid, transfer),
    coin: asset,
    amount,
    fromAccountType: accountTypeOf(from),
    toAccountType: accountTypeOf(to),
    timestamp: String(wholeSecond(atMs)),
    status: 'SUCCESS',
    ...(isBetweenAccounts(transfer) ? { fromMemberId: uidOf(from), toMemberId: uidOf(to) } : {}),
  };
}

/** "verified": whitelisted. The books do not know when an address was added: `createdMs` is assumed. */
export const addressRow = (address: SimulatedAddress, createdMs: number): JsonObject => ({
  coin: address.coin,
  chain: address.network,
  address: address.address,
  tag: '',
  remark: address.label,
  status: 0,
  addressType: isInternal(address.address) ? 1 : 0,
  verified: address.whitelisted ? 1 : 0,
  createdAt: String(Math.floor(createdMs / 1000)),
});
