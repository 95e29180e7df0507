import type { RateLimit } from '../contract.ts';

/**
 * OKX counts each endpoint by itself: for the account, public ones for the address. What a list is read
 * by has a counter of its own here, so that lists do not wait for each other; what is asked once in a while
 * shares one, on the safe side. No header tells what is left.
 */
export const limits = [
  { id: 'public-2s', limit: 10, windowMs: 2_000 },
  { id: 'config-2s', per: 'account', limit: 5, windowMs: 2_000 },
  { id: 'open-orders-2s', per: 'account', limit: 60, windowMs: 2_000 },
  { id: 'open-algos-2s', per: 'account', limit: 20, windowMs: 2_000 },
  { id: 'bots-2s', per: 'account', limit: 20, windowMs: 2_000 },
  { id: 'recent-orders-2s', per: 'account', limit: 40, windowMs: 2_000 },
  { id: 'orders-2s', per: 'account', limit: 20, windowMs: 2_000 },
  { id: 'algos-2s', per: 'account', limit: 20, windowMs: 2_000 },
  { id: 'recent-fills-2s', per: 'account', limit: 60, windowMs: 2_000 },
  { id: 'fills-2s', per: 'account', limit: 10, windowMs: 2_000 },
  { id: 'positions-2s', per: 'account', limit: 10, windowMs: 2_000 },
  { id: 'balance-2s', per: 'account', limit: 10, windowMs: 2_000 },
  { id: 'funding-1s', per: 'account', limit: 6, windowMs: 1_000 },
  { id: 'savings-1s', per: 'account', limit: 6, windowMs: 1_000 },
  { id: 'earn-1s', per: 'account', limit: 3, windowMs: 1_000 },
  { id: 'recent-bills-1s', per: 'account', limit: 5, windowMs: 1_000 },
  { id: 'bills-2s', per: 'account', limit: 5, windowMs: 2_000 },
  { id: 'recent-funding-bills-1s', per: 'account', limit: 6, windowMs: 1_000 },
  { id: 'funding-bills-1s', per: 'account', limit: 1, windowMs: 1_000 },
  { id: 'deposits-1s', per: 'account', limit: 6, windowMs: 1_000 },
  { id: 'withdrawals-1s', per: 'account', limit: 6, windowMs: 1_000 },
  { id: 'sub-bills-1s', per: 'account', limit: 6, windowMs: 1_000 },
  { id: 'subs-2s', per: 'account', limit: 20, windowMs: 2_000 },
  { id: 'sub-write-1s', per: 'account', limit: 1, windowMs: 1_000 },
  { id: 'cancel-2s', per: 'account', limit: 20, windowMs: 2_000 },
] as const satisfies readonly RateLimit[];

type LimitId = (typeof limits)[number]['id'];

/** One request at this limit, or as many as are named. */
export const at = (id: LimitId, requests = 1): Readonly<Record<string, number>> => ({ [id]: requests });
