import type { RateLimit } from '../contract.ts';

/**
 * Gate counts each endpoint by itself, public ones by address and private ones by account (API page,
 * "Frequency limit rule"). Endpoints of one limit share one counter here, on the safe side. The header with
 * what is left speaks of the endpoint that was called: of what others ask there it tells at least a part.
 */
const header = { name: 'x-gate-ratelimit-requests-remain', says: 'remaining' } as const;
export const limits = [
  { id: 'public-10s', limit: 200, windowMs: 10_000, header },
  { id: 'private-10s', per: 'account', limit: 200, windowMs: 10_000, header },
  { id: 'other-10s', per: 'account', limit: 150, windowMs: 10_000, header },
  { id: 'sub-accounts-10s', per: 'account', limit: 80, windowMs: 10_000, header },
  { id: 'cancel-1s', per: 'account', limit: 200, windowMs: 1_000, header },
] as const satisfies readonly RateLimit[];

type LimitId = (typeof limits)[number]['id'];

export const one = (id: LimitId): Readonly<Record<string, number>> => ({ [id]: 1 });
