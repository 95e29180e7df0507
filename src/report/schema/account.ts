import { z } from 'zod';
import {
  balance,
  cancelledOrder,
  deposit,
  listCoverage,
  openOrder,
  seenOf,
  strangeFill,
  trade,
  withdrawal,
  withdrawalAddress,
} from './rows.ts';
import { amount, knownOf, text, hostTime, venueTime, whole } from './words.ts';

const symbolLoss = z.strictObject({
  symbol: text,
  fills: whole,
  bought: amount,
  sold: amount,
  fees: amount,
  loss: amount,
  asset: text,
  first: venueTime,
  last: venueTime,
  why: text,
});

const unrecognised = z.strictObject({
  bySymbol: z.array(symbolLoss),
  totalLoss: amount,
  asset: text,
  method: text,
  unpriced: z.array(z.strictObject({ symbol: text, fills: whole, why: text })).exactOptional(),
  unattributed: whole.exactOptional(),
});

const assetHistory = z.strictObject({
  asset: text,
  readings: z.array(z.strictObject({ at: hostTime, total: amount, exhibit: text })),
  computed: knownOf(z.array(z.strictObject({ at: venueTime, total: amount }))),
});

export const account = z.strictObject({
  account: text,
  openOrders: seenOf(openOrder),
  balances: seenOf(balance),
  trades: seenOf(trade),
  withdrawals: seenOf(withdrawal),
  deposits: seenOf(deposit),
  whitelist: z.strictObject({
    now: seenOf(withdrawalAddress),
    added: knownOf(z.array(withdrawalAddress)),
    removed: knownOf(z.array(withdrawalAddress)),
  }),
  unrecognised: knownOf(unrecognised),
  strangeFills: knownOf(z.array(strangeFill)).exactOptional(),
  balanceHistory: z.array(assetHistory).exactOptional(),
  coverage: z.array(listCoverage).exactOptional(),
  ordersCancelled: knownOf(z.array(cancelledOrder)).exactOptional(),
});
