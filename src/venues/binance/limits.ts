import type { RateLimit } from '../contract.ts';

/**
 * One counter for all of sapi, where Binance counts each endpoint by itself: on the safe side. The hosts
 * of futures and options count by themselves, and answer under the same header as spot does: it is read
 * for the counter that the request was priced at.
 */
export const limits = [
  {
    id: 'spot-weight-1m',
    limit: 6_000,
    windowMs: 60_000,
    header: { name: 'x-mbx-used-weight-1m', says: 'used' },
  },
  {
    id: 'sapi-ip-weight-1m',
    limit: 12_000,
    windowMs: 60_000,
    header: { name: 'x-sapi-used-ip-weight-1m', says: 'used' },
  },
  {
    id: 'sapi-uid-weight-1m',
    per: 'account',
    limit: 180_000,
    windowMs: 60_000,
    header: { name: 'x-sapi-used-uid-weight-1m', says: 'used' },
  },
  {
    id: 'sapi-uid-weight-1s',
    per: 'account',
    limit: 180_000,
    windowMs: 1_000,
    header: { name: 'x-sapi-used-uid-weight-1s', says: 'used' },
  },
  {
    id: 'fapi-weight-1m',
    limit: 2_400,
    windowMs: 60_000,
    header: { name: 'x-mbx-used-weight-1m', says: 'used' },
  },
  {
    id: 'dapi-weight-1m',
    limit: 2_400,
    windowMs: 60_000,
    header: { name: 'x-mbx-used-weight-1m', says: 'used' },
  },
  {
    id: 'eapi-weight-1m',
    limit: 400,
    windowMs: 60_000,
    header: { name: 'x-mbx-used-weight-1m', says: 'used' },
  },
] as const satisfies readonly RateLimit[];

type LimitId = (typeof limits)[number]['id'];

export type Cost = Readonly<Partial<Record<LimitId, number>>>;

export const spot = (weight: number): Cost => ({ 'spot-weight-1m': weight });
export const sapi = (weight: number): Cost => ({ 'sapi-ip-weight-1m': weight });
export const sapiOfUid = (weight: number): Cost => ({ 'sapi-uid-weight-1m': weight });
export const fapi = (weight: number): Cost => ({ 'fapi-weight-1m': weight });
export const dapi = (weight: number): Cost => ({ 'dapi-weight-1m': weight });
export const eapi = (weight: number): Cost => ({ 'eapi-weight-1m': weight });
