import { createBudgets, type Budget } from '../acquisition/index.ts';
import type { Account, KeyHolder } from '../domain/account.ts';
import type { JournaledEvent } from '../domain/run-event.ts';
import { findVenue } from '../venues/index.ts';
import type { Stage } from './stage.ts';

/** The budgets of a stage: what one process may ask, and what the machine's processes share. */
export interface StageBudgets {
  of(spender: {
    readonly account: Account;
    readonly holder?: KeyHolder | 'public' | undefined;
    /** The key's mask. */
    readonly key?: string | undefined;
    /** The venue's own id of the account that this key belongs to, where a report of it told one. */
    readonly venueAccountId?: string | undefined;
  }): Budget;
}

/** `onUnshared` is told once, in a sentence, when this process has to count alone. */
export function openStageBudgets(
  { clock, accounts, exitOf, openSharedTally }: Stage,
  onUnshared: (note: string) => void,
): StageBudgets {
  const budgets = createBudgets({
    clock,
    ...(openSharedTally ? { openShared: openSharedTally } : {}),
    onUnshared: (why) => onUnshared(`${countsAlone}: ${why}`),
  });
  return {
    of({ account, holder, key, venueAccountId }) {
      const own = holder === 'public' ? undefined : nameOf({ account, holder, venueAccountId });
      return budgets.of({
        venue: findVenue(account.venue),
        exit: exitOf?.(account) ?? 'this machine',
        ...(own === undefined ? {} : { account: own, mayBe: (other) => mayBeOne(own, other, accounts) }),
        ...(key === undefined ? {} : { key }),
      });
    },
  };
}

const countsAlone =
  'the requests to venues are counted for this process alone, not together with other firebreak processes';

/** What the venue said of this key so far in the case, of its account's id. */
export function venueAccountIn(
  events: readonly JournaledEvent[],
  { account, holder }: { readonly account: Account; readonly holder: KeyHolder },
): string | undefined {
  const told = events.flatMap((event) =>
    event.type === 'observation.made' && event.account === account.id && event.holder === holder
      ? (event.keyReport?.venueAccountId ?? [])
      : [],
  );
  return told.at(-1);
}

// A name says what is known: "=7000001" the venue's own id, "?main" an account of firebreak.yaml, "?^main"
// the one above it, which the manager's key belongs to.
const nameOf = ({ account, holder, venueAccountId }: Parameters<StageBudgets['of']>[0]): string => {
  if (venueAccountId !== undefined) return `=${venueAccountId}`;
  if (holder !== 'manager') return `?${account.id}`;
  return account.subAccountOf === undefined ? `?^${account.id}` : `?${account.subAccountOf}`;
};

/**
 * Two entries of firebreak.yaml are often two keys of one account: they count together until the venue has
 * told different ids of both, or one is declared to be under the other.
 */
function mayBeOne(name: string, other: string, accounts: readonly Account[]): boolean {
  if (name.startsWith('=') && other.startsWith('=')) return name === other;
  return !isUnder(name, other, accounts) && !isUnder(other, name, accounts);
}

const isUnder = (name: string, above: string, accounts: readonly Account[]): boolean =>
  above === `?^${name.slice(1)}` ||
  accounts.some(({ id, subAccountOf }) => name === `?${id}` && above === `?${subAccountOf}`);
