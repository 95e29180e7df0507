import type { Venue } from '../contract.ts';
import { bookkeeping } from './bookkeeping.ts';
import { capabilities } from './capabilities.ts';
import { capture } from './capture.ts';
import { ccxtOptions } from './ccxt-options.ts';
import { failures, readRefusal } from './failures.ts';
import { limits } from './limits.ts';
import { notVerified } from './not-verified.ts';
import { prices } from './prices.ts';
import { apiPage, docs } from './sources.ts';

/** Gate, the global venue (API v4): classic and unified accounts. Regional Gates are other hosts. */
export const gate: Venue = {
  id: 'gate',
  name: 'Gate',
  ccxtId: 'gate',
  hosts: ['api.gateio.ws'],
  // No form of a key is documented: examples show 32 and 64 hexadecimal digits, and "key" and "secret".
  credentialParts: ['apiKey', 'secret'],
  ccxtOptions,
  capture,
  failures,
  limits,
  prices,
  readRefusal,
  deathProof: {
    probe: 'introspectKey',
    deadCodes: ['INVALID_KEY'],
    deadWithControl: [],
    // A signature is no sign of life where nobody knows what is looked at first; it is none of death either.
    existsCodes: ['IP_FORBIDDEN', 'READ_ONLY', 'FORBIDDEN', 'INVALID_SIGNATURE'],
    addressCodes: ['IP_FORBIDDEN'],
    endedByVenueCodes: [],
    control: 'public',
    // "Any modification(s) can take up to 5 minutes to take effect": enough of them to outlast it.
    probes: { wanted: 2, atMost: 12, gapMs: 30_000 },
    source: {
      ...apiPage('label list and Generate API key'),
      // That a deleted key answers INVALID_KEY, and that the key is looked at before address and signature.
      verified: false,
    },
  },
  deadlines: [
    {
      what: 'orders on contracts that were cancelled without a fill',
      within: '10 minutes',
      read: 'listOrders',
      source: docs(
        'FuturesApi and DeliveryApi, "Zero-fill order cannot be retrieved for 10 minutes after cancellation"',
      ),
    },
    {
      what: 'when the key was last used',
      within: 'the next call with it',
      read: 'introspectKey',
      // That a call with the key overwrites it at once is not written.
      source: { ...docs('AccountKeyInfo, lastAccess'), verified: false },
    },
    {
      what: 'finished orders on delivery contracts and conditional ones, which are listed without times',
      within: 'as long as Gate keeps them: 6 months for orders on contracts',
      read: 'listOrders',
      source: docs('FuturesApi, listFuturesOrders'),
    },
  ],
  bookkeeping,
  notVerified,
  capabilities,
};
