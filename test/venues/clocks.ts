import { DateTime } from 'luxon';
import type { Clock } from '../../src/domain/clock.ts';

/** The machine's own time. */
export const machineClock: Clock = {
  now: () => DateTime.utc(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason as Error)), {
        once: true,
      });
    }),
};

/** Time that stands still but for `sleep` and `step`, which return at once. */
export function steppedClock(start = '2026-03-01T03:00:00.000Z'): Clock & { step(ms: number): void } {
  const begin = DateTime.fromISO(start, { zone: 'utc' });
  let passedMs = 0;
  return {
    now: () => begin.plus(passedMs),
    monotonicMs: () => passedMs,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      passedMs += ms;
    },
    step: (ms) => {
      passedMs += ms;
    },
  };
}
