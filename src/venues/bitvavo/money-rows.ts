import { z } from 'zod';
import type { SubAccount } from '../../domain/account.ts';
import { known, unknown } from '../../domain/known.ts';
import { compare } from '../../domain/money.ts';
import type { Deposit, LedgerEntry, Transfer, TransferStatus, Withdrawal } from '../../domain/trading.ts';
import { amount, id, isoMoment, knownText, maybeText, millis, tagOf, wordFor } from '../rows.ts';

// What comes in, goes out and moves between the owner's accounts: deposits, withdrawals, ledger, transfers.

const text = z.string();
/** The reference's own example ends in a line break. */
const transaction = maybeText.transform((value) => value.trim());

const withdrawalStatuses: Readonly<Record<string, TransferStatus>> = {
  awaiting_processing: 'requested',
  awaiting_email_confirmation: 'awaiting-approval',
  awaiting_bitvavo_inspection: 'awaiting-approval',
  approved: 'processing',
  sending: 'processing',
  in_mempool: 'processing',
  processed: 'processing',
  completed: 'completed',
  canceled: 'cancelled',
};

const withdrawal = z.object({
  timestamp: millis,
  symbol: text.min(1),
  amount,
  fee: amount.nullish(),
  status: text.min(1),
  address: maybeText,
  paymentId: maybeText,
  txId: transaction,
});

/**
 * Rows have no id, so ours is made of what was asked for when the withdrawal was made: that never
 * changes, where status and txId do.
 */
export const withdrawals = z.array(withdrawal).transform((rows) => {
  const idOf = numbered();
  return rows.map((row): Withdrawal => ({
    id: idOf(row.timestamp, row.symbol, row.amount, row.address, row.paymentId),
    asset: row.symbol,
    amount: row.amount,
    fee: row.fee == null ? unknown('the row names no fee') : known(row.fee),
    address: row.address,
    ...tagOf(row.paymentId),
    // The row names none; nor does it tell one to another customer of Bitvavo from others.
    network: '',
    txId: knownText(row.txId, 'no transaction on chain is named'),
    status: wordFor(withdrawalStatuses, row.status),
    venueStatus: row.status,
    internal: false,
    requestedAt: row.timestamp,
    completedAt: unknown('Bitvavo does not tell when a withdrawal was completed'),
  }));
});

// The reference names these two, for money of a bank only; recorded replies have the first for assets, too.
const depositStatuses: Readonly<Record<string, TransferStatus>> = {
  completed: 'completed',
  canceled: 'cancelled',
};

const deposit = z.object({
  timestamp: millis,
  symbol: text.min(1),
  amount,
  status: maybeText,
  address: maybeText,
  paymentId: maybeText,
  txId: transaction,
});

export const deposits = z.array(deposit).transform((rows) => {
  const idOf = numbered();
  return rows.map((row): Deposit => ({
    id: idOf(row.timestamp, row.symbol, row.amount, row.address, row.paymentId, row.txId),
    asset: row.symbol,
    amount: row.amount,
    address: row.address,
    ...tagOf(row.paymentId),
    network: '',
    txId: knownText(row.txId, 'no transaction on chain is named'),
    status: wordFor(depositStatuses, row.status),
    venueStatus: row.status,
    at: row.timestamp,
  }));
});

/**
 * Two rows that are alike in all that identifies them are two: the second ends in "#2". A page is
 * entered at the start of a millisecond, so the same row has the same number on the next page.
 */
function numbered(): (...fields: readonly string[]) => string {
  const seen = new Map<string, number>();
  return (...fields) => {
    const name = fields.filter((field) => field !== '').join(' ');
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  };
}

const ledgerItem = z.object({
  transactionId: id,
  executedAt: isoMoment,
  type: text.min(1),
  sentCurrency: maybeText,
  sentAmount: amount.nullish(),
  receivedCurrency: maybeText,
  receivedAmount: amount.nullish(),
  feesCurrency: maybeText,
  feesAmount: amount.nullish(),
  address: maybeText,
});

type LedgerItem = z.output<typeof ledgerItem>;

const pageNumber = z.number().int().nonnegative();

export const ledgerPage = z.object({
  items: z.array(ledgerItem),
  currentPage: pageNumber,
  totalPages: pageNumber,
});

/** One transaction has up to three sides, a row each: what went, what came, and a fee in a third asset. */
export const ledger = ledgerPage.transform(({ items }) => items.flatMap(sidesOf));

function sidesOf(item: LedgerItem): LedgerEntry[] {
  const sent =
    item.sentAmount == null ? [] : [side(item, 'sent', item.sentCurrency, asLoss(item.sentAmount))];
  const received =
    item.receivedAmount == null ? [] : [side(item, 'received', item.receivedCurrency, item.receivedAmount)];
  const both = [...sent, ...received];
  const feeStandsAlone = item.feesAmount != null && !both.some(({ asset }) => asset === item.feesCurrency);
  // "0": whether the amounts beside it are before or after the fee stands in no document.
  const fee = feeStandsAlone || both.length === 0 ? [side(item, 'fee', item.feesCurrency, '0')] : [];
  return [...both, ...fee];
}

const side = (item: LedgerItem, which: string, asset: string, change: string): LedgerEntry => ({
  id: `${item.transactionId}/${which}`,
  wallet: 'spot',
  asset,
  change,
  fee:
    item.feesAmount != null && asset === item.feesCurrency
      ? known(item.feesAmount)
      : unknown('a fee, if there was one, stands in another row of this transaction'),
  balanceAfter: unknown('Bitvavo does not tell the balance after it'),
  kind: item.type,
  // The row names no order, trade or withdrawal: an address is all it refers to.
  reference: knownText(item.address, 'the row refers to nothing'),
  at: item.executedAt,
});

/** What was sent comes without a sign; should one come with it, it is not turned round. */
const asLoss = (sent: string): string => (compare(sent, '0') > 0 ? `-${sent}` : sent);

const subAccount = z.object({
  id,
  status: maybeText,
  label: maybeText,
});

export const subAccountsPage = z.object({
  items: z.array(subAccount),
  currentPage: pageNumber,
  // Far more than anyone has: they are asked for one after the other before any transfer is.
  totalPages: pageNumber.max(50),
});

export const subAccounts = subAccountsPage.transform(({ items }) =>
  items.map((row): SubAccount => ({
    id: row.id,
    label: row.label,
    createdAt: unknown('Bitvavo does not tell when a sub-account was made'),
    // "closed" moves nothing any more.
    frozen: row.status === 'closed' ? true : row.status === 'open' ? false : 'unknown',
    mayTransferOut: 'unknown',
  })),
);

const transferStatuses: Readonly<Record<string, TransferStatus>> = {
  completed: 'completed',
  pending: 'processing',
  failed: 'failed',
};

const transfer = z
  .object({
    transferId: id,
    subaccountId: id,
    direction: z.enum(['masterToSub', 'subToMaster']),
    symbol: text.min(1),
    amount,
    status: text.min(1),
    createdAt: z.union([millis, isoMoment]),
  })
  .transform((row): Transfer => {
    const ends = ['main account', row.subaccountId] as const;
    const [from, to] = row.direction === 'masterToSub' ? ends : ([...ends].reverse() as [string, string]);
    return {
      id: row.transferId,
      asset: row.symbol,
      amount: row.amount,
      from,
      to,
      status: wordFor(transferStatuses, row.status),
      venueStatus: row.status,
      at: row.createdAt,
    };
  });

export const transfers = z.object({ items: z.array(transfer) }).transform(({ items }) => items);
