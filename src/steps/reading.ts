import type { Account } from '../domain/account.ts';
import type { Listing } from '../domain/coverage.ts';
import { VenueFailure } from '../domain/failure.ts';
import {
  acquireListing,
  type Acquired,
  type HowToRead,
  type NotRead,
  type ReadQuery,
} from './acquire-listing.ts';
import { listKinds, type ListName, type RowOf } from './list-kinds.ts';
import { isScope } from './readers.ts';
import { idOfRows } from './rows-seen.ts';
import { joinListings } from '../analysis/index.ts';
import type { CaseWorld } from './world.ts';

export { acquireListing, type PortionWay, type ReadQuery } from './acquire-listing.ts';
export { listKinds, type ListName, type RowOf } from './list-kinds.ts';
export { deathOf, isDead, readerOf, readersOf } from './readers.ts';
export { observationsOf, rowsSeen } from './rows-seen.ts';

/** A list that was read and kept, rows and all; or why none could be. Never an empty list instead of a reason. */
export type Reading<Row> = (Acquired & { readonly listing: Listing<Row> }) | NotRead;

/** `acquireListing` for a list whose rows are looked at here and now: they are held in memory too. */
export async function readListing<Name extends ListName>(
  name: Name,
  query: ReadQuery,
  account: Account,
  world: CaseWorld,
  how: Pick<HowToRead<RowOf<Name>>, 'portion' | 'reserve'> = {},
): Promise<Reading<RowOf<Name>>> {
  const rows: RowOf<Name>[][] = [];
  const hold = (more: readonly RowOf<Name>[], part: number): void => {
    const held = (rows[part] ??= []);
    for (const row of more) held.push(row);
  };
  const acquired = await acquireListing(name, query, account, world, { ...how, onRows: hold });
  if (!acquired.read) return acquired;
  const [first, ...rest] = acquired.parts.map(({ proof }, at) => ({ rows: rows[at] ?? [], ...proof }));
  if (first === undefined) throw new Error('a reading without parts');
  return { ...acquired, listing: joinListings([first, ...rest], idOfRows(name, account, world)) };
}

/** Why a reading cannot be taken for the whole; undefined when it can. */
export const whyIncomplete = (reading: Acquired | NotRead): string | undefined =>
  reading.read ? reading.incomplete : reading.why;

/** Whether every key at hand was refused for its scope: asking again with the same keys is of no use. */
export const isBeyondKeys = (reading: Acquired | NotRead): boolean =>
  // A missing scope ends a reading: what was lost is all lost by it where it was the first failure.
  reading.read ? isScope(reading.failure) : reading.lacksScope === true;

/** Whether no key at hand can read such a list at this venue, which is no failure of ours. */
export const isNotOffered = (reading: Acquired | NotRead): boolean => !reading.read && reading.notOffered;

/** Whether a key can list it at this venue, and the first snapshot did not find that no key at hand may. */
export function isForKeys(name: ListName, account: Account, world: CaseWorld): boolean {
  if (world.venueOf(account).capabilities[name].by !== 'api') return false;
  const fact = 'take-snapshot.notOffered';
  // A check sees what the work before it has just found, which no other lane does.
  const seenByHand = world.fact(fact) ?? world.factOf(account.id, fact);
  return !(Array.isArray(seenByHand) && seenByHand.includes(listKinds[name]));
}

/** Rows only where all of them were read, and the exhibit they lie in; else why not. */
export async function readWhole<Name extends ListName>(
  name: Name,
  account: Account,
  world: CaseWorld,
): Promise<
  | { readonly rows: readonly RowOf<Name>[]; readonly exhibit: string }
  | { readonly why: string; readonly notOffered?: boolean }
> {
  // Acts wait for these.
  const reading = await readListing(name, {}, account, world, { reserve: 'containment' });
  if (!reading.read) return { why: reading.why, notOffered: reading.notOffered };
  if (reading.incomplete !== undefined) return { why: reading.incomplete };
  return { rows: reading.listing.rows, exhibit: reading.exhibit };
}

/** Does `work`; a venue's failure is journaled and becomes a reason. Anything else is a bug and goes on up. */
export async function orReason<T>(
  world: CaseWorld,
  work: () => Promise<T>,
): Promise<T | { readonly why: string }> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof VenueFailure)) throw error;
    await world.failed(error.failure);
    return { why: error.message };
  }
}
