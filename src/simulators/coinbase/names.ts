import { isSpot } from '../ledger-books.ts';
import type { LedgerMarket } from '../ledger-books.ts';

/** The venue's one host: Advanced Trade (v3) and Coinbase App (v2) lie on it side by side. */
export const venueHost = 'api.coinbase.com';

/** Which half of the API: they differ in their forms of lists and of refusals. */
export type Half = 'v3' | 'v2';

export const halfOf = (path: string): Half => (path.startsWith('/v2/') ? 'v2' : 'v3');

/** Of the venue's fiat currencies, those that an account is usually held in. */
const fiat: readonly string[] = ['USD', 'EUR', 'GBP'];

export const isFiat = (asset: string): boolean => fiat.includes(asset);

/**
 * Where a contract is held: "BTC-PERP-INTX" on the international exchange; every other contract with
 * the venue's own futures commission merchant (CFM), as "BIT-26APR24-CDE" (recorded products).
 */
export const isIntx = (symbol: string): boolean => symbol.endsWith('-INTX');

export const productTypeOf = (market: LedgerMarket): 'SPOT' | 'FUTURE' =>
  isSpot(market) ? 'SPOT' : 'FUTURE';

/** Only a name that ends in a venue and has a day before it ends on that day. */
export const expiryTypeOf = (market: LedgerMarket): 'PERPETUAL' | 'EXPIRING' =>
  /-\d{2}[A-Z]{3}\d{2}-CDE$/.test(market.symbol) ? 'EXPIRING' : 'PERPETUAL';

/** Whole seconds, as every moment of v2 is printed: "2024-11-03T13:50:09Z" (recorded). */
export const secondsOf = (iso: string): string => iso.replace(/\.\d+Z$/, 'Z');
