import { z } from 'zod';
import { unknown } from '../../domain/known.ts';
import type { Deposit, TransferStatus, Withdrawal } from '../../domain/trading.ts';
import { amount, id, knownText, maybeText, millis, tagOf, wordFor } from '../rows.ts';
import { word } from './envelope.ts';

// Forms: funding-account of the reference.

const text = z.string();

// withdrawal-history, "state". 0, 17 and 19 can still be cancelled.
const withdrawalStatuses: Readonly<Record<string, TransferStatus>> = {
  '-3': 'processing',
  '-2': 'cancelled',
  '-1': 'failed',
  '0': 'requested',
  '1': 'processing',
  '2': 'completed',
  '4': 'awaiting-approval',
  '5': 'awaiting-approval',
  '6': 'awaiting-approval',
  '7': 'processing',
  '8': 'awaiting-approval',
  '9': 'awaiting-approval',
  '10': 'requested',
  '12': 'awaiting-approval',
  '15': 'processing',
  '16': 'processing',
  '17': 'awaiting-approval',
  '19': 'requested',
};

/** Whether it went to another customer of OKX no row says: the list is asked once more, for those alone. */
export const withdrawal = z
  .object({
    wdId: id,
    ccy: text.min(1),
    chain: maybeText,
    amt: amount,
    fee: maybeText,
    feeCcy: maybeText,
    to: text,
    tag: maybeText,
    memo: maybeText,
    pmtId: maybeText,
    addrEx: z.record(z.string(), z.string()).nullish(),
    txId: maybeText,
    state: word,
    ts: millis,
  })
  .transform((row): Omit<Withdrawal, 'internal'> => ({
    id: row.wdId,
    asset: row.ccy,
    amount: row.amt,
    fee:
      row.feeCcy === '' || row.feeCcy === row.ccy
        ? knownText(row.fee, 'the row names no fee')
        : unknown('the fee was taken in another coin: the venue’s reply names it'),
    address: row.to,
    ...tagOf(row.tag || row.memo || row.pmtId || Object.values(row.addrEx ?? {}).join(', ')),
    network: row.chain,
    txId: knownText(row.txId, 'no transaction is named: none yet, none at all, or to another customer'),
    status: wordFor(withdrawalStatuses, row.state),
    venueStatus: row.state,
    requestedAt: row.ts,
    completedAt: unknown('OKX tells when it was asked for, not when it was done'),
  }));

// deposit-history, "state".
const depositStatuses: Readonly<Record<string, TransferStatus>> = {
  '0': 'processing',
  // In the account, and not yet free to leave it.
  '1': 'processing',
  '2': 'completed',
  '8': 'processing',
  '11': 'awaiting-approval',
  '12': 'awaiting-approval',
  '13': 'awaiting-approval',
  '14': 'awaiting-approval',
  '17': 'awaiting-approval',
};

export const deposit = z
  .object({
    depId: id,
    ccy: text.min(1),
    chain: maybeText,
    amt: amount,
    from: maybeText,
    to: maybeText,
    txId: maybeText,
    state: word,
    ts: millis,
  })
  .transform((row): Deposit => ({
    id: row.depId,
    asset: row.ccy,
    amount: row.amt,
    // Of one from another customer of OKX there is no address: who sent it stands there, masked.
    address: row.to === '' ? row.from : row.to,
    network: row.chain,
    txId: knownText(row.txId, 'no transaction is named: none yet, or from another customer of OKX'),
    status: wordFor(depositStatuses, row.state),
    venueStatus: row.state,
    at: row.ts,
  }));
