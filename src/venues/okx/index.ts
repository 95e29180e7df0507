import type { Venue } from '../contract.ts';
import { bookkeeping } from './bookkeeping.ts';
import { capabilities } from './capabilities.ts';
import { capture } from './capture.ts';
import { failures, readRefusal } from './failures.ts';
import { keyFlaw } from './key-flaw.ts';
import { limits } from './limits.ts';
import { notVerified } from './not-verified.ts';
import { prices } from './prices.ts';
import { docs, docsSilent } from './sources.ts';

/** OKX, the global venue (v5). The EEA's and the US' OKX are other hosts with other keys. */
export const okx: Venue = {
  id: 'okx',
  name: 'OKX',
  ccxtId: 'okx',
  hosts: ['www.okx.com'],
  credentialParts: ['apiKey', 'secret', 'password'],
  keyFlaw,
  ccxtOptions: {
    // A header "x-simulated-trading" would lead to the demo account, where nothing is ever missing.
    headers: {},
    // Markets would be loaded with a signed call when there is a key (hazards 3.4.5).
    has: { fetchCurrencies: false },
    options: {
      sandboxMode: false,
      // Nothing of ours loads markets; should ccxt ever, one public call must do.
      fetchMarkets: { types: ['spot'] },
      // Timestamps follow our clock and the offset that the caller measured, nothing learnt on the way.
      adjustForTimeDifference: false,
      timeDifference: 0,
    },
  },
  capture,
  failures,
  limits,
  prices,
  readRefusal,
  deathProof: {
    probe: 'introspectKey',
    // Which of the two a deleted key answers stands nowhere.
    deadCodes: ['50119', '50111'],
    deadWithControl: [],
    // A signature or a passphrase is no sign of life where nobody knows what is looked at first; it is none of death either.
    existsCodes: ['50110', '50113', '50105', '50120', '50035', '50100'],
    addressCodes: ['50110'],
    // A key without addresses is deleted after 14 days of rest, and then answers like any deleted key.
    endedByVenueCodes: [],
    control: 'public',
    // Each costs one of five in two seconds, and refusals lock nobody out as far as is written.
    probes: { wanted: 2, atMost: 6, gapMs: 30_000 },
    source: docsSilent('error-code, 50119 and 50111'),
  },
  deadlines: [
    {
      what: 'orders that were cancelled without a fill',
      within: '2 hours',
      read: 'listOrders',
      source: docs('order-book-trading, GET trade/orders-history'),
    },
    {
      what: 'what only the leaked key can read',
      within: 'the life of the key, where no other key of the account exists',
      read: 'listWithdrawals',
      source: docs('overview, "permissions of the APIKey"'),
    },
    {
      what: 'trades, orders with a fill, algo orders and bills of the trading account',
      within: '3 months',
      read: 'listTrades',
      source: docs('order-book-trading, GET trade/fills-history; trading-account, GET account/bills-archive'),
    },
  ],
  bookkeeping,
  notVerified,
  capabilities,
};
