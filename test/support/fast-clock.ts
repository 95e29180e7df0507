import { setTimeout as wait } from 'node:timers/promises';
import { DateTime } from 'luxon';
import type { Clock } from '../../src/domain/clock.ts';
import { begin } from '../contract/world.ts';

/** A machine's clock that runs fast, the same in every process that knows when it began. */
export function fastClock({ speed, realMs }: { readonly speed: number; readonly realMs: number }): Clock {
  const start = DateTime.fromISO(begin, { zone: 'utc' });
  const passedMs = (): number => (performance.timeOrigin + performance.now() - realMs) * speed;
  return {
    now: () => start.plus({ milliseconds: Math.floor(passedMs()) }),
    monotonicMs: passedMs,
    sleep: (ms, signal) => wait(ms / speed, undefined, signal ? { signal } : {}),
  };
}
