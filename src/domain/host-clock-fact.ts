import type { ClockOffset } from './clock.ts';
import type { Known } from './known.ts';

// A fact is one word or one line: what it says and how it is read again stand beside each other here.
const unknownMark = 'unknown: ';

/** The fact `hostClock`: the offset of this machine's clock ("ntp:time.example +12 ms"), or why nobody knows it. */
export const hostClockFact = (host: Known<ClockOffset>): string =>
  host.known ? offsetInWords(host.value) : unknownMark + host.why;

/** Why the offset is unknown, of the fact's value; undefined where it is known, or no such fact was recorded. */
export const whyHostClockUnknown = (fact: unknown): string | undefined =>
  typeof fact === 'string' && fact.startsWith(unknownMark) ? fact.slice(unknownMark.length) : undefined;

/** "binance -3 ms": theirs − host. */
export const offsetInWords = ({ venue, offsetMs }: ClockOffset): string =>
  `${venue} ${offsetMs >= 0 ? '+' : ''}${offsetMs} ms`;
