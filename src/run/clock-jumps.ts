import type { Clock } from '../domain/clock.ts';
import { describeMs } from '../domain/duration.ts';

// NTP steps a clock that is off by more than 128 ms (RFC 5905 §10); a busy process alone is late by some.
const leastJumpMs = 1000;

/**
 * Compares the clock that names moments with the one that never goes back. Each call says, in words, by how
 * much the first jumped since the last call: it was set, or the machine slept. Undefined: it did not. What
 * happened while no firebreak ran shows nowhere.
 */
export function watchClock(clock: Clock): () => string | undefined {
  const lead = (): number => clock.now().toMillis() - clock.monotonicMs();
  let before = lead();
  return () => {
    const jump = lead() - before;
    if (Math.abs(jump) < leastJumpMs) return undefined;
    before += jump;
    return jump < 0
      ? `This machine's clock was set back by ${describeMs(-jump)}: times of records before and after it do not compare.`
      : `This machine's clock jumped ahead by ${describeMs(jump)}: it was set, or the machine slept. A duration across this record may be too long by that.`;
  };
}
