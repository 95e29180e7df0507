import { createBudget, readAll } from '../../src/acquisition/index.ts';
import type { OpenOrder } from '../../src/domain/trading.ts';
import type { Capability, CapabilityName, ReadPages, Session, Venue } from '../../src/venues/index.ts';
import type { OpenWorld } from './world.ts';

/** The capabilities of a venue that are there by API, by what they are: pages, or one call. */
export const byApi = (venue: Venue): readonly CapabilityName[] =>
  (Object.keys(venue.capabilities) as CapabilityName[]).filter(
    (name) => venue.capabilities[name].by === 'api',
  );

export const listsByApi = (venue: Venue): readonly CapabilityName[] =>
  byApi(venue).filter((name) => name.startsWith('list'));

const since = '2026-02-26T00:00:00.000Z';

/** Reads a list whole, as the steps do: every section, every page, with the venue's own paging. */
export async function readList(name: CapabilityName, session: Session, world: OpenWorld) {
  const capability = session.venue.capabilities[name] as Capability<ReadPages<unknown>>;
  if (capability.by !== 'api') throw new Error(`${name} is not by API`);
  const { listing } = await readAll({
    capability,
    session,
    query: { symbols: [world.symbol], from: since },
    // The simulator enforces the limits; here nothing is to wait for.
    budget: createBudget({ limits: [], clock: world.clock }),
    clock: world.clock,
    signal: new AbortController().signal,
    what: name,
  });
  return listing;
}

/** Does one call of a capability that is no list. Undefined: it wants what this world does not hold. */
export function callOnce(
  name: CapabilityName,
  session: Session,
  orders: readonly OpenOrder[],
): Promise<unknown> | undefined {
  const { capabilities } = session.venue;
  switch (name) {
    case 'readClock':
      return capabilities.readClock.by === 'api' ? capabilities.readClock.run(session) : undefined;
    case 'introspectKey':
      return capabilities.introspectKey.by === 'api' ? capabilities.introspectKey.run(session) : undefined;
    case 'cancelOrders':
      return capabilities.cancelOrders.by === 'api'
        ? capabilities.cancelOrders.run(session, orders)
        : undefined;
    case 'cancelAllOrders':
      return capabilities.cancelAllOrders.by === 'api'
        ? capabilities.cancelAllOrders.run(session)
        : undefined;
    case 'revokeKey':
      return capabilities.revokeKey.by === 'api' ? capabilities.revokeKey.run(session) : undefined;
    case 'downgradeKey':
      return capabilities.downgradeKey.by === 'api' ? capabilities.downgradeKey.run(session) : undefined;
    default:
      return undefined;
  }
}
