import { nobody } from '../counters.ts';
import type { OnCounted } from '../counters.ts';
import { refusal } from './codes.ts';

/** "20 requests per 2 seconds", by the endpoint's own rule. */
export interface Limit {
  readonly most: number;
  readonly perMs: number;
}

export const perSecond = (most: number): Limit => ({ most, perMs: 1_000 });
export const perTwoSeconds = (most: number): Limit => ({ most, perMs: 2_000 });

export interface Limits {
  /** Throws 50011 when `weight` more would be over; what is refused does not count. */
  count(who: string, limit: Limit, weight: number, nowMs: number): void;
}

/**
 * Counters in memory; windows roll (assumed: the documents only say how many in how long). The venue
 * prints no header about its limits, and no Retry-After.
 */
export function createLimits(onCounted: OnCounted = nobody): Limits {
  const calls = new Map<string, readonly number[]>();
  return {
    count(who, { most, perMs }, weight, nowMs) {
      onCounted({ counter: who, units: weight, most, perMs });
      const recent = (calls.get(who) ?? []).filter((atMs) => atMs > nowMs - perMs);
      if (recent.length + weight > most) throw refusal('50011');
      calls.set(who, [...recent, ...Array.from({ length: weight }, () => nowMs)]);
    },
  };
}
