import { createWindowCounter, nobody } from '../counters.ts';
import type { OnCounted, WindowCounter } from '../counters.ts';
import { refusal } from './codes.ts';
import type { Half } from './names.ts';

/** docs "Advanced Trade REST API Rate Limits": so many a second for a user, or for an address without one. */
const perSecond = { user: 30, address: 10 } as const;
/** docs "Rate Limiting" of Coinbase App: "each API key … is rate limited at 10,000 requests per hour". */
const perHour = 10_000;

export interface Limits {
  /** What the headers say (v3 only); throws over the limit: the web site's page on v3, JSON on v2. */
  count(
    half: Half,
    who: { readonly user?: string; readonly key?: string; readonly address: string },
    nowMs: number,
    headers: Record<string, string>,
  ): void;
}

/** Counters in memory, over fixed windows (assumed). What is refused counts, too. */
export function createLimits(onCounted: OnCounted = nobody): Limits {
  const seconds = createWindowCounter(1_000);
  const hours = createWindowCounter(3_600_000);
  return {
    count(half, { user, key, address }, nowMs, headers) {
      if (half === 'v2') {
        const who = key ?? address;
        onCounted({ counter: `app ${who}`, units: 1, most: perHour, perMs: 3_600_000 });
        const { used } = hours.count(who, 1, nowMs);
        if (used > perHour) throw refusal('rate_limit_exceeded');
        return;
      }
      const most = user === undefined ? perSecond.address : perSecond.user;
      const who = user === undefined ? `address ${address}` : `user ${user}`;
      onCounted({ counter: who, units: 1, most, perMs: 1_000 });
      countSecond(seconds, who, most, nowMs, headers);
    },
  };
}

// The names are those of coinbase-advanced-py constants.py; that the reset is in seconds is assumed.
function countSecond(
  seconds: WindowCounter,
  who: string,
  most: number,
  nowMs: number,
  headers: Record<string, string>,
): void {
  const { used, resetsInMs } = seconds.count(who, 1, nowMs);
  headers['x-ratelimit-limit'] = String(most);
  headers['x-ratelimit-remaining'] = String(Math.max(0, most - used));
  headers['x-ratelimit-reset'] = String(Math.ceil(resetsInMs / 1_000));
  if (used > most) throw refusal('http:429');
}
