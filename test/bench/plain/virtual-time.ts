import { begin } from '../../contract/world.ts';
import { eventClock } from '../../support/event-clock.ts';

/**
 * This process's clock is the simulated one from here on, for whoever asks the globals: ccxt takes
 * `Date.now` and `setTimeout` when it is loaded, so this comes first. Node's own timers are others.
 */
export const clock = eventClock(begin);

const timers = new Map<number, AbortController>();
let lastId = 0;

function setVirtualTimeout(work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number {
  const id = (lastId += 1);
  const ender = new AbortController();
  timers.set(id, ender);
  clock.sleep(ms, ender.signal).then(
    () => {
      timers.delete(id);
      work(...args);
    },
    () => undefined,
  );
  return id;
}

function clearVirtualTimeout(id: unknown): void {
  const ender = typeof id === 'number' ? timers.get(id) : undefined;
  if (typeof id === 'number') timers.delete(id);
  ender?.abort();
}

Object.assign(globalThis, { setTimeout: setVirtualTimeout, clearTimeout: clearVirtualTimeout });
Date.now = () => Math.floor(clock.now().toMillis());
