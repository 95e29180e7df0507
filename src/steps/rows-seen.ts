import type { Account } from '../domain/account.ts';
import type { Listing } from '../domain/coverage.ts';
import type { ExhibitId, ExhibitKind } from '../domain/exhibit.ts';
import type { JournaledEvent, ObservationMade } from '../domain/run-event.ts';
import { joinListings, sharedReadings } from '../analysis/index.ts';
import type { Capability, ReadPages } from '../venues/contract.ts';
import { listKinds, type ListName, type RowOf } from './list-kinds.ts';
import type { CaseWorld } from './world.ts';

/** What a person's file tells is no reading: neither the first look nor the latest. */
const isReading = (e: JournaledEvent): e is ObservationMade =>
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
  const readings = sharedReadings(wholeLooks(observationsOf(account, listKinds[name], world)));
  const parts = which === 'first' ? readings[0] : readings.at(-1);
  return parts && readParts<Name>(parts, idOfRows(name, account, world), world, keeps);
}

/** Every reading of a kind that is in the record, oldest first. */
export const observationsOf = (
  account: Account,
  kind: ExhibitKind,
  world: CaseWorld,
): readonly ObservationMade[] =>
  world
    .events()
    .filter(isReading)
    .filter((e) => e.account === account.id && e.what === kind);

/** A portion of a sweep is no look at the list by itself: whoever took it for one would miss every other symbol. */
export const wholeLooks = (seen: readonly ObservationMade[]): readonly ObservationMade[] =>
  seen.filter(({ coverage }) => !coverage?.isPortion);

/** The parts of one reading as one listing, each read back from disk with its hash checked. */
export async function readParts<Name extends ListName>(
  parts: readonly [ObservationMade, ...ObservationMade[]],
  idOf: (row: RowOf<Name>) => string,
  world: CaseWorld,
  keeps: Keeps<RowOf<Name>> = all,
): Promise<Listing<RowOf<Name>>> {
  const [first, ...rest] = parts;
  const begun = await listingIn<Name>(first.exhibit, world, keeps);
  const others = await Promise.all(rest.map(({ exhibit }) => listingIn<Name>(exhibit, world, keeps)));
  return joinListings([begun, ...others], idOf);
}

/** The venue's own id of a row. Asked only where there are parts to put together. */
export function idOfRows<Name extends ListName>(
  name: Name,
  account: Account,
  world: CaseWorld,
): (row: RowOf<Name>) => string {
  return (row) => {
    const capability = world.venueOf(account).capabilities[name] as Capability<ReadPages<RowOf<Name>>>;
    return capability.by === 'api' ? capability.run.idOf(row) : JSON.stringify(row);
  };
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
