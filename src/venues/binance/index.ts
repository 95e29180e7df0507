import type { Venue } from '../contract.ts';
import { capabilities } from './capabilities.ts';
import { capture } from './capture.ts';
import { failures, readRefusal } from './failures.ts';
import { limits } from './limits.ts';
import { listedFlows } from './listed-flows.ts';
import { marketDays } from './market-days.ts';
import { notVerified } from './not-verified.ts';
import { prices } from './prices.ts';
import { connector, spotDocs } from './sources.ts';

const futuresDocs = connector('derivatives-trading-usds-futures');

/** Binance, the global venue: spot, funding, earn, margin, futures, options, sub-accounts. */
export const binance: Venue = {
  id: 'binance',
  name: 'Binance',
  ccxtId: 'binance',
  // sapi and api/v3 live on the first; portfolio margin (papi) is not used, so not reachable.
  hosts: ['api.binance.com', 'fapi.binance.com', 'dapi.binance.com', 'eapi.binance.com'],
  credentialParts: ['apiKey', 'secret'],
  ccxtOptions: {
    options: {
      // The venue's default is 5 s and its limit 60 s. 10 s survives a slow proxy; a wider window would
      // keep a lost request alive longer than anyone watches for it.
      recvWindow: 10_000,
      // Nothing of ours loads markets; should ccxt ever, it must not use the key to do so.
      fetchCurrencies: false,
      fetchMargins: false,
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
  readsByPost: ['sapiPostAssetGetFundingAsset'],
  deathProof: {
    probe: 'introspectKey',
    deadCodes: ['-2008'],
    deadWithControl: ['-2015'],
    existsCodes: ['-1022', '-1002'],
    addressCodes: [],
    endedByVenueCodes: [],
    control: 'public',
    // Three over a minute: single -2008 replies out of the blue are reported for living keys.
    probes: { wanted: 3, atMost: 6, gapMs: 30_000 },
    source: {
      where: 'binance-spot-api-docs, errors.md; github ccxt/ccxt issues 11045 and 16777',
      checked: '2026-11-21',
      // How fast a deletion spreads, and whether it answers -2008 or -2015, stands in no document.
      verified: false,
    },
  },
  deadlines: [
    {
      what: 'futures orders cancelled or expired without a fill',
      within: '3 days',
      read: 'listOrders',
      source: futuresDocs,
    },
    {
      what: 'the ledger of USDⓈ-M futures, by which its traded contracts are found',
      within: '3 months',
      read: 'listLedger',
      source: futuresDocs,
    },
    { what: 'futures orders of every kind', within: '90 days', read: 'listOrders', source: futuresDocs },
    {
      what: 'spot orders cancelled or expired without a fill',
      within: '90 days',
      read: 'listOrders',
      source: spotDocs,
    },
    {
      what: 'the ledger of margin',
      within: '90 days',
      read: 'listLedger',
      source: connector('margin-trading'),
    },
    { what: 'trades of USDⓈ-M futures', within: '6 months', read: 'listTrades', source: futuresDocs },
    {
      what: 'transfers between wallets',
      within: '6 months',
      read: 'listTransfers',
      source: connector('wallet AssetApi'),
    },
  ],
  bookkeeping: {
    why: 'spot has no ledger, and that of futures books what came of fills, not the fills',
  },
  listedFlows,
  notVerified,
  marketDays,
  capabilities,
};
