import { sideBySide } from '../acquisition/index.ts';
import type { Account } from '../domain/account.ts';
import { acquireListing, type Acquired, type NotRead, type ReadQuery } from './acquire-listing.ts';
import type { ListName } from './list-kinds.ts';
import type { CaseWorld } from './world.ts';

/**
 * Reads several lists of an account at once, begun in the order given; one after the other where the key's
 * requests must arrive in order, or no limit of the venue is known. The record reads as if they had come
 * one after the other: what a list brings is kept when all before it have been.
 */
export function readSideBySide(
  names: readonly ListName[],
  query: ReadQuery,
  account: Account,
  world: CaseWorld,
): Promise<readonly (Acquired | NotRead)[]> {
  const venue = world.venueOf(account);
  let last: Promise<unknown> = Promise.resolve();
  return sideBySide({ venue }, world.budgetOf(account), names, (name) => {
    const reading = acquireListing(name, query, account, inTurn(world, last));
    // Whatever becomes of it: the others are kept all the same.
    last = reading.catch(() => undefined);
    return reading;
  });
}

/** The same world, which writes nothing before its turn. */
const inTurn = (world: CaseWorld, turn: Promise<unknown>): CaseWorld =>
  Object.assign(Object.create(world) as CaseWorld, {
    draftRows: () => {
      const draft = world.draftRows();
      return { ...draft, finish: async (item, proof) => turn.then(() => draft.finish(item, proof)) };
    },
    observe: async (seen) => turn.then(() => world.observe(seen)),
    failed: async (failure) => turn.then(() => world.failed(failure)),
  } satisfies Pick<CaseWorld, 'draftRows' | 'observe' | 'failed'>);
