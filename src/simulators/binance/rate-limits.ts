import { createWindowCounter } from '../counters.ts';
import { nobody } from '../counters.ts';
import type { OnCounted, WindowCounter } from '../counters.ts';
import { refuse } from './codes.ts';
import type { Side } from './codes.ts';

/**
 * The venue's limits (rest-api.md "LIMITS"; venues-core §1.9): 6000 weight a minute and address on
 * api; on sapi, for each endpoint alone, 12 000 a minute and address or 180 000 a minute and account
 * (withdraw/history: 180 000 a second); 2400 a minute and address on each of fapi and dapi (their
 * exchangeInfo). Modelled, not captured: windows are fixed (the minute begins
 * on the minute), sapi has no ban of its own, and the counters do not outlive the process.
 */
export const limits = {
  'api-ip': { limit: 6000, windowMs: 60_000, per: '1 MINUTE' },
  'sapi-ip': { limit: 12_000, windowMs: 60_000, per: '1 MINUTE' },
  'sapi-uid': { limit: 180_000, windowMs: 60_000, per: '1 MINUTE' },
  'sapi-uid-second': { limit: 180_000, windowMs: 1000, per: '1 SECOND' },
  'fapi-ip': { limit: 2400, windowMs: 60_000, per: '1 MINUTE' },
  'dapi-ip': { limit: 2400, windowMs: 60_000, per: '1 MINUTE' },
  'orders-10s': { limit: 50, windowMs: 10_000, per: '10 SECOND' },
  'orders-day': { limit: 160_000, windowMs: 86_400_000, per: '1 DAY' },
} as const;

export type LimitName = keyof typeof limits;

/** rest-api.md: "from 2 minutes to 3 days", longer for repeat offenders; doubling is our assumption. */
const shortestBanMs = 2 * 60_000;
const longestBanMs = 3 * 86_400_000;
/** Requests answered 429 before the ban: the venue says "repeatedly"; five is assumed. */
const toleratedAfterLimit = 5;

export interface RateLimits {
  /** Throws a 418 refusal while the address is banned. */
  refuseBanned(sourceIp: string, nowMs: number): void;
  /** Counts, and returns what is used in this window. */
  count(limit: LimitName, who: string, weight: number, nowMs: number): Used;
  /** Throws the 429 that is due over the limit; going on after it counts towards a ban. */
  refuseOver(used: Used, sourceIp: string, side: Side, nowMs: number): void;
}

interface Used {
  readonly limit: LimitName;
  readonly used: number;
  readonly resetsInMs: number;
}

interface Offender {
  strikes: number;
  bans: number;
  bannedUntilMs: number;
  lastStrikeMs: number;
}

export function createRateLimits(onCounted: OnCounted = nobody): RateLimits {
  const counters: Readonly<Record<LimitName, WindowCounter>> = {
    'api-ip': createWindowCounter(limits['api-ip'].windowMs),
    'sapi-ip': createWindowCounter(limits['sapi-ip'].windowMs),
    'sapi-uid': createWindowCounter(limits['sapi-uid'].windowMs),
    'sapi-uid-second': createWindowCounter(limits['sapi-uid-second'].windowMs),
    'fapi-ip': createWindowCounter(limits['fapi-ip'].windowMs),
    'dapi-ip': createWindowCounter(limits['dapi-ip'].windowMs),
    'orders-10s': createWindowCounter(limits['orders-10s'].windowMs),
    'orders-day': createWindowCounter(limits['orders-day'].windowMs),
  };
  const offenders = new Map<string, Offender>();
  return {
    refuseBanned(sourceIp, nowMs) {
      const until = offenders.get(sourceIp)?.bannedUntilMs ?? 0;
      if (nowMs < until) throw refuse.banned(until, seconds(until - nowMs));
    },
    count(limit, who, weight, nowMs) {
      const { limit: most, windowMs: perMs } = limits[limit];
      onCounted({ counter: `${limit} ${who}`, units: weight, most, perMs });
      return { limit, ...counters[limit].count(who, weight, nowMs) };
    },
    refuseOver({ limit, used, resetsInMs }, sourceIp, side, nowMs) {
      if (used <= limits[limit].limit) return;
      if (side !== 'sapi') strike(offenders, sourceIp, nowMs);
      throw refuse.tooMuchWeight(limits[limit].limit, limits[limit].per, seconds(resetsInMs));
    },
  };
}

// A strike counts with those of the same minute; the sixth bans.
function strike(offenders: Map<string, Offender>, sourceIp: string, nowMs: number): void {
  const known = offenders.get(sourceIp) ?? { strikes: 0, bans: 0, bannedUntilMs: 0, lastStrikeMs: 0 };
  const isSameSpell = nowMs - known.lastStrikeMs < limits['api-ip'].windowMs;
  known.strikes = isSameSpell ? known.strikes + 1 : 1;
  known.lastStrikeMs = nowMs;
  if (known.strikes > toleratedAfterLimit) {
    const banMs = Math.min(longestBanMs, shortestBanMs * 2 ** known.bans);
    known.bans += 1;
    known.strikes = 0;
    known.bannedUntilMs = nowMs + banMs;
  }
  offenders.set(sourceIp, known);
  if (nowMs < known.bannedUntilMs) {
    throw refuse.banned(known.bannedUntilMs, seconds(known.bannedUntilMs - nowMs));
  }
}

const seconds = (ms: number): number => Math.ceil(ms / 1000);
