import { DateTime } from 'luxon';
import type { Readings } from '../analysis/index.ts';
import type { Account } from '../domain/account.ts';
import type { Exhibit } from '../domain/exhibit.ts';
import { known, unknown, type Known } from '../domain/known.ts';
import type { Capability, ReadPages } from '../venues/contract.ts';
import { listKinds, type ListName, type RowOf } from './list-kinds.ts';
import { listingIn } from './rows-seen.ts';
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
  const all = await Promise.all(
    exhibitsOf(name, account, world).map(async (exhibit) => {
      const { rows, coverage } = await listingIn<Name>(exhibit.id, world);
      return { exhibit: exhibit.id, at: atVenue(exhibit), by: keyOf(exhibit), rows, coverage };
    }),
  );
  const forgotten = venue.deadlines.filter(({ read }) => read === name).map(({ what }) => what);
  return known({ all, idOf: capability.run.idOf, forgotten });
}

/** In the order in which they were observed; what was acquired and never observed is no reading. */
function exhibitsOf(name: ListName, account: Account, world: CaseWorld): readonly Exhibit[] {
  const events = world.events();
  const acquired = new Map(
    events.flatMap((e) => (e.type === 'exhibit.acquired' ? [[e.exhibit.id, e.exhibit] as const] : [])),
  );
  return events.flatMap((e) => {
    const isReading = e.type === 'observation.made' && e.account === account.id && e.what === listKinds[name];
    return isReading ? (acquired.get(e.exhibit) ?? []) : [];
  });
}

/** The host's time of the exhibit on the venue's clock, where their difference is known. */
const atVenue = ({ acquiredAt, clockOffsetMs = 0 }: Exhibit): string =>
  DateTime.fromISO(acquiredAt, { zone: 'utc' }).plus({ milliseconds: clockOffsetMs }).toISO() ?? acquiredAt;

const keyOf = ({ source }: Exhibit): string => (source.from === 'venue' ? source.acquiredWith : '');
