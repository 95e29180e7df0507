import type { DateTime } from 'luxon';
import type { Clock } from '../domain/clock.ts';
import type { RateLimit } from '../venues/index.ts';
import { createBudgets } from './budgets.ts';
import type { BudgetWait, Reserve } from './admission.ts';
import type { TallyStore } from './tally.ts';

export type { BudgetWait } from './admission.ts';

/** What one request counts: by limit id, or the same number at every limit. */
export type Cost = number | Readonly<Record<string, number>>;

/** Of the request that a reply answers. */
export interface Answered {
  /** Absent: at which counters it counted is not known. */
  readonly cost?: Cost | undefined;
  /** The venue counted it at some time within. */
  readonly roundTripMs: number;
}

interface Spending {
  readonly reserve: Reserve;
}

/** A request that was counted. */
export interface Sent {
  /** Its answer is there, or none will come. Only for a spending that awaits its answer. */
  answered(): void;
}

/**
 * The requests that a venue will still take from us. Everyone who talks to the venue from the same
 * address spends from one budget: two that each keep to the limit alone get the address banned
 * (ccxt-hazards §5, measured). What a venue counts by key or account is shared by nobody else.
 */
export interface Budget {
  /** Whether any limit is known here. Where none is, nobody knows what several requests at once would do. */
  readonly isMetered: boolean;
  /**
   * Resolves when the request may be sent, and counts it. First come, first served within a reserve and
   * limit; containment never queues behind evidence. Rejects with the signal's reason, and with a
   * RangeError for a cost that no waiting would ever make room for. With `awaitsAnswer` it counts as
   * just sent until `answered` is called, which must follow.
   */
  spend(
    cost: Cost,
    options: Spending & { readonly signal?: AbortSignal; readonly awaitsAnswer?: boolean },
  ): Promise<Sent>;
  /** How long `spend` would wait now, were nobody queued before. */
  waitMs(cost: Cost, options: Spending): number;
  /**
   * Reads usage and Retry-After headers of a reply (names in lower case), for the counters that its request
   * is known to have counted at: several of a venue may have one header.
   */
  note(headers: Readonly<Record<string, string>>, how?: Answered): void;
  /** Sends nothing before then, for nobody: asking during a ban prolongs it. Never shortens a pause. */
  pauseUntil(moment: DateTime, why: string): void;
  /**
   * The venue refused a request of this cost for asking too often, although there was room by our count:
   * someone else spends from the limit. Nothing is sent for `pauseMs`, or, where the venue names no time,
   * for as long as the limit's window, longer with every refusal that follows; and from then on less of
   * the limit is taken, until that has gone well for some time.
   */
  refused(cost: Cost, refusal: { readonly pauseMs?: number | undefined; readonly why: string }): void;
  pausedMs(): number;
}

/**
 * Returns a budget for one account of one venue, seen from one address, shared with nobody.
 *
 * `limits` are the venue's counters (`Venue.limits`); with none, only pauses are kept. `onWait` is
 * told of every wait before it begins, so that nobody stares at a still screen.
 */
export function createBudget({
  limits,
  ...rest
}: {
  readonly limits: readonly RateLimit[];
  readonly clock: Clock;
  readonly onWait?: (wait: BudgetWait) => void;
  readonly openShared?: () => Promise<TallyStore>;
}): Budget {
  return createBudgets(rest).of({ venue: { id: 'venue', limits }, exit: 'here', account: 'account' });
}
