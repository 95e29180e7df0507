import type { Clock } from '../domain/clock.ts';
import type { RateLimit } from '../venues/index.ts';
import {
  charge,
  refuseImpossible,
  settle,
  waitFor,
  type BudgetWait,
  type Charge,
  type Counter,
  type Receipt,
  type Reserve,
} from './admission.ts';
import type { Answered, Budget, Cost, Sent } from './budget.ts';
import type { Delay } from './delay.ts';
import { noteUsage } from './others.ts';
import { slowDown } from './pace.ts';
import { pausedFor, setPause } from './pauses.ts';
import { longestPauseMs, retryAfter } from './retry-after.ts';
import type { Scheduler } from './scheduler.ts';
import type { Sharing } from './sharing.ts';
import type { TallyStore } from './tally.ts';

const shortestPauseMs = 1_000;
// An hour's limit is no reason to stand still for an hour: the pace is what slows us then.
const longestWindowMs = 60_000;
const pauseUnmeteredMs = 60_000;

export interface Receipts {
  readonly own: Receipt;
  readonly shared: Receipt | undefined;
}

interface Parts {
  readonly clock: Clock;
  readonly own: TallyStore;
  readonly sharing: Sharing;
  readonly counters: readonly Counter[];
  readonly at: string;
  /** When this process began: containment may be about to. */
  readonly openedMs: number;
  readonly scheduler: Scheduler<Receipts>;
  readonly delay: Delay;
}

/** Both tallies must have room: the shared one knows of others, the own one of no leap of the clock. */
export class OneBudget {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async spend(cost: Cost, options: Parameters<Budget['spend']>[1]): Promise<Sent> {
    const { scheduler, sharing, delay, clock } = this.#parts;
    const { reserve, signal, awaitsAnswer = false } = options;
    const charges = this.#chargesOf(cost);
    refuseImpossible(charges);
    await sharing.opened();
    const receipts = await scheduler.submit({
      reserve,
      signal,
      counters: charges.map(({ counter }) => counter.name),
      admit: () => this.#admit(charges, reserve, awaitsAnswer),
    });
    const sentMs = clock.monotonicMs();
    return { answered: () => this.#settle(receipts, delay.lateMs(clock.monotonicMs() - sentMs)) };
  }

  waitMs(cost: Cost, { reserve }: { readonly reserve: Reserve }): number {
    const charges = this.#chargesOf(cost);
    const { own, sharing } = this.#parts;
    const ownMs = this.#look(own, charges, reserve).ms;
    return Math.max(ownMs, sharing.use((shared) => this.#look(shared, charges, reserve).ms) ?? 0);
  }

  note(
    headers: Readonly<Record<string, string>>,
    { cost, roundTripMs }: Answered = { roundTripMs: 0 },
  ): void {
    const { own, sharing, clock } = this.#parts;
    const counters =
      cost === undefined ? this.#parts.counters : this.#chargesOf(cost).map(({ counter }) => counter);
    const takeOver = (store: TallyStore): void =>
      store.exclusively((tally) => {
        for (const counter of counters)
          noteUsage(tally, counter, headers, { nowMs: store.nowMs(), roundTripMs });
      });
    if (
      counters.some(({ limit: { header } }) => header !== undefined && headers[header.name] !== undefined)
    ) {
      takeOver(own);
      sharing.use(takeOver);
    }
    const until = retryAfter(headers['retry-after'], clock.now());
    if (until !== undefined) this.pauseUntil(until, 'the venue asked to wait');
  }

  pauseUntil(moment: Parameters<Budget['pauseUntil']>[0], why: string): void {
    const { own, sharing, at, clock } = this.#parts;
    const ms = Math.min(moment.diff(clock.now()).toMillis(), longestPauseMs);
    setPause(own, at, ms, why);
    sharing.use((shared) => setPause(shared, at, ms, why));
  }

  refused(cost: Cost, { pauseMs, why }: Parameters<Budget['refused']>[1]): void {
    const { own, sharing, clock } = this.#parts;
    const charges = this.#chargesOf(cost);
    const slow = (store: TallyStore): number =>
      store.exclusively((tally) =>
        Math.min(1, ...charges.map(({ counter }) => slowDown(tally, counter.name, store.nowMs()))),
      );
    const share = Math.min(slow(own), sharing.use(slow) ?? 1);
    const windowMs = Math.max(...charges.map(({ counter }) => counter.limit.windowMs));
    // Half after the first refusal: the window, then twice, four times as long.
    const ownMs = Math.ceil(Math.max(shortestPauseMs, Math.min(windowMs, longestWindowMs) * (0.5 / share)));
    const milliseconds = pauseMs ?? (charges.length === 0 ? pauseUnmeteredMs : ownMs);
    this.pauseUntil(clock.now().plus({ milliseconds }), why);
  }

  pausedMs(): number {
    const { own, sharing, at } = this.#parts;
    return Math.max(pausedFor(own, at).ms, sharing.use((shared) => pausedFor(shared, at).ms) ?? 0);
  }

  #chargesOf(cost: Cost): readonly Charge[] {
    return this.#parts.counters
      .map((counter) => ({ counter, units: unitsAt(counter.limit, cost) }))
      .filter(({ units }) => units !== 0);
  }

  #admit(
    charges: readonly Charge[],
    reserve: Reserve,
    isOpen: boolean,
  ): { readonly admitted: Receipts } | { readonly wait: BudgetWait } {
    const { own, sharing } = this.#parts;
    const wait = this.#look(own, charges, reserve);
    if (wait.ms > 0) return { wait };
    // No await between the look and the count, and no other process: nobody can slip in.
    const answer = sharing.use((shared) =>
      shared.exclusively((tally) => {
        const sharedWait = this.#look(shared, charges, reserve);
        if (sharedWait.ms > 0) return { wait: sharedWait };
        return { receipt: charge(tally, charges, { reserve, nowMs: shared.nowMs(), isOpen }) };
      }),
    );
    if (answer?.wait !== undefined) return { wait: answer.wait };
    const receipt = own.exclusively((tally) =>
      charge(tally, charges, { reserve, nowMs: own.nowMs(), isOpen }),
    );
    return { admitted: { own: receipt, shared: answer?.receipt } };
  }

  #look(store: TallyStore, charges: readonly Charge[], reserve: Reserve): BudgetWait {
    const { own, sharing, at } = this.#parts;
    const paused = pausedFor(store, at);
    const nowMs = store.nowMs();
    // The same age on the other scale.
    const openedMs = nowMs - (own.nowMs() - this.#parts.openedMs);
    // Our own tally takes the machine's other processes for strangers: where they share one, that looks ahead.
    const looksAhead = store !== own || !sharing.isOn();
    const wait = store.exclusively((tally) =>
      waitFor(tally, charges, { reserve, nowMs, openedMs, looksAhead }),
    );
    return wait.ms > paused.ms ? wait : paused;
  }

  #settle({ own: receipt, shared }: Receipts, lateMs: number): void {
    const { own, sharing } = this.#parts;
    own.exclusively((tally) => settle(tally, receipt, lateMs));
    if (shared) sharing.use((store) => store.exclusively((tally) => settle(tally, shared, lateMs)));
  }
}

const unitsAt = ({ id }: RateLimit, cost: Cost): number =>
  typeof cost === 'number' ? cost : (cost[id] ?? 0);
