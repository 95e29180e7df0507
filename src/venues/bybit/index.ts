import type { Venue } from '../contract.ts';
import { bookkeeping } from './bookkeeping.ts';
import { capabilities } from './capabilities.ts';
import { capture } from './capture.ts';
import { failures, readRefusal } from './failures.ts';
import { limits } from './limits.ts';
import { notVerified } from './not-verified.ts';
import { prices } from './prices.ts';
import { docs } from './sources.ts';

/** Bybit, the global venue (v5): unified and funding account. Regional Bybits are other hosts. */
export const bybit: Venue = {
  id: 'bybit',
  name: 'Bybit',
  ccxtId: 'bybit',
  hosts: ['api.bybit.com'],
  credentialParts: ['apiKey', 'secret'],
  ccxtOptions: {
    options: {
      // Twice the venue's default survives a slow proxy; a wider window would keep a lost request alive.
      recvWindow: 10_000,
      // Unified methods would ask with the key what the account is before they do anything (hazards 3.2).
      enableUnifiedAccount: true,
      enableUnifiedMargin: false,
      unifiedMarginStatus: 6,
      // Nothing of ours loads markets; should ccxt ever, one public call must do.
      fetchCurrencies: false,
      fetchMarkets: { types: ['spot'] },
      // Timestamps follow our clock and the offset that the caller measured, nothing learnt on the way.
      adjustForTimeDifference: false,
    },
  },
  capture,
  failures,
  limits,
  prices,
  readRefusal,
  deathProof: {
    probe: 'introspectKey',
    deadCodes: ['10003', '33004'],
    deadWithControl: [],
    // A signature is no sign of life where nobody knows what is looked at first; it is none of death either.
    existsCodes: ['10004', '10005', '10010', '10024'],
    addressCodes: ['10010'],
    endedByVenueCodes: ['33004'],
    control: 'public',
    // Each costs one of ten a second, and refusals lock nobody out as far as is written.
    probes: { wanted: 2, atMost: 6, gapMs: 30_000 },
    source: {
      ...docs('error and user/rm-master-apikey, "will be invalid immediately"'),
      // That a deleted key answers 10003, and that the key is looked at before address and signature.
      verified: false,
    },
  },
  deadlines: [
    {
      what: 'orders that were cancelled, rejected or deactivated without a fill',
      within: '24 hours',
      read: 'listOrders',
      source: docs('order/order-list'),
    },
    {
      what: 'what only the leaked key can read, when it ends itself',
      within: 'the life of the key, where no other key of the account exists',
      read: 'listWithdrawals',
      source: docs('user/rm-master-apikey'),
    },
    {
      what: 'trades, orders with a fill and the ledger of the unified account',
      within: '2 years',
      read: 'listTrades',
      source: docs('order/execution, order/order-list and account/transaction-log'),
    },
  ],
  bookkeeping,
  notVerified,
  capabilities,
};
