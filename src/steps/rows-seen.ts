import type { Account } from '../domain/account.ts';
import type { Listing } from '../domain/coverage.ts';
import type { ExhibitId } from '../domain/exhibit.ts';
import type { JournaledEvent, ObservationMade } from '../domain/run-event.ts';
import { listKinds, type ListName, type RowOf } from './list-kinds.ts';
import type { CaseWorld } from './world.ts';

/** What a person's file tells is no reading: neither the first look nor the latest. */
export const isReading = (e: JournaledEvent): e is ObservationMade =>
  e.type === 'observation.made' && e.toldBy === undefined;

/** Rows that are kept in memory; of a history of a million, the few that matter. */
type Keeps<Row> = (row: Row) => boolean;

const all = (): boolean => true;

/** Rows of an earlier exhibit, read back from disk with the hash checked; all of them, or those wanted. */
export async function rowsSeen<Name extends ListName>(
  name: Name,
  which: 'first' | 'latest',
  account: Account,
  world: CaseWorld,
  keeps: Keeps<RowOf<Name>> = all,
): Promise<Listing<RowOf<Name>> | undefined> {
  const seen = world
    .events()
    .filter(isReading)
    .filter((e) => e.account === account.id && e.what === listKinds[name]);
  const one = which === 'first' ? seen[0] : seen.at(-1);
  return one === undefined ? undefined : listingIn<Name>(one.exhibit, world, keeps);
}

/** Keeps one row of each symbol: which there are, however long the history. */
export function firstOfSymbol(): Keeps<{ readonly symbol: string }> {
  const symbols = new Set<string>();
  return ({ symbol }) => {
    const before = symbols.size;
    return symbols.add(symbol).size > before;
  };
}

/** The listing that an exhibit of ours holds: its hash vouches for the form. */
export async function listingIn<Name extends ListName>(
  exhibit: ExhibitId,
  world: CaseWorld,
  keeps: Keeps<RowOf<Name>> = all,
): Promise<Listing<RowOf<Name>>> {
  const rows: RowOf<Name>[] = [];
  const proof = await world.readRows(exhibit, (row) => {
    if (keeps(row as unknown as RowOf<Name>)) rows.push(row as unknown as RowOf<Name>);
  });
  return { ...(proof as unknown as Omit<Listing<RowOf<Name>>, 'rows'>), rows };
}
