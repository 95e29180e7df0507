import type { RateLimit } from '../contract.ts';

/**
 * Two interfaces, two counters: Advanced Trade (v3) counts by the second, the Coinbase App (v2) by the
 * hour. `x-ratelimit-remaining` comes with replies of v3, public or private: it is read for the counter that
 * the request was priced at.
 */
const header = { name: 'x-ratelimit-remaining', says: 'remaining' } as const;

export const limits = [
  { id: 'private-1s', per: 'account', limit: 30, windowMs: 1_000, header },
  { id: 'public-1s', limit: 10, windowMs: 1_000, header },
  { id: 'app-1h', per: 'key', limit: 10_000, windowMs: 3_600_000 },
] as const satisfies readonly RateLimit[];

export const onePrivate = { 'private-1s': 1 } as const;
export const onePublic = { 'public-1s': 1 } as const;
/** A page of an account's transactions; the accounts that it lies in are asked for on the other side. */
export const oneOfApp = { 'app-1h': 1, 'private-1s': 1 } as const;
