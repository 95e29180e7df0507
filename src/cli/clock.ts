import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { DateTime } from 'luxon';
import type { Clock } from '../domain/clock.ts';

// The only place that reads this machine's time.
const longestTimerMs = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => DateTime.utc(),
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    // setTimeout turns a longer delay into one millisecond, so a long wait is slept in pieces.
    for (let left = ms; left > 0; left -= longestTimerMs) {
      await wait(Math.min(left, longestTimerMs), undefined, signal ? { signal } : {});
    }
  },
};
