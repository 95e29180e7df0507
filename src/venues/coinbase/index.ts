import type { Venue } from '../contract.ts';
import { bookkeeping } from './bookkeeping.ts';
import { capabilities } from './capabilities.ts';
import { capture } from './capture.ts';
import { failures, readRefusal } from './failures.ts';
import { keyFlaw } from './key-form.ts';
import { limits } from './limits.ts';
import { notVerified } from './not-verified.ts';
import { prices } from './prices.ts';
import { docs } from './sources.ts';

/** Coinbase: Advanced Trade (v3) and the Coinbase App (v2), for one portfolio a key. */
export const coinbase: Venue = {
  id: 'coinbase',
  name: 'Coinbase',
  ccxtId: 'coinbase',
  hosts: ['api.coinbase.com'],
  credentialParts: ['apiKey', 'secret'],
  keyFlaw,
  ccxtOptions: {
    options: {
      // A JWT lives from our clock's now for two minutes: nothing learnt on the way moves it.
      adjustForTimeDifference: false,
      timeDifference: 0,
      // Nothing of ours loads markets; should ccxt ever, products must be asked for without the key.
      usePrivate: false,
    },
  },
  capture,
  failures,
  limits,
  prices,
  readRefusal,
  deathProof: {
    probe: 'introspectKey',
    deadCodes: [],
    deadWithControl: ['http:401'],
    existsCodes: ['PERMISSION_DENIED', 'invalid_scope'],
    // Whether a wrong address has a word of its own stands in no document.
    addressCodes: [],
    endedByVenueCodes: [],
    // A dead key, a wrong clock, a wrong signature and perhaps a wrong address get the same bare word.
    control: 'key',
    // Three: single 401s for living keys are reported.
    probes: { wanted: 3, atMost: 6, gapMs: 30_000 },
    source: {
      where:
        'github coinbase/coinbase-advanced-py issue 132 (401s for valid JWTs) and coinbase/rest/rest_base.py (403 for missing scopes)',
      checked: '2026-11-27',
      // That a deleted key answers 401, and how soon, stands in no document.
      verified: false,
    },
  },
  deadlines: [
    {
      what: 'everything of the portfolio that only the leaked key can read',
      within: 'the life of the key, where no other key is bound to the same portfolio',
      read: 'listLedger',
      source: docs('coinbase-app/advanced-trade-apis/guides/portfolios, "API Keys"'),
    },
  ],
  bookkeeping,
  notVerified,
  capabilities,
};
