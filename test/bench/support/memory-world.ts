import { createBudgets } from '../../../src/acquisition/index.ts';
import type { Account } from '../../../src/domain/account.ts';
import type { Exhibit } from '../../../src/domain/exhibit.ts';
import type { JournaledEvent } from '../../../src/domain/run-event.ts';
import type { CaseWorld } from '../../../src/steps/index.ts';
import type { Venue } from '../../../src/venues/index.ts';
import type { EventClock } from '../../support/event-clock.ts';
import type { MeteredVenue } from '../../support/metered-venue.ts';

/** What a step that only reads sees of a case, kept in memory: real sessions and budgets, no disk. */
export function memoryWorld(parts: {
  readonly account: Account;
  readonly clock: EventClock;
  readonly at: MeteredVenue;
  /** The venue as the step sees it. */
  readonly venue: Venue;
}): CaseWorld & { readonly exhibits: readonly Exhibit[] } {
  const { account, clock, at, venue } = parts;
  const events: JournaledEvent[] = [];
  const exhibits: Exhibit[] = [];
  const budgets = createBudgets({ clock });
  const where = { step: 'take-snapshot', lane: account.id, attempt: 1 };
  const world = {
    clock,
    signal: new AbortController().signal,
    account,
    accounts: [account],
    events: () => events,
    fact: () => undefined,
    factOf: () => undefined,
    progress: () => undefined,
    keyring: {
      has: (_account, holder) => holder === 'suspect',
      masked: () => 'test…key',
    } satisfies Partial<CaseWorld['keyring']>,
    venueOf: () => venue,
    open: () => at.open('mighty'),
    budgetOf: () => budgets.of({ venue, exit: account.id, account: account.id, key: 'suspect' }),
    draftRows: () => ({
      write: () => Promise.resolve(),
      finish({ kind, title }) {
        const exhibit = { id: `EX-${exhibits.length + 1}`, kind, title } as Exhibit;
        exhibits.push(exhibit);
        return Promise.resolve(exhibit);
      },
      discard: () => Promise.resolve(),
    }),
    observe(seen) {
      events.push({ type: 'observation.made', ...where, ...seen });
      return Promise.resolve();
    },
    failed(failure) {
      events.push({ type: 'failure.recorded', ...where, failure });
      return Promise.resolve();
    },
  } satisfies Partial<Record<keyof CaseWorld, unknown>> &
    Pick<CaseWorld, 'draftRows' | 'observe' | 'failed' | 'open' | 'budgetOf' | 'venueOf' | 'events'>;
  return Object.assign(world as unknown as CaseWorld, { exhibits });
}
