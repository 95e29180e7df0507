import { createWindowCounter, nobody } from '../counters.ts';
import type { OnCounted } from '../counters.ts';

/** "Frequency limit rule": so many requests in fixed windows (that they are fixed is assumed). */
export interface Limit {
  readonly most: number;
  readonly perMs: number;
  /** Endpoints of one name count together; absent: each for itself. */
  readonly together?: string;
}

const tenSeconds = (most: number): Limit => ({ most, perMs: 10_000 });

/** "200r/10s per endpoint": public ones by address, private ones by account. */
export const usualLimit = tenSeconds(200);
/** "Subaccount … 80r/10s per endpoint", and the wallet's balances and transfers. */
export const slowLimit = tenSeconds(80);
/** "Other Private endpoints … 150r/10s per endpoint". */
export const otherLimit = tenSeconds(150);
/** "Withdrawal(POST /withdrawals) : 1r/3s". */
export const withdrawalLimit: Limit = { most: 1, perMs: 3_000 };
/** "batch/single order placement and amend an order are total of 10r/s (UID+Market)": the market is not told apart here. */
export const spotPlacing: Limit = { most: 10, perMs: 1_000, together: 'spot placing' };
export const spotCancelling: Limit = { most: 200, perMs: 1_000, together: 'spot cancelling' };
export const contractCancelling = (product: string): Limit =>
  product === 'delivery'
    ? { ...tenSeconds(500), together: 'delivery cancelling' }
    : { most: 200, perMs: 1_000, together: `${product} cancelling` };

export interface Limits {
  /** Whether this is over the limit (429); the headers are told either way. */
  count(
    who: string,
    endpoint: string,
    limit: Limit,
    nowMs: number,
  ): { readonly headers: Readonly<Record<string, string>>; readonly isOver: boolean };
}

/** Counters in memory. "counted against each sub-account or main account". */
export function createLimits(onCounted: OnCounted = nobody): Limits {
  const counters = new Map<number, ReturnType<typeof createWindowCounter>>();
  const counterOf = (perMs: number): ReturnType<typeof createWindowCounter> => {
    const counter = counters.get(perMs) ?? createWindowCounter(perMs);
    counters.set(perMs, counter);
    return counter;
  };
  return {
    count(who, endpoint, { most, perMs, together }, nowMs) {
      const counter = `${who} ${together ?? endpoint}`;
      onCounted({ counter, units: 1, most, perMs });
      const { used, resetsInMs } = counterOf(perMs).count(counter, 1, nowMs);
      const isOver = used > most;
      const headers = {
        'X-Gate-RateLimit-Requests-Remain': String(Math.max(0, most - used)),
        'X-Gate-RateLimit-Limit': String(most),
        // "when your request limit resets if you have exceeded …, otherwise … the current timestamp".
        'X-Gate-RateLimit-Reset-Timestamp': String(Math.floor((isOver ? nowMs + resetsInMs : nowMs) / 1000)),
      };
      return { headers, isOver };
    },
  };
}
