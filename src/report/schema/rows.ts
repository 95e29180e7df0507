import { z } from 'zod';
import { amount, flag, knownOf, text, hostTime, venueTime, whole } from './words.ts';

const side = z.enum(['buy', 'sell']);
const status = z.enum([
  'requested',
  'awaiting-approval',
  'processing',
  'completed',
  'cancelled',
  'rejected',
  'failed',
  'unknown',
]);

export const openOrder = z.strictObject({
  id: text,
  clientOrderId: text,
  symbol: text,
  side,
  type: text,
  price: amount,
  amount,
  filled: amount,
  createdAt: venueTime,
  section: text.exactOptional(),
  triggerPrice: amount.exactOptional(),
});

export const cancelledOrder = openOrder.extend({
  status: z.enum(['open', 'filled', 'partly-filled', 'cancelled', 'rejected', 'expired', 'unknown']),
  venueStatus: text,
  updatedAt: venueTime,
  cancelledBy: z.enum(['us', 'not-us']),
});

export const balance = z.strictObject({ wallet: text, asset: text, free: amount, locked: amount });

export const trade = z.strictObject({
  id: text,
  orderId: text,
  clientOrderId: knownOf(text),
  symbol: text,
  side,
  price: amount,
  amount,
  quoteAmount: amount,
  fee: amount,
  feeAsset: text,
  isMaker: z.boolean(),
  at: venueTime,
  section: text.exactOptional(),
  kind: text.exactOptional(),
});

export const strangeFill = trade.extend({
  recognised: z.enum(['not-ours', 'unknown']),
  why: text,
  marketPrice: knownOf(amount),
  loss: knownOf(amount),
});

export const withdrawal = z.strictObject({
  id: text,
  asset: text,
  amount,
  fee: knownOf(amount),
  address: text,
  tag: text.exactOptional(),
  network: text,
  txId: knownOf(text),
  status,
  venueStatus: text,
  internal: z.boolean(),
  requestedAt: venueTime,
  completedAt: knownOf(venueTime),
  wallet: text.exactOptional(),
});

export const deposit = z.strictObject({
  id: text,
  asset: text,
  amount,
  address: text,
  tag: text.exactOptional(),
  network: text,
  txId: knownOf(text),
  status,
  venueStatus: text,
  at: venueTime,
  wallet: text.exactOptional(),
});

export const withdrawalAddress = z.strictObject({
  asset: text,
  network: text,
  address: text,
  tag: text,
  label: text,
  whitelisted: flag,
  addedAt: knownOf(venueTime),
});

export const hole = z.strictObject({
  what: text,
  why: text,
  from: venueTime.exactOptional(),
  to: venueTime.exactOptional(),
  symbol: text.exactOptional(),
  section: text.exactOptional(),
  beyondReach: z.literal(true).exactOptional(),
});

export const coverage = z.strictObject({
  from: venueTime.exactOptional(),
  to: venueTime.exactOptional(),
  symbols: z.union([z.array(text), z.literal('all'), z.literal('not-by-symbol')]),
  sections: z.array(text).exactOptional(),
  isPortion: z.literal(true).exactOptional(),
  holes: z.array(hole),
});

/** Rows as first found, and as read again. */
export function seenOf<T extends z.ZodType>(row: T) {
  const look = knownOf(z.strictObject({ at: hostTime, exhibit: text, rows: z.array(row), coverage }));
  return z.strictObject({ first: look, later: look });
}

export const listCoverage = z.strictObject({
  list: text,
  readings: z.array(z.strictObject({ at: hostTime, exhibit: text, rows: whole, coverage })),
  openHoles: z.array(hole),
  unusable: z.array(text),
});
