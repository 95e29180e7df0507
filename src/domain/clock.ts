import type { DateTime } from 'luxon';

/** Time comes in as an argument: real in a real case, accelerated in a drill, stepped in a test. */
export interface Clock {
  /** UTC. In a drill this is drill time. */
  now(): DateTime;
  /** For durations; never goes back. Milliseconds of the same (possibly accelerated) time. */
  monotonicMs(): number;
  /** Resolves after `ms` of this clock's time; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The clock's time as ISO 8601 UTC with milliseconds. @throws {RangeError} when it shows no time. */
export function isoNow(clock: Clock): string {
  const iso = clock.now().toUTC().toISO();
  if (iso === null) throw new RangeError('the clock shows no time');
  return iso;
}

/** A venue's clock against ours, from one request: offset = venue − host at the midpoint. */
export interface ClockOffset {
  /** Of a time server: `ntp:<host>`, which no venue's id can be. */
  readonly venue: string;
  readonly at: string;
  readonly offsetMs: number;
  readonly roundTripMs: number;
  /** It was a time server (NTP), and says this of its own way to a clock. */
  readonly timeServer?: {
    readonly stratum: number;
    readonly rootDelayMs: number;
    readonly rootDispersionMs: number;
  };
}
