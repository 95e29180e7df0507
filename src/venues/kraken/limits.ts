import type { RateLimit } from '../contract.ts';

/**
 * The counter of a key goes up with each call and down by the second: at most 15 and 0.33 a second for
 * Starter, 20 and 0.5 for Intermediate, 20 and 1 for Pro (guides, rest/ratelimits). The API does not tell the tier,
 * so the narrowest is kept to. No header tells what is used. Cancelling orders counts elsewhere, for each
 * pair: up to 8 of 60 for an order younger than five seconds, nothing for one of five minutes (guides,
 * general/ratelimits). Public calls are limited by address; how is not written, and reports say about one a second, counted over ten here: a list of prices is two at once.
 */
export const limits = [
  { id: 'key-counter', per: 'key', leaks: true, limit: 15, windowMs: 45_500 },
  { id: 'pair-counter', per: 'account', limit: 60, windowMs: 60_000 },
  { id: 'public-10s', limit: 10, windowMs: 10_000 },
] as const satisfies readonly RateLimit[];

type Cost = Readonly<Record<string, number>>;

export const ofKey = (units: number): Cost => ({ 'key-counter': units });
export const ofPair = (units: number): Cost => ({ 'pair-counter': units });
export const ofPublic = (calls: number): Cost => ({ 'public-10s': calls });
