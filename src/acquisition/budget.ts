import { DateTime } from 'luxon';
import type { Clock } from '../domain/clock.ts';
import type { RateLimit } from '../venues/index.ts';

/** What one request counts: by limit id, or the same number at every limit. */
export type Cost = number | Readonly<Record<string, number>>;

/** Whose share a request is paid from. Evidence never takes what containment may need. */
interface Spending {
  readonly reserve: 'containment' | 'evidence';
}

/**
 * The requests that a venue will still take from us. Everyone who talks to the venue from the same
 * address spends from one budget: two that each keep to the limit alone get the address banned
 * (ccxt-hazards §5, measured). All of it is asynchronous, so that processes can share one later.
 */
export interface Budget {
  /**
   * Resolves when the request may be sent, and counts it. First come, first served within a
   * reserve; containment never queues behind evidence. Rejects with the signal's reason, and with a
   * RangeError for a cost that no waiting would ever make room for.
   */
  spend(cost: Cost, options: Spending & { readonly signal?: AbortSignal }): Promise<void>;
  /** How long `spend` would wait now, were nobody queued before. */
  waitMs(cost: Cost, options: Spending): number;
  /** Reads usage and Retry-After headers of a reply (names in lower case). */
  note(headers: Readonly<Record<string, string>>): void;
  /** Sends nothing before then, for nobody: asking during a ban prolongs it. Never shortens a pause. */
  pauseUntil(moment: DateTime, why: string): void;
  pausedMs(): number;
}

export interface BudgetWait {
  readonly ms: number;
  readonly why: string;
}

// A fifth of every window is kept for revoking, cancelling and proving dead.
const reservedShare = 0.2;

/**
 * Returns a budget for one venue as seen from one address.
 *
 * `limits` are the venue's counters (`Venue.limits`); with none, only pauses are kept. `onWait` is
 * told of every wait before it begins, so that nobody stares at a still screen.
 */
export function createBudget({
  limits,
  clock,
  onWait,
}: {
  readonly limits: readonly RateLimit[];
  readonly clock: Clock;
  readonly onWait?: (wait: BudgetWait) => void;
}): Budget {
  const counters = limits.map((limit) => new Counter(limit));
  const queues: Record<Spending['reserve'], Promise<void>> = {
    containment: Promise.resolve(),
    evidence: Promise.resolve(),
  };
  let pause = { untilMs: 0, why: '' };

  const pausedMs = (): number => Math.max(0, pause.untilMs - clock.monotonicMs());

  const longestWait = (cost: Cost, { reserve }: Spending): BudgetWait => {
    const now = clock.monotonicMs();
    let longest: BudgetWait = { ms: pausedMs(), why: pause.why };
    for (const counter of counters) {
      const ms = counter.waitMs(counter.unitsOf(cost), reserve, now);
      if (ms > longest.ms) longest = { ms, why: `the venue's limit ${counter.limit.id} is used up` };
    }
    return longest;
  };

  const waitAndCount = async (cost: Cost, spending: Spending, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    for (let wait = longestWait(cost, spending); wait.ms > 0; wait = longestWait(cost, spending)) {
      onWait?.(wait);
      await clock.sleep(wait.ms, signal);
    }
    // No await between the last look and the count: nobody can slip in.
    for (const counter of counters) counter.count(counter.unitsOf(cost), clock.monotonicMs());
  };

  const pauseUntil = (moment: DateTime, why: string): void => {
    const untilMs = clock.monotonicMs() + moment.diff(clock.now()).toMillis();
    if (untilMs > pause.untilMs) pause = { untilMs, why };
  };

  return {
    async spend(cost, { reserve, signal }) {
      for (const counter of counters) counter.refuseImpossible(counter.unitsOf(cost));
      const turn = queues[reserve].then(() => waitAndCount(cost, { reserve }, signal));
      queues[reserve] = turn.catch(() => undefined);
      await orAborted(turn, signal);
    },
    waitMs: (cost, spending) => longestWait(cost, spending).ms,
    note(headers) {
      for (const counter of counters) counter.note(headers, clock.monotonicMs());
      const until = retryAfter(headers['retry-after'], clock.now());
      if (until !== undefined) pauseUntil(until, 'the venue asked to wait');
    },
    pauseUntil,
    pausedMs,
  };
}

/** Who stands in a queue leaves it at once when aborted. */
async function orAborted(turn: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return turn;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    await Promise.race([turn, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** What was spent of one limit in the window that slides with the clock. */
class Counter {
  readonly limit: RateLimit;
  #spent: { readonly atMs: number; readonly units: number }[] = [];

  constructor(limit: RateLimit) {
    this.limit = limit;
  }

  unitsOf(cost: Cost): number {
    return typeof cost === 'number' ? cost : (cost[this.limit.id] ?? 0);
  }

  refuseImpossible(units: number): void {
    if (!(units >= 0 && units <= this.limit.limit)) {
      throw new RangeError(
        `a request of ${units} units can never fit ${this.limit.limit} of ${this.limit.id}`,
      );
    }
  }

  waitMs(units: number, reserve: Spending['reserve'], nowMs: number): number {
    if (units === 0) return 0;
    this.#forget(nowMs);
    const share = reserve === 'evidence' ? 1 - reservedShare : 1;
    // One dear request may exceed the share, but only when nothing else is in the window.
    const roof = Math.max(this.limit.limit * share, units);
    let over = this.#used() + units - roof;
    for (const { atMs, units: freed } of this.#spent) {
      if (over <= 0) return 0;
      over -= freed;
      if (over <= 0) return atMs + this.limit.windowMs - nowMs;
    }
    return 0;
  }

  count(units: number, nowMs: number): void {
    if (units > 0) this.#spent.push({ atMs: nowMs, units });
  }

  /**
   * Takes over what the venue counted beyond ours: other programs use the same address. A venue
   * that counts by the clock's minute starts again at 0 sooner than our sliding window, so a lower
   * number than ours is no reason to forget.
   */
  note(headers: Readonly<Record<string, string>>, nowMs: number): void {
    const { header, limit } = this.limit;
    const said = header === undefined ? undefined : headers[header.name];
    if (header === undefined || said === undefined || !/^\d{1,12}$/.test(said.trim())) return;
    this.#forget(nowMs);
    const used = header.says === 'used' ? Number(said) : Math.max(0, limit - Number(said));
    this.count(used - this.#used(), nowMs);
  }

  #used(): number {
    return this.#spent.reduce((total, { units }) => total + units, 0);
  }

  #forget(nowMs: number): void {
    this.#spent = this.#spent.filter(({ atMs }) => atMs + this.limit.windowMs > nowMs);
  }
}

// RFC 9110 §10.2.3: seconds, or an HTTP date. Longer than a week is no wait but a mistake.
const longestPauseS = 7 * 24 * 3600;

function retryAfter(value: string | undefined, now: DateTime): DateTime | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) {
    return now.plus({ seconds: Math.min(Number(value), longestPauseS) });
  }
  const moment = DateTime.fromHTTP(value, { zone: 'utc' });
  if (!moment.isValid) return undefined;
  return DateTime.min(moment, now.plus({ seconds: longestPauseS }));
}
