import { z } from 'zod';
import { unknown } from '../../domain/known.ts';
import { negate } from '../../domain/money.ts';
import type { Deposit, LedgerEntry, Transfer, TransferStatus, Withdrawal } from '../../domain/trading.ts';
import { amount, knownText, maybeText, millis, tagOf, wordFor } from '../rows.ts';
import { fee, info, knownAmount, maybeAmount, maybeId, none, text, venueWord } from './row-parts.ts';

const transferStatuses: Readonly<Record<string, TransferStatus>> = {
  ok: 'completed',
  pending: 'processing',
  failed: 'failed',
  canceled: 'cancelled',
};

const movement = z.object({
  id: maybeId,
  txid: maybeId,
  type: maybeText,
  currency: text.min(1),
  amount,
  address: maybeText,
  addressTo: maybeText,
  tag: maybeText,
  tagTo: maybeText,
  network: maybeText,
  status: maybeText,
  internal: z.boolean().nullish(),
  fee: fee.nullish(),
  timestamp: millis,
  info,
});

type Movement = z.output<typeof movement>;

const aboutMovement = (row: Movement) => ({
  id:
    row.id !== '' ? row.id : row.txid !== '' ? row.txid : [row.timestamp, row.currency, row.amount].join('/'),
  asset: row.currency,
  amount: row.amount,
  address: row.address === '' ? row.addressTo : row.address,
  ...tagOf(row.tag === '' ? row.tagTo : row.tag),
  network: row.network,
  txId: knownText(row.txid, 'no transaction on chain is named'),
  status: wordFor(transferStatuses, row.status),
  venueStatus: venueWord(row),
});

/** `type` is asked for where one list holds deposits and withdrawals alike. */
const movements = (type: 'deposit' | 'withdrawal') =>
  z.array(movement).transform((rows) => rows.filter((row) => row.type === '' || row.type === type));

export const withdrawals = movements('withdrawal').transform((rows) =>
  rows.map((row): Withdrawal => ({
    ...aboutMovement(row),
    fee: knownAmount(row.fee?.cost),
    internal: row.internal === true,
    requestedAt: row.timestamp,
    completedAt: unknown('not among what ccxt reads of a withdrawal'),
  })),
);

export const deposits = movements('deposit').transform((rows) =>
  rows.map((row): Deposit => ({ ...aboutMovement(row), at: row.timestamp })),
);

export const transfers = z.array(
  z
    .object({
      id: maybeId,
      currency: text.min(1),
      amount,
      fromAccount: maybeText,
      toAccount: maybeText,
      status: maybeText,
      timestamp: millis,
      info,
    })
    .transform((row): Transfer => ({
      id: row.id === '' ? [row.timestamp, row.currency, row.amount].join('/') : row.id,
      asset: row.currency,
      amount: row.amount,
      from: row.fromAccount,
      to: row.toAccount,
      status: wordFor(transferStatuses, row.status),
      venueStatus: venueWord(row),
      at: row.timestamp,
    })),
);

export const ledger = z.array(
  z
    .object({
      id: maybeId,
      account: maybeText,
      currency: text.min(1),
      amount,
      direction: maybeText,
      after: maybeAmount,
      fee: fee.nullish(),
      type: maybeText,
      referenceId: maybeId,
      timestamp: millis,
    })
    .transform((row): LedgerEntry => ({
      id: row.id === '' ? [row.timestamp, row.currency, row.type, row.amount].join('/') : row.id,
      wallet: row.account,
      asset: row.currency,
      change: row.direction === 'out' && !row.amount.startsWith('-') ? negate(row.amount) : row.amount,
      fee: knownAmount(row.fee?.cost),
      balanceAfter: knownAmount(row.after),
      kind: row.type,
      reference: knownText(row.referenceId, none),
      at: row.timestamp,
    })),
);
