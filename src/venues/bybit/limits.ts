import type { RateLimit } from '../contract.ts';

/**
 * Bybit counts each endpoint by itself, for each account. Endpoints of one limit share one counter here,
 * on the safe side. `x-bapi-limit-status` tells what is left of the endpoint that was called, and so of
 * what others ask there at least a part. Of the address nothing is told before it is banned.
 */
const header = { name: 'x-bapi-limit-status', says: 'remaining' } as const;
export const limits = [
  { id: 'ip-5s', limit: 600, windowMs: 5_000, bans: true },
  { id: 'trading-1s', per: 'account', limit: 50, windowMs: 1_000, header },
  { id: 'ledger-1s', per: 'account', limit: 25, windowMs: 1_000, header },
  { id: 'cancel-1s', per: 'account', limit: 10, windowMs: 1_000, header },
  { id: 'user-1s', per: 'account', limit: 5, windowMs: 1_000, header },
  { id: 'create-1s', per: 'account', limit: 1, windowMs: 1_000, header },
  { id: 'coins-1s', per: 'account', limit: 5, windowMs: 1_000, header },
  // rate-limit, "Asset": query-universal-transfer-list is counted by the second, its sister by the minute.
  { id: 'universal-1s', per: 'account', limit: 5, windowMs: 1_000, header },
  { id: 'transfers-1m', per: 'account', limit: 60, windowMs: 60_000, header },
  { id: 'deposits-1m', per: 'account', limit: 100, windowMs: 60_000, header },
  { id: 'withdrawals-1m', per: 'account', limit: 300, windowMs: 60_000, header },
  { id: 'cancel-withdrawal-1m', per: 'account', limit: 60, windowMs: 60_000, header },
] as const satisfies readonly RateLimit[];

type LimitId = (typeof limits)[number]['id'];

/** One request at this limit, and one of the address. */
export const one = (id?: LimitId): Readonly<Record<string, number>> =>
  id === undefined ? { 'ip-5s': 1 } : { 'ip-5s': 1, [id]: 1 };
