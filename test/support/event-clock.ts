import { DateTime } from 'luxon';
import type { Clock } from '../../src/domain/clock.ts';

/** A clock that goes from event to event: minutes of waiting pass in no time, and real work takes none. */
export interface EventClock extends Clock {
  /** Real work (a request on loopback) during which the clock stands still. */
  standing<T>(work: () => Promise<T>): Promise<T>;
  /** Lets time pass until `done` settles, and returns or throws what it does. */
  run<T>(done: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

export function eventClock(startAt: string): EventClock {
  const start = DateTime.fromISO(startAt, { zone: 'utc' });
  let passedMs = 0;
  let atWork = 0;
  let sleepers: readonly Sleeper[] = [];
  const settled = async (): Promise<void> => {
    // Who was woken acts, and whoever waits for him, before time goes on.
    for (let quiet = 0; quiet < 3; quiet = atWork > 0 ? 0 : quiet + 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    now: () => start.plus({ milliseconds: Math.floor(passedMs) }),
    monotonicMs: () => passedMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const leave = (): void => {
          sleepers = sleepers.filter((each) => each !== sleeper);
          reject(signal?.reason as Error);
        };
        const wake = (): void => {
          signal?.removeEventListener('abort', leave);
          resolve();
        };
        const sleeper = { dueMs: passedMs + Math.max(0, ms), wake };
        sleepers = [...sleepers, sleeper];
        signal?.addEventListener('abort', leave, { once: true });
      }),
    async standing(work) {
      atWork += 1;
      try {
        return await work();
      } finally {
        atWork -= 1;
      }
    },
    async run(done) {
      let isDone = false;
      const end = (): void => void (isDone = true);
      done.then(end, end);
      for (;;) {
        await settled();
        if (isDone) return done;
        const next = sleepers.reduce<Sleeper | undefined>(
          (first, each) => (first === undefined || each.dueMs < first.dueMs ? each : first),
          undefined,
        );
        if (next === undefined) continue;
        sleepers = sleepers.filter((each) => each !== next);
        passedMs = Math.max(passedMs, next.dueMs);
        next.wake();
      }
    },
  };
}
