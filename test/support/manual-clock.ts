import { DateTime } from 'luxon';
import type { Clock } from '../../src/domain/clock.ts';

export interface ManualClock extends Clock {
  /** Moves time on, waking sleepers in the order of their due times, each at its own moment. */
  advance(ms: number): Promise<void>;
}

/** A clock that stands still until a test moves it. */
export function manualClock(startAt: string): ManualClock {
  const startMs = DateTime.fromISO(startAt, { zone: 'utc' }).toMillis();
  let nowMs = startMs;
  let sleepers: { readonly dueMs: number; readonly wake: () => void }[] = [];
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => DateTime.fromMillis(nowMs, { zone: 'utc' }),
    monotonicMs: () => nowMs - startMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason as Error);
        const sleeper = { dueMs: nowMs + ms, wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((each) => each !== sleeper);
          reject(signal.reason as Error);
        });
      }),
    async advance(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        await settle();
        const next = sleepers.toSorted((a, b) => a.dueMs - b.dueMs)[0];
        if (next === undefined || next.dueMs > untilMs) break;
        sleepers = sleepers.filter((each) => each !== next);
        nowMs = Math.max(nowMs, next.dueMs);
        next.wake();
      }
      nowMs = untilMs;
    },
  };
}
