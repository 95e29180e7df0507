/** What rate limits are made of. In memory: no counter outlives the process. */

/** One request, or one order of it, at one of the venue's counters. */
export interface Counted {
  /** The counter, and whom it counts. */
  readonly counter: string;
  readonly units: number;
  /** So many within so long; a counter that leaks sinks by as many in that time. */
  readonly most: number;
  readonly perMs: number;
}

/** Told of all that is counted, also of what is refused. */
export type OnCounted = (counted: Counted) => void;

export const nobody: OnCounted = () => undefined;

export interface WindowCounter {
  /** Counts, and returns what is used in this window. */
  count(who: string, weight: number, nowMs: number): { used: number; resetsInMs: number };
}

/** Fixed windows: one of a minute begins on the minute. */
export function createWindowCounter(windowMs: number): WindowCounter {
  const counters = new Map<string, { window: number; used: number }>();
  return {
    count(who, weight, nowMs) {
      const window = Math.floor(nowMs / windowMs);
      const before = counters.get(who);
      const used = (before?.window === window ? before.used : 0) + weight;
      counters.set(who, { window, used });
      return { used, resetsInMs: (window + 1) * windowMs - nowMs };
    },
  };
}

export interface DecayingCounter {
  /** Counts, and returns the level. */
  count(who: string, weight: number, nowMs: number): number;
  /** The level, without counting: for venues where what is refused does not count. */
  level(who: string, nowMs: number): number;
}

/** A bucket that leaks: every call raises the level, and it sinks by so much a second. */
export function createDecayingCounter(perSecond: number): DecayingCounter {
  const counters = new Map<string, { level: number; atMs: number }>();
  const level = (who: string, nowMs: number): number => {
    const before = counters.get(who);
    if (before === undefined) return 0;
    return Math.max(0, before.level - ((nowMs - before.atMs) / 1000) * perSecond);
  };
  return {
    level,
    count(who, weight, nowMs) {
      const after = level(who, nowMs) + weight;
      counters.set(who, { level: after, atMs: nowMs });
      return after;
    },
  };
}
