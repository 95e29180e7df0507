import { known, unknown, type Known } from '../../domain/known.ts';
import { compare, subtract } from '../../domain/money.ts';
import type { Deposit, LedgerEntry, Transfer, TransferStatus, Withdrawal } from '../../domain/trading.ts';
import { knownText, tagOf, wordFor } from '../rows.ts';
import type { Bank } from './banks.ts';
import { isBetweenOwn, isBetweenPeople, isOutgoing } from './transaction-kinds.ts';
import type { Transaction } from './transactions.ts';

/** Exactly as it was written, but for the sign. */
const unsigned = (amount: string): string => amount.replace(/^-/, '');

const statuses: Readonly<Record<string, TransferStatus>> = {
  pending: 'processing',
  completed: 'completed',
  failed: 'failed',
  expired: 'failed',
  canceled: 'cancelled',
  waiting_for_signature: 'awaiting-approval',
  waiting_for_clearing: 'processing',
};

const networkStatus = (row: Transaction): string => row.network?.status ?? '';

/**
 * "completed" is said once a send is off Coinbase's books, while its network still says "pending": it is done
 * when both say so.
 */
function statusOf(row: Transaction): TransferStatus {
  const status = wordFor(statuses, row.status);
  const isUnderWay = ['pending', 'unconfirmed'].includes(networkStatus(row));
  return status === 'completed' && isUnderWay ? 'processing' : status;
}

function venueStatusOf(row: Transaction): string {
  const network = networkStatus(row);
  return [
    row.status,
    network === '' ? '' : ` (network: ${network})`,
    // Only the page can do it.
    row.cancelable === true ? ', cancelable' : '',
  ].join('');
}

/** What left for somebody else. */
export const isWithdrawal = (row: Transaction): boolean => isBetweenPeople(row) && isOutgoing(row);

/** `bank`: what Coinbase's list of withdrawals to banks adds, where it has this one. */
export function withdrawalOf(row: Transaction, bank: Bank | undefined): Withdrawal {
  const receiver = receiverOf(row);
  const fee = bank === undefined ? feeOf(row) : bank.fee;
  return {
    id: row.id,
    asset: row.amount.currency,
    amount: receivedOf(row, fee),
    fee,
    address: bank?.address ?? receiver.address,
    ...tagOf(receiver.tag),
    network: bank?.network ?? networkOf(row),
    txId: txIdOf(row),
    status: statusOf(row),
    venueStatus: venueStatusOf(row),
    internal: isInternal(row),
    requestedAt: row.created_at,
    completedAt: unknown('Coinbase does not tell when a transaction was completed'),
  };
}

/**
 * What the receiver is to get. In the reference's example what left the account is that and the fee: told or
 * not, amount and fee here add up to it.
 */
function receivedOf({ amount, network }: Transaction, fee: Known<string>): string {
  const left = unsigned(amount.amount);
  const told = network?.transaction_amount;
  if (told != null && told.currency === amount.currency) return unsigned(told.amount);
  return fee.known && compare(fee.value, left) <= 0 ? withoutFee(left, fee.value) : left;
}

/** Untouched where there is none: a subtraction writes its digits anew. */
const withoutFee = (left: string, fee: string): string =>
  compare(fee, '0') === 0 ? left : subtract(left, fee);

const networkOf = ({ network }: Transaction): string => network?.network_name || network?.name || '';

export function depositsIn(row: Transaction): Deposit[] {
  if (!isBetweenPeople(row) || isOutgoing(row)) return [];
  return [
    {
      id: row.id,
      asset: row.amount.currency,
      amount: row.amount.amount,
      // The row tells who sent it, if anything, and not at which address of ours it came in.
      address: '',
      network: networkOf(row),
      txId: txIdOf(row),
      status: statusOf(row),
      venueStatus: venueStatusOf(row),
      at: row.created_at,
    },
  ];
}

/** One side of it: the other is a row of the other account, where the key sees that. */
export function transfersIn(row: Transaction, account: string): Transfer[] {
  if (!isBetweenOwn(row)) return [];
  const here = `account ${account}`;
  const [from, to] = isOutgoing(row) ? [here, otherEnd(row, 'to')] : [otherEnd(row, 'from'), here];
  return [
    {
      id: row.id,
      asset: row.amount.currency,
      amount: unsigned(row.amount.amount),
      from,
      to,
      status: statusOf(row),
      venueStatus: `${row.type}, ${venueStatusOf(row)}`,
      at: row.created_at,
    },
  ];
}

export const ledgerIn = (row: Transaction, account: string): LedgerEntry[] => [
  {
    id: row.id,
    wallet: account,
    asset: row.amount.currency,
    change: row.amount.amount,
    fee: feeOf(row),
    balanceAfter: unknown('Coinbase does not tell the balance after it'),
    // What is not completed moved nothing for good: the word must not be taken for a booking.
    kind: row.status === 'completed' ? row.type : `${row.type}, ${row.status}`,
    reference: referenceOf(row),
    at: row.created_at,
  },
];

function receiverOf({ to, details }: Transaction): { readonly address: string; readonly tag: string } {
  const address = to?.address || to?.address_info?.address || to?.email || to?.name || to?.id;
  // A bank stands in words for people only.
  const inWords = details?.payment_method_name || details?.subtitle;
  return { address: address || inWords || '', tag: to?.address_info?.destination_tag ?? '' };
}

function otherEnd({ type, to, from, details }: Transaction, end: 'to' | 'from'): string {
  const party = end === 'to' ? to : from;
  const named = [party?.resource, party?.name || party?.id].filter((word) => word).join(' ');
  return named || details?.subtitle || `the other side of a ${type}`;
}

const isInternal = (row: Transaction): boolean =>
  networkStatus(row) === 'off_blockchain' || ['user', 'email', 'account'].includes(row.to?.resource ?? '');

const txIdOf = (row: Transaction): Known<string> =>
  knownText(row.network?.hash ?? '', 'no transaction on chain is named');

function feeOf({ network, amount }: Transaction): Known<string> {
  const fee = network?.transaction_fee;
  if (fee == null) return unknown('the row names no fee');
  return fee.currency === amount.currency
    ? known(fee.amount)
    : unknown(`it was ${fee.amount} ${fee.currency}, another asset than what was moved`);
}

function referenceOf(row: Transaction): Known<string> {
  const { advanced_trade_fill, buy, sell, trade, fiat_deposit, fiat_withdrawal, network } = row;
  const booked = [buy, sell, trade, fiat_deposit, fiat_withdrawal].map((each) => each?.id);
  const named = [advanced_trade_fill?.order_id, ...booked, network?.hash].find((word) => word);
  return knownText(named ?? '', 'the row refers to nothing');
}
