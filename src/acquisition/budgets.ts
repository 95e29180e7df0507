import type { Clock } from '../domain/clock.ts';
import type { Venue } from '../venues/index.ts';
import type { BudgetWait } from './admission.ts';
import type { Budget } from './budget.ts';
import { createDelay, type Delay } from './delay.ts';
import { OneBudget, type Receipts } from './one-budget.ts';
import { Scheduler } from './scheduler.ts';
import { createSharing } from './sharing.ts';
import { memoryTally, type TallyStore } from './tally.ts';

/** Who spends: from which address, for which account, with which key. */
export interface Spender {
  readonly venue: Pick<Venue, 'id' | 'limits'>;
  /** The way out of this machine: a proxy, or none. */
  readonly exit: string;
  /** Absent: nobody's, as without a key. The venue then knows the address only. */
  readonly account?: string;
  /** Whether another name may stand for the same account of the venue. Absent: each name is an account. */
  readonly mayBe?: (account: string) => boolean;
  /** Any name of the key that shows nothing of it; absent: its account's keys count as one. */
  readonly key?: string;
}

/** The budgets of a process: each limit is one counter, shared by all whom the venue counts together. */
export interface Budgets {
  of(spender: Spender): Budget;
}

interface BudgetsOptions {
  readonly clock: Clock;
  readonly onWait?: (wait: BudgetWait) => void;
  /** Opens the tally that this machine's processes share, at the first spending. */
  readonly openShared?: () => Promise<TallyStore>;
  /** Told once, when that tally cannot be used: from then on this process counts alone. */
  readonly onUnshared?: (why: string) => void;
}

export function createBudgets(options: BudgetsOptions): Budgets {
  const { clock } = options;
  const own = memoryTally(() => clock.monotonicMs());
  const sharing = createSharing(options);
  const schedulers = new Map<string, Scheduler<Receipts>>();
  const delays = new Map<string, Delay>();
  const openedMs = own.nowMs();
  return {
    of({ venue, exit, account, mayBe, key }) {
      const at = `${venue.id} from ${exit}`;
      const address = `from ${exit}`;
      const whose =
        account === undefined
          ? { address, account: address, key: address }
          : { address, account: `of ${account}`, key: `by ${key ?? account}` };
      const counters = (venue.limits ?? []).map((limit) => {
        const prefix = `${venue.id} ${limit.id} `;
        const isShared = limit.per === 'account' && account !== undefined && mayBe !== undefined;
        return {
          limit,
          // Two levels that sink cannot be put together: of such a limit all accounts count as one.
          name: `${prefix}${isShared && limit.leaks ? 'of any account' : whose[limit.per ?? 'address']}`,
          ...(isShared && !limit.leaks ? { alike: { prefix: `${prefix}of `, isAlike: mayBe } } : {}),
        };
      });
      const one = new OneBudget({
        clock,
        own,
        sharing,
        counters,
        at,
        openedMs,
        scheduler: once(schedulers, venue.id, () => new Scheduler<Receipts>(clock, options.onWait)),
        delay: once(delays, at, createDelay),
      });
      return {
        isMetered: counters.length > 0,
        spend: (cost, how) => one.spend(cost, how),
        waitMs: (cost, how) => one.waitMs(cost, how),
        note: (headers, how) => one.note(headers, how),
        pauseUntil: (moment, why) => one.pauseUntil(moment, why),
        refused: (cost, refusal) => one.refused(cost, refusal),
        pausedMs: () => one.pausedMs(),
      };
    },
  };
}

function once<T>(known: Map<string, T>, name: string, make: () => T): T {
  const value = known.get(name) ?? make();
  known.set(name, value);
  return value;
}
