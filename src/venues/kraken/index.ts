import type { Venue } from '../contract.ts';
import { bookkeeping } from './bookkeeping.ts';
import { capabilities } from './capabilities.ts';
import { capture } from './capture.ts';
import { failures, readRefusal } from './failures.ts';
import { limits } from './limits.ts';
import { notVerified } from './not-verified.ts';
import { prices } from './prices.ts';
import { docs, guide } from './sources.ts';

/** Kraken spot and margin (REST). Kraken Futures is another API with other keys. */
export const kraken: Venue = {
  id: 'kraken',
  name: 'Kraken',
  ccxtId: 'kraken',
  hosts: ['api.kraken.com'],
  credentialParts: ['apiKey', 'secret'],
  // The secret is decoded before it signs: ccxt would sign with whatever a damaged one leaves.
  keyFlaw: ({ secret }) => (secret === undefined || isBase64(secret) ? undefined : 'secret is not base64'),
  ccxtOptions: {
    options: {
      // Numbers follow our clock and rise; nothing is learnt on the way, and no request is made to learn it.
      adjustForTimeDifference: false,
      timeDifference: 0,
    },
  },
  capture,
  failures,
  limits,
  prices,
  readRefusal,
  // Every private call is a POST; these change nothing.
  readsByPost: [
    'privatePostBalanceEx',
    'privatePostClosedOrders',
    'privatePostDepositStatus',
    'privatePostEarnAllocations',
    'privatePostGetApiKeyInfo',
    'privatePostLedgers',
    'privatePostOpenOrders',
    'privatePostOpenPositions',
    'privatePostTradesHistory',
    'privatePostWithdrawAddresses',
    'privatePostWithdrawStatus',
  ],
  nonce: {
    // As most bots count, ccxt's among them. A finer number would be the key's last one for good: to look at a
    // healthy key would end its bot. Who counts finer himself refuses ours, which `notVerified` says.
    unit: 'milliseconds',
    source: guide('rest/authentication, "nonce"'),
  },
  deathProof: {
    probe: 'introspectKey',
    deadCodes: [],
    // An address that is not allowed may get the same answer.
    deadWithControl: ['EAPI:Invalid key'],
    existsCodes: ['EAPI:Invalid nonce', 'EAPI:Invalid signature', 'EGeneral:Permission denied'],
    addressCodes: [],
    endedByVenueCodes: [],
    control: 'public',
    // Each refused one counts towards a lockout of this address, with every other key; and a living key was
    // called invalid for minutes now and then (github ccxt/ccxt issues 6002 and 8634).
    probes: { wanted: 2, atMost: 3, gapMs: 60_000 },
    source: {
      ...guide('general/errors, "Authentication errors"'),
      // That it says so at once, and what it says to a wrong address.
      verified: false,
    },
  },
  deadlines: [
    {
      what: 'when the key was last used by somebody else',
      within: 'the next call',
      read: 'introspectKey',
      source: docs('account-data/get-api-key-info, "lastUsed"'),
    },
    {
      what: 'everything that only the leaked key can read',
      within: 'the life of the key, where no other key of the account queries as much',
      read: 'listLedger',
      source: docs('account-data/get-ledgers-info (private endpoint)'),
    },
  ],
  bookkeeping,
  notVerified,
  capabilities,
};

const isBase64 = (text: string): boolean =>
  /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
