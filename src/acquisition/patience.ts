import type { Clock } from '../domain/clock.ts';
import { VenueFailure, type FailureCode } from '../domain/failure.ts';

/**
 * A read may be repeated. These pass by themselves: an overloaded venue, a gateway's page in place
 * of JSON, a lost connection, a request that took too long to arrive. A clock that is really wrong
 * meets the same again, and then it is said.
 */
export const passing: ReadonlySet<FailureCode> = new Set([
  'RATE_LIMITED',
  'UNREACHABLE',
  'VENUE_DOWN',
  'OUTCOME_UNKNOWN',
  'REPLY_NOT_UNDERSTOOD',
  'CLOCK_SKEW',
]);

/** Before the second and the third try. */
export const pausesMs = [1_000, 4_000];

/**
 * Reads again while what fails passes by itself; a limit is left to whoever keeps the budget. Throws the
 * last VenueFailure, and whatever is none at once.
 */
export async function patiently<T>(
  read: () => Promise<T>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof VenueFailure)) throw error;
      const pauseMs = pausesMs[attempt];
      if (pauseMs === undefined || error.code === 'RATE_LIMITED' || !passing.has(error.code)) throw error;
      await clock.sleep(pauseMs, signal);
    }
  }
}
