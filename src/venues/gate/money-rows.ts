import { z } from 'zod';
import { known, unknown } from '../../domain/known.ts';
import { subtract } from '../../domain/money.ts';
import type {
  Deposit,
  Transfer,
  TransferStatus,
  Withdrawal,
  WithdrawalAddress,
} from '../../domain/trading.ts';
import { amount, id, knownText, maybeText, tagOf, wordFor } from '../rows.ts';
import { moment, momentOrNone } from './parts.ts';

// Forms: WithdrawalRecord, DepositRecord, SubAccountTransferRecordItem and SavedAddress of gateapi-nodejs.

const text = z.string();

// The states of the three forms that a withdrawal comes in. "FAIL" still waits for a word from the chain.
const withdrawalStatuses: Readonly<Record<string, TransferStatus>> = {
  REQUEST: 'requested',
  VERIFY: 'awaiting-approval',
  FVERIFY: 'awaiting-approval',
  MANUAL: 'awaiting-approval',
  DMOVE: 'awaiting-approval',
  REVIEW: 'awaiting-approval',
  LOCKED: 'processing',
  PROCES: 'processing',
  PEND: 'processing',
  EXTPEND: 'processing',
  FAIL: 'processing',
  CANCELPEND: 'processing',
  DONE: 'completed',
  CANCEL: 'cancelled',
  REJECT: 'rejected',
  INVALID: 'failed',
};

const noTx = 'no transaction is named: none yet, or it was cancelled';

export const withdrawal = z
  .object({
    id,
    currency: text.min(1),
    chain: maybeText,
    amount,
    fee: z
      .union([amount, z.literal('')])
      .nullish()
      .transform((fee) => fee ?? ''),
    txid: maybeText,
    address: maybeText,
    memo: maybeText,
    status: text.min(1),
    timestamp: moment,
    timestamp2: momentOrNone,
  })
  .transform((row): Withdrawal => {
    const status = wordFor(withdrawalStatuses, row.status);
    return {
      id: row.id,
      asset: row.currency,
      // What left the balance, with the fee in it (ccxt pull 17071): here it is what arrives.
      amount: subtract(row.amount, row.fee === '' ? '0' : row.fee),
      fee: knownText(row.fee, 'the row names no fee'),
      address: row.address,
      ...tagOf(row.memo),
      network: row.chain,
      txId: knownText(row.txid, noTx),
      status,
      venueStatus: row.status,
      // So Gate names one that did not leave it, in its own example.
      internal: row.txid.startsWith('Internal transaction'),
      requestedAt: row.timestamp,
      completedAt:
        status === 'completed' && row.timestamp2 !== undefined
          ? known(row.timestamp2)
          : unknown('not completed, or the row names no end'),
    };
  });

// DepositRecord, "status".
const depositStatuses: Readonly<Record<string, TransferStatus>> = {
  TRACK: 'processing',
  PEND: 'processing',
  MANUAL: 'awaiting-approval',
  REVIEW: 'awaiting-approval',
  BLOCKED: 'awaiting-approval',
  DEP_CREDITED: 'completed',
  DONE: 'completed',
  INVALID: 'failed',
};

export const deposit = z
  .object({
    id,
    currency: text.min(1),
    chain: maybeText,
    amount,
    txid: maybeText,
    address: maybeText,
    memo: maybeText,
    status: text.min(1),
    timestamp: moment,
  })
  .transform((row): Deposit => ({
    id: row.id,
    asset: row.currency,
    amount: row.amount,
    address: row.address,
    ...tagOf(row.memo),
    network: row.chain,
    txId: knownText(row.txid, 'no transaction on chain is named'),
    status: wordFor(depositStatuses, row.status),
    venueStatus: row.status,
    at: row.timestamp,
  }));

/** Between the main account's spot wallet and a sub-account. The rows have no id: it is made of the rest. */
export const subAccountTransfer = z
  .object({
    timest: moment,
    uid: id,
    sub_account: id,
    sub_account_type: maybeText,
    currency: text.min(1),
    amount,
    direction: z.enum(['to', 'from']),
    source: maybeText,
    client_order_id: maybeText,
    status: maybeText,
  })
  .transform((row): Transfer => {
    const main = `${row.uid}, spot`;
    const sub = `${row.sub_account}, ${row.sub_account_type === '' ? 'spot' : row.sub_account_type}`;
    const parts = [row.timest, sub, row.direction, row.currency, row.amount, row.source, row.client_order_id];
    return {
      id: parts.join('/'),
      asset: row.currency,
      amount: row.amount,
      from: row.direction === 'to' ? main : sub,
      to: row.direction === 'to' ? sub : main,
      status: wordFor<TransferStatus>({ success: 'completed' }, row.status),
      venueStatus: row.status,
      at: row.timest,
    };
  });

export const withdrawalAddress = z
  .object({
    currency: text.min(1),
    chain: maybeText,
    address: text.min(1),
    name: maybeText,
    tag: maybeText,
    verified: z.enum(['0', '1']),
  })
  .transform((row): WithdrawalAddress => ({
    // Gate's own example writes it small.
    asset: row.currency.toUpperCase(),
    network: row.chain,
    address: row.address,
    tag: row.tag,
    label: row.name,
    whitelisted: row.verified === '1',
    addedAt: unknown('Gate does not say when an address was saved'),
  }));

/** Currencies that a list names, for another that is asked by currency. */
export const currencies = z
  .array(z.object({ currency: text.min(1) }))
  .transform((all) => all.map(({ currency }) => currency));
