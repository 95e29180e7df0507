import type { RateLimit } from '../contract.ts';

/**
 * OKX counts each endpoint by itself: for the account, public ones for the address. Endpoints of one
 * limit share one counter here, on the safe side; where a list has two endpoints, the slower counts.
 * No header tells what is left.
 */
export const limits = [
  { id: 'public-2s', limit: 10, windowMs: 2_000 },
  { id: 'config-2s', per: 'account', limit: 5, windowMs: 2_000 },
  { id: 'orders-2s', per: 'account', limit: 20, windowMs: 2_000 },
  { id: 'fills-2s', per: 'account', limit: 10, windowMs: 2_000 },
  { id: 'account-2s', per: 'account', limit: 10, windowMs: 2_000 },
  { id: 'bills-2s', per: 'account', limit: 5, windowMs: 2_000 },
  { id: 'funding-1s', per: 'account', limit: 3, windowMs: 1_000 },
  { id: 'funding-bills-1s', per: 'account', limit: 1, windowMs: 1_000 },
  { id: 'subs-2s', per: 'account', limit: 20, windowMs: 2_000 },
  { id: 'sub-write-1s', per: 'account', limit: 1, windowMs: 1_000 },
  { id: 'cancel-2s', per: 'account', limit: 20, windowMs: 2_000 },
] as const satisfies readonly RateLimit[];

type LimitId = (typeof limits)[number]['id'];

/** One request at this limit, or as many as are named. */
export const at = (id: LimitId, requests = 1): Readonly<Record<string, number>> => ({ [id]: requests });
