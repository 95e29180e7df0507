import { DateTime } from 'luxon';
import type { Clock } from '../domain/clock.ts';
import { BadInput } from '../domain/failure.ts';
import { millisOf } from './moments.ts';

export interface DrillClock extends Clock {
  /**
   * Lives through the next `ms` of drill time at once: everybody who sleeps wakes at his own moment,
   * in order. Resolves when it is over.
   */
  skip(ms: number): Promise<void>;
}

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
  timer: AbortController;
}

/**
 * Returns a clock that begins at `startAt` (ISO 8601 UTC) and runs `speed` times as fast as `real`.
 * Throws BadInput for a speed that is none.
 */
export function createDrillClock(from: {
  readonly startAt: string;
  readonly speed: number;
  readonly real: Clock;
}): DrillClock {
  const { speed, real } = from;
  if (!Number.isFinite(speed) || speed <= 0) {
    throw new BadInput(`a drill cannot run at speed ${speed}`, { hint: 'a number above 0, as 1 or 60' });
  }
  const startMs = millisOf(from.startAt);
  const realStartMs = real.monotonicMs();
  const sleepers = new Set<Sleeper>();
  let skippedMs = 0;
  const passedMs = (): number => (real.monotonicMs() - realStartMs) * speed + skippedMs;

  // A real timer may fire a little early: then the rest is slept too.
  const arm = (sleeper: Sleeper): void => {
    sleeper.timer = new AbortController();
    real.sleep(Math.max(0, sleeper.dueMs - passedMs()) / speed, sleeper.timer.signal).then(
      () => (passedMs() >= sleeper.dueMs ? wake(sleeper) : arm(sleeper)),
      () => undefined,
    );
  };
  const wake = (sleeper: Sleeper): void => {
    if (!sleepers.delete(sleeper)) return;
    sleeper.timer.abort();
    sleeper.wake();
  };

  return {
    // A skip ends at whole milliseconds, but for what floating point leaves out.
    now: () => DateTime.fromMillis(startMs + Math.floor(passedMs() + 1e-6), { zone: 'utc' }),
    monotonicMs: passedMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const sleeper = { dueMs: passedMs() + ms, wake: resolve, timer: new AbortController() };
        const stop = (): void => {
          sleepers.delete(sleeper);
          sleeper.timer.abort();
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', stop, { once: true });
        sleeper.wake = () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        sleepers.add(sleeper);
        arm(sleeper);
      }),
    async skip(ms) {
      const untilMs = passedMs() + Math.max(0, ms);
      for (;;) {
        await othersActed();
        const next = [...sleepers].sort((a, b) => a.dueMs - b.dueMs)[0];
        if (next === undefined || next.dueMs > untilMs) break;
        skippedMs += Math.max(0, next.dueMs - passedMs());
        wake(next);
      }
      skippedMs += Math.max(0, untilMs - passedMs());
      for (const sleeper of sleepers) {
        sleeper.timer.abort();
        arm(sleeper);
      }
    },
  };
}

// Who was woken acts and goes to sleep again before the next is woken.
const othersActed = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
