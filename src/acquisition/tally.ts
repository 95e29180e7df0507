import type { Reading } from './others.ts';
import type { Pace } from './pace.ts';

/** Units spent at one moment. Milliseconds on the scale of whoever keeps them. */
export interface Spent {
  readonly atMs: number;
  readonly units: number;
}

/** A counter that leaks: where it stood at one moment. */
export interface Level {
  readonly atMs: number;
  readonly level: number;
}

export interface Pause {
  readonly setMs: number;
  readonly untilMs: number;
  readonly why: string;
}

interface Since {
  readonly sinceMs: number;
  readonly nowMs: number;
}

/**
 * What was spent, counter by counter, and who waits for how long: in the memory of this process, or in
 * a file that all of the machine's processes share. Counters and pauses go by name.
 */
export interface Tally {
  /** Units spent after `sinceMs`. A request that nobody has answered yet counts as sent now. */
  used(counter: string, since: Since): number;
  /** The same one by one, the first to be forgotten first. */
  spent(counter: string, since: Since): readonly Spent[];
  /** Returns the entry's number. `isOpen`: no answer yet, so nobody knows when the venue will count it. */
  add(counter: string, spent: Spent & { readonly isOpen: boolean }): number;
  /** The answer is there: the entry counts from `atMs` on. */
  settle(counter: string, entry: number, atMs: number): void;
  /** Drops what was spent before; nothing open within `longestOpenMs` of it. */
  forget(counter: string, beforeMs: number): void;
  /** Names of the counters that something was spent from and that begin so. */
  counters(prefix: string): readonly string[];
  level(counter: string): Level | undefined;
  setLevel(counter: string, level: Level): void;
  /** When containment last spent here. */
  containedMs(counter: string): number | undefined;
  noteContainment(counter: string, atMs: number): void;
  pause(name: string): Pause | undefined;
  setPause(name: string, pause: Pause): void;
  pace(counter: string): Pace | undefined;
  setPace(counter: string, pace: Pace): void;
  reading(counter: string): Reading | undefined;
  setReading(counter: string, reading: Reading): void;
}

/** A tally with its clock. */
export interface TallyStore {
  nowMs(): number;
  /** Looking and counting in one: nobody else reads or writes meanwhile. `work` must not wait; it may nest. */
  exclusively<T>(work: (tally: Tally) => T): T;
}

/** An answer that has not come by then never will: the process that asked may be dead. */
export const longestOpenMs = 60_000;

interface Entry {
  readonly number: number;
  readonly units: number;
  atMs: number;
  isOpen: boolean;
}

/** Keeps the tally of this process. `nowMs` must never go back. */
export function memoryTally(nowMs: () => number): TallyStore {
  const tally = new MemoryTally();
  return { nowMs, exclusively: (work) => work(tally) };
}

class MemoryTally implements Tally {
  readonly #entries = new Map<string, Entry[]>();
  readonly #levels = new Map<string, Level>();
  readonly #contained = new Map<string, number>();
  readonly #pauses = new Map<string, Pause>();
  readonly #paces = new Map<string, Pace>();
  readonly #readings = new Map<string, Reading>();
  #last = 0;

  used(counter: string, since: Since): number {
    return this.spent(counter, since).reduce((total, { units }) => total + units, 0);
  }

  spent(counter: string, { sinceMs, nowMs }: Since): readonly Spent[] {
    return this.#of(counter)
      .map(({ units, atMs, isOpen }) => ({ units, atMs: isOpen ? openAt(atMs, nowMs) : atMs }))
      .filter(({ atMs }) => atMs > sinceMs)
      .sort((a, b) => a.atMs - b.atMs);
  }

  add(counter: string, spent: Spent & { readonly isOpen: boolean }): number {
    this.#of(counter).push({ ...spent, number: (this.#last += 1) });
    return this.#last;
  }

  settle(counter: string, number: number, atMs: number): void {
    const entry = this.#of(counter).find((each) => each.number === number);
    if (entry !== undefined) Object.assign(entry, { atMs, isOpen: false });
  }

  forget(counter: string, beforeMs: number): void {
    const kept = this.#of(counter).filter(
      ({ atMs, isOpen }) => atMs + (isOpen ? longestOpenMs : 0) > beforeMs,
    );
    this.#entries.set(counter, kept);
  }

  counters(prefix: string): readonly string[] {
    return [...this.#entries.keys()].filter((name) => name.startsWith(prefix));
  }

  level(counter: string): Level | undefined {
    return this.#levels.get(counter);
  }

  setLevel(counter: string, level: Level): void {
    this.#levels.set(counter, level);
  }

  containedMs(counter: string): number | undefined {
    return this.#contained.get(counter);
  }

  noteContainment(counter: string, atMs: number): void {
    this.#contained.set(counter, atMs);
  }

  pause(name: string): Pause | undefined {
    return this.#pauses.get(name);
  }

  setPause(name: string, pause: Pause): void {
    this.#pauses.set(name, pause);
  }

  pace(counter: string): Pace | undefined {
    return this.#paces.get(counter);
  }

  setPace(counter: string, pace: Pace): void {
    this.#paces.set(counter, pace);
  }

  reading(counter: string): Reading | undefined {
    return this.#readings.get(counter);
  }

  setReading(counter: string, reading: Reading): void {
    this.#readings.set(counter, reading);
  }

  #of(counter: string): Entry[] {
    const entries = this.#entries.get(counter) ?? [];
    this.#entries.set(counter, entries);
    return entries;
  }
}

const openAt = (sentMs: number, nowMs: number): number => Math.min(nowMs, sentMs + longestOpenMs);
