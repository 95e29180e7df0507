import { DateTime } from 'luxon';
import type { Clock } from '../../src/domain/clock.ts';

/** A clock that stands still but for its sleepers: a sleep takes exactly its time and no real time. */
export interface SteppedClock extends Clock {
  readonly slept: readonly number[];
  advance(ms: number): void;
}

export function steppedClock(startedAt = '2026-11-21T03:12:00.000Z'): SteppedClock {
  const start = DateTime.fromISO(startedAt, { zone: 'utc' });
  const slept: number[] = [];
  let passedMs = 0;
  return {
    slept,
    now: () => start.plus({ milliseconds: passedMs }),
    monotonicMs: () => passedMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      passedMs += ms;
      await Promise.resolve();
    },
    advance(ms) {
      passedMs += ms;
    },
  };
}
