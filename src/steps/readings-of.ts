import { DateTime } from 'luxon';
import { nameOf, sharedReadings, type Readings } from '../analysis/index.ts';
import type { Account } from '../domain/account.ts';
import type { Exhibit } from '../domain/exhibit.ts';
import { known, unknown, type Known } from '../domain/known.ts';
import type { Capability, ReadPages } from '../venues/contract.ts';
import { joinPortions } from './join-portions.ts';
import { listKinds, type ListName, type RowOf } from './list-kinds.ts';
import { observationsOf, readParts } from './rows-seen.ts';
import type { CaseWorld } from './world.ts';

/**
 * Every reading of one list that the case holds, oldest first, read back from disk with the hashes checked; or
 * why no key can read it here.
 */
export async function readingsOf<Name extends ListName>(
  name: Name,
  account: Account,
  world: CaseWorld,
): Promise<Known<Readings<RowOf<Name>>>> {
  const venue = world.venueOf(account);
  const capability = venue.capabilities[name] as Capability<ReadPages<RowOf<Name>>>;
  if (capability.by !== 'api') return unknown(capability.why);
  const observed = sharedReadings(observationsOf(account, listKinds[name], world));
  const exhibits = exhibitsById(world);
  const all = await Promise.all(
    observed.map(async (parts) => {
      const { rows, coverage } = await readParts<Name>(parts, capability.run.idOf, world);
      const acquired = parts.flatMap(({ exhibit }) => exhibits.get(exhibit) ?? []);
      const last = acquired.at(-1);
      if (last === undefined) throw new Error(`${parts[0].exhibit} was observed and never acquired`);
      const ids = acquired.map(({ id }) => id);
      const by = [...new Set(acquired.map(keyOf))].join(' and ');
      return { exhibit: ids.join(' and '), exhibits: ids, at: atVenue(last), by, rows, coverage };
    }),
  );
  const forgotten = venue.deadlines.filter(({ read }) => read === name).map(({ what }) => what);
  const { idOf } = capability.run;
  return known({ all: joinPortions(all, (row) => nameOf(row, idOf)), idOf, forgotten });
}

const exhibitsById = (world: CaseWorld): ReadonlyMap<string, Exhibit> =>
  new Map(
    world
      .events()
      .flatMap((e) => (e.type === 'exhibit.acquired' ? [[e.exhibit.id, e.exhibit] as const] : [])),
  );

/** The host's time of the exhibit on the venue's clock, where their difference is known. */
const atVenue = ({ acquiredAt, clockOffsetMs = 0 }: Exhibit): string =>
  DateTime.fromISO(acquiredAt, { zone: 'utc' }).plus({ milliseconds: clockOffsetMs }).toISO() ?? acquiredAt;

const keyOf = ({ source }: Exhibit): string => (source.from === 'venue' ? source.acquiredWith : '');
