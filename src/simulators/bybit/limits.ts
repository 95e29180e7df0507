import { createWindowCounter, nobody } from '../counters.ts';
import type { OnCounted } from '../counters.ts';
import { refusal } from './codes.ts';

/** rate-limit "IP Limit": 600 requests in five seconds, then nothing for ten minutes. */
const addressLimit = { requests: 600, windowMs: 5_000, bannedMs: 600_000 } as const;

/** rate-limit "API Rate Limit Table": so many of an account in a rolling while. */
export interface Limit {
  readonly most: number;
  readonly perMs: number;
}

export const perSecond = (most: number): Limit => ({ most, perMs: 1_000 });
export const perMinute = (most: number): Limit => ({ most, perMs: 60_000 });

export interface Limits {
  /** Throws http:403 over the limit, and while the address is banned. */
  countAddress(sourceIp: string, nowMs: number): void;
  /** Whether this is over the limit (10006); the headers are told either way. */
  countAccount(
    who: string,
    limit: Limit,
    weight: number,
    nowMs: number,
  ): { readonly headers: Readonly<Record<string, string>>; readonly isOver: boolean };
}

/**
 * Counters in memory. The five seconds are fixed windows, and what is refused by an account's limit
 * does not count towards it (both assumed).
 */
export function createLimits(onCounted: OnCounted = nobody): Limits {
  const address = createWindowCounter(addressLimit.windowMs);
  const bannedUntil = new Map<string, number>();
  const calls = new Map<string, readonly number[]>();
  return {
    countAddress(sourceIp, nowMs) {
      const { requests: most, windowMs: perMs } = addressLimit;
      onCounted({ counter: `address ${sourceIp}`, units: 1, most, perMs });
      if (nowMs < (bannedUntil.get(sourceIp) ?? 0)) throw refusal('http:403');
      if (address.count(sourceIp, 1, nowMs).used <= addressLimit.requests) return;
      bannedUntil.set(sourceIp, nowMs + addressLimit.bannedMs);
      throw refusal('http:403');
    },
    countAccount(who, { most, perMs }, weight, nowMs) {
      onCounted({ counter: who, units: weight, most, perMs });
      const recent = (calls.get(who) ?? []).filter((atMs) => atMs > nowMs - perMs);
      const isOver = recent.length + weight > most;
      const counted = isOver ? recent : [...recent, ...Array.from({ length: weight }, () => nowMs)];
      calls.set(who, counted);
      const resetMs = isOver ? (recent[0] ?? nowMs) + perMs : nowMs;
      const headers = {
        'X-Bapi-Limit': String(most),
        'X-Bapi-Limit-Status': String(Math.max(0, most - counted.length)),
        'X-Bapi-Limit-Reset-Timestamp': String(resetMs),
      };
      return { headers, isOver };
    },
  };
}
