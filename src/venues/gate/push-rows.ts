import { z } from 'zod';
import { unknown } from '../../domain/known.ts';
import type { Deposit, TransferStatus, Withdrawal } from '../../domain/trading.ts';
import { amount, id, wordFor } from '../rows.ts';
import { moment } from './parts.ts';

// Form: UidPushOrder of gateapi-nodejs.

const text = z.string();

// UidPushOrder, "status".
const pushStatuses: Readonly<Record<string, TransferStatus>> = {
  CREATING: 'requested',
  // The receiver has not taken it yet.
  PENDING: 'awaiting-approval',
  RECEIVING: 'processing',
  CANCELLING: 'processing',
  REFUSING: 'processing',
  RECEIVED: 'completed',
  CANCELLED: 'cancelled',
  REFUSED: 'rejected',
};

const push = z.object({
  id,
  push_uid: id,
  receive_uid: id,
  currency: text.min(1),
  amount,
  create_time: moment,
  status: text.min(1),
});

/** To another customer of Gate: no chain, no whitelist, and the UID is the address. */
export const pushedOut = push.transform((row): Withdrawal => ({
  id: `push/${row.id}`,
  asset: row.currency,
  amount: row.amount,
  fee: unknown('the row names no fee'),
  address: row.receive_uid,
  network: 'internal',
  txId: unknown('a transfer between customers has no transaction'),
  status: wordFor(pushStatuses, row.status),
  venueStatus: row.status,
  internal: true,
  requestedAt: row.create_time,
  completedAt: unknown('the row names the beginning only'),
}));

export const pushedIn = push.transform((row): Deposit => ({
  id: `push/${row.id}`,
  asset: row.currency,
  amount: row.amount,
  address: row.push_uid,
  network: 'internal',
  txId: unknown('a transfer between customers has no transaction'),
  status: wordFor(pushStatuses, row.status),
  venueStatus: row.status,
  at: row.create_time,
}));
