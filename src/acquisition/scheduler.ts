import type { Clock } from '../domain/clock.ts';
import type { BudgetWait, Reserve } from './admission.ts';

/** A request that wants to be sent. */
export interface Applicant<Admitted> {
  readonly reserve: Reserve;
  /** The counters it is paid from: who waits for none of them may pass. */
  readonly counters: readonly string[];
  readonly signal: AbortSignal | undefined;
  /** Counts it, where there is room; else says how long it has to wait. */
  readonly admit: () => { readonly admitted: Admitted } | { readonly wait: BudgetWait };
}

interface Waiting<Admitted> extends Applicant<Admitted> {
  readonly let: (admitted: Admitted) => void;
  readonly fail: (reason: unknown) => void;
}

/**
 * Lets requests through as soon as there is room: containment before evidence, then first come, first
 * served at each counter. Who waits for one counter does not hold up those who wait for another.
 */
export class Scheduler<Admitted> {
  readonly #clock: Clock;
  readonly #onWait: ((wait: BudgetWait) => void) | undefined;
  #waiting: readonly Waiting<Admitted>[] = [];
  #sleep: { readonly untilMs: number; readonly ender: AbortController } | undefined;

  constructor(clock: Clock, onWait?: (wait: BudgetWait) => void) {
    this.#clock = clock;
    this.#onWait = onWait;
  }

  /** Rejects at once with the signal's reason when aborted, and with whatever `admit` throws. */
  async submit(applicant: Applicant<Admitted>): Promise<Admitted> {
    const { signal } = applicant;
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Admitted>();
    const waiting = { ...applicant, let: resolve, fail: reject };
    const leave = (): void => {
      this.#waiting = this.#waiting.filter((each) => each !== waiting);
      reject(signal?.reason);
      this.#look();
    };
    signal?.addEventListener('abort', leave, { once: true });
    this.#waiting = [...this.#waiting, waiting];
    this.#look();
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  #look(): void {
    const taken = new Set<string>();
    const left: Waiting<Admitted>[] = [];
    let next: BudgetWait | undefined;
    for (const waiting of [
      ...ofReserve(this.#waiting, 'containment'),
      ...ofReserve(this.#waiting, 'evidence'),
    ]) {
      const isBehind = waiting.counters.some((counter) => taken.has(counter));
      const wait = isBehind ? undefined : this.#tryOne(waiting);
      if (!isBehind && wait === undefined) continue;
      left.push(waiting);
      for (const counter of waiting.counters) taken.add(counter);
      if (wait !== undefined && (next === undefined || wait.ms < next.ms)) next = wait;
    }
    this.#waiting = left;
    this.#sleepFor(next);
  }

  /** Returns how long it has to wait; undefined when it is through or has failed. */
  #tryOne(waiting: Waiting<Admitted>): BudgetWait | undefined {
    try {
      const answer = waiting.admit();
      if ('wait' in answer) return answer.wait;
      waiting.let(answer.admitted);
    } catch (error) {
      waiting.fail(error);
    }
    return undefined;
  }

  #sleepFor(wait: BudgetWait | undefined): void {
    const untilMs = wait === undefined ? undefined : this.#clock.monotonicMs() + wait.ms;
    if (this.#sleep !== undefined && untilMs !== undefined && this.#sleep.untilMs <= untilMs) return;
    this.#sleep?.ender.abort();
    this.#sleep = undefined;
    if (wait === undefined || untilMs === undefined) return;
    const sleep = { untilMs, ender: new AbortController() };
    this.#sleep = sleep;
    this.#onWait?.(wait);
    this.#clock.sleep(wait.ms, sleep.ender.signal).then(
      () => {
        if (this.#sleep === sleep) this.#sleep = undefined;
        this.#look();
      },
      () => undefined,
    );
  }
}

const ofReserve = <Admitted>(waiting: readonly Waiting<Admitted>[], reserve: Reserve) =>
  waiting.filter((each) => each.reserve === reserve);
