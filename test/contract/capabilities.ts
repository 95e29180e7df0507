import { createBudget, readAll } from '../../src/acquisition/index.ts';
import type { SubAccount } from '../../src/domain/account.ts';
import { maskKeyId, type ListedKey, type PermissionScope, type WantedKey } from '../../src/domain/api-key.ts';
import { closableHoles } from '../../src/domain/coverage.ts';
import { VenueFailure } from '../../src/domain/failure.ts';
import { known, unknown } from '../../src/domain/known.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { OpenOrder, Withdrawal } from '../../src/domain/trading.ts';
import type { ByApi, CapabilityName, ReadPages, Session, Venue } from '../../src/venues/index.ts';
import { home, type OpenWorld } from './world.ts';

/** The capabilities of a venue that are there by API. */
export const byApi = (venue: Venue): readonly CapabilityName[] =>
  (Object.keys(venue.capabilities) as CapabilityName[]).filter(
    (name) => venue.capabilities[name].by === 'api',
  );

export const listsByApi = (venue: Venue): readonly CapabilityName[] =>
  byApi(venue).filter((name) => name.startsWith('list'));

/** What changes something: neither a list nor a question about the clock or the key. */
export const actsByApi = (venue: Venue): readonly CapabilityName[] =>
  byApi(venue).filter((name) => !/^(list|read|introspect)/.test(name));

export function needsOf(venue: Venue, name: CapabilityName): readonly PermissionScope[] {
  const capability = venue.capabilities[name];
  return capability.by === 'api' ? (capability.needs as readonly PermissionScope[]) : [];
}

/** What does instead of them. */
export function sufficesFor(venue: Venue, name: CapabilityName): readonly PermissionScope[] {
  const capability = venue.capabilities[name];
  return capability.by === 'api' ? ((capability.suffices ?? []) as readonly PermissionScope[]) : [];
}

/** The same, with those for its whole reach. */
export function needsForAllOf(venue: Venue, name: CapabilityName): readonly PermissionScope[] {
  const capability = venue.capabilities[name];
  const more = capability.by === 'api' ? (capability.needsForAll ?? []) : [];
  return [...new Set([...needsOf(venue, name), ...(more as readonly PermissionScope[])])];
}

function declared<Run>(venue: Venue, name: CapabilityName): ByApi<Run> {
  const capability = venue.capabilities[name];
  if (capability.by !== 'api') throw new Error(`${venue.id} does not do ${name} by API`);
  return capability as unknown as ByApi<Run>;
}

// ---------------------------------------------------------------- lists

export const since = '2026-02-26T00:00:00.000Z';

/** Reads a list whole, as the steps do: every section, every page, with the venue's own paging. */
export async function readList(name: CapabilityName, session: Session, world: OpenWorld) {
  return readAll({
    ...readingIn(world),
    capability: declared<ReadPages<unknown>>(session.venue, name),
    session,
    signal: new AbortController().signal,
    what: name,
  });
}

/** The same, but over with the first page that fails: "failed", or the rows. */
export async function readUntilFailure(
  name: CapabilityName,
  session: Session,
  world: OpenWorld,
): Promise<readonly unknown[] | 'failed'> {
  const ending = new AbortController();
  const whole = declared<ReadPages<unknown>>(session.venue, name);
  const page: ReadPages<unknown>['page'] = (...asked) =>
    whole.run.page(...asked).catch((error: unknown) => {
      ending.abort(error);
      throw error;
    });
  const capability = { ...whole, run: { ...whole.run, page } };
  try {
    const { listing } = await readAll({ ...readingIn(world), capability, session, signal: ending.signal });
    return listing.stop === 'failed' || closableHoles(listing.coverage.holes).length > 0
      ? 'failed'
      : listing.rows;
  } catch (error) {
    if (error instanceof VenueFailure) return 'failed';
    throw error;
  }
}

const readingIn = ({ clock, symbols }: OpenWorld) => ({
  query: { symbols: Object.values(symbols), from: since },
  // The simulator enforces the limits; here nothing is to wait for.
  budget: createBudget({ limits: [], clock }),
  clock,
});

// ---------------------------------------------------------------- acts

/** What acts are done to, as the venue lists it; from the books where it does not list it. */
export interface Targets {
  readonly orders: readonly OpenOrder[];
  readonly withdrawal: Withdrawal | undefined;
  readonly subAccount: SubAccount;
  readonly subAccountKey: ListedKey;
  readonly wanted: WantedKey;
}

const argumentOf: Readonly<Partial<Record<CapabilityName, (targets: Targets) => unknown>>> = {
  cancelOrders: ({ orders }) => orders,
  cancelWithdrawal: ({ withdrawal }) => withdrawal,
  stopSubAccountTransfers: ({ subAccount }) => subAccount,
  revokeSubAccountKey: ({ subAccountKey }) => subAccountKey,
  restrictSubAccountKey: ({ subAccountKey }) => subAccountKey,
  createSubAccountKey: ({ wanted }) => wanted,
};

/** Does one call of a capability that is no list. */
export async function callOnce(name: CapabilityName, session: Session, targets?: Targets): Promise<unknown> {
  const { run } = declared<(session: Session, target?: unknown) => Promise<unknown>>(session.venue, name);
  const argument = argumentOf[name];
  if (argument === undefined) return run(session);
  if (targets === undefined) throw new Error(`${name} wants something to act on`);
  return run(session, argument(targets));
}

/** Lists what there is to act on, a withdrawal that waits among it. */
export async function findTargets(world: OpenWorld): Promise<Targets> {
  const { venue } = world.pair;
  const session = await world.open('mighty');
  const rowsOf = async (name: CapabilityName): Promise<readonly unknown[]> =>
    venue.capabilities[name].by === 'api' ? (await readList(name, session, world)).listing.rows : [];
  if (venue.capabilities.cancelWithdrawal.by === 'api') world.requestWithdrawal();
  const withdrawals = (await rowsOf('listWithdrawals')) as readonly Withdrawal[];
  const [subAccount = bookedSubAccount(world)] = (await rowsOf('listSubAccounts')) as readonly SubAccount[];
  const keys = (await rowsOf('listSubAccountKeys')) as readonly ListedKey[];
  const subAccountKey =
    keys.find(({ scopes }) => scopes['spot-trade'] === 'granted') ?? bookedKey(world, subAccount.id);
  return {
    orders: (await rowsOf('listOpenOrders')) as readonly OpenOrder[],
    withdrawal: withdrawals.find(({ status }) => isPending(status)),
    subAccount,
    subAccountKey,
    wanted: {
      subAccount: subAccount.id,
      label: 'fresh01',
      scopes: ['read', 'spot-trade'],
      ipAllowlist: [home],
    },
  };
}

export const isPending = (status: Withdrawal['status']): boolean =>
  ['requested', 'awaiting-approval', 'processing'].includes(status);

function bookedSubAccount({ simulator }: OpenWorld): SubAccount {
  const [booked] = simulator.books.subAccounts();
  if (booked === undefined) throw new Error('the books have no sub-account');
  const { id, label, createdAt } = booked;
  return { id, label, createdAt: known(createdAt), frozen: false, mayTransferOut: true };
}

function bookedKey({ keys, pair }: OpenWorld, subAccount: string): ListedKey {
  const { keyId, label, createdAt, ipAllowlist } = keys.subTrader;
  const denied = { margin: 'denied', futures: 'denied', options: 'denied', transfer: 'denied' } as const;
  return {
    keyId: new Secret(keyId, `the books of ${pair.id}`),
    maskedKeyId: maskKeyId(keyId),
    subAccount,
    label: known(label),
    scopes: {
      ...denied,
      read: 'granted',
      'spot-trade': 'granted',
      withdraw: 'denied',
      'manage-keys': 'denied',
      'manage-addresses': 'denied',
    },
    ipRestricted: 'granted',
    ipAllowlist: known(ipAllowlist),
    createdAt: known(createdAt),
    expiresAt: unknown('it does not expire'),
  };
}

// ---------------------------------------------------------------- failures

export async function failureOf(work: Promise<unknown>): Promise<VenueFailure> {
  const error: unknown = await work.then(
    (result: unknown) => new Error(`expected a VenueFailure, got a success: ${JSON.stringify(result)}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof VenueFailure) return error;
  throw error;
}
