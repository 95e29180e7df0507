import type { Account, KeyHolder } from '../domain/account.ts';
import { closableHoles, type Listing } from '../domain/coverage.ts';
import type { ExhibitKind } from '../domain/exhibit.ts';
import { VenueFailure, type Failure } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';
import type { JournaledEvent, ObservationMade } from '../domain/run-event.ts';
import { Secret } from '../domain/secret.ts';
import { readAll } from '../acquisition/index.ts';
import type { ByApi, Capabilities, Capability, ReadPages } from '../venues/contract.ts';
import { withSession } from './with-session.ts';
import type { CaseWorld } from './world.ts';

/** The capabilities that list rows, and the kind of exhibit each becomes. */
export const listKinds = {
  listOpenOrders: 'open-orders',
  listBalances: 'balances',
  listPositions: 'positions',
  listTrades: 'trades',
  listOrders: 'orders',
  listWithdrawals: 'withdrawals',
  listDeposits: 'deposits',
  listTransfers: 'transfers',
  listLedger: 'ledger',
  listWithdrawalAddresses: 'withdrawal-addresses',
  listMarketPrices: 'market-prices',
  listSubAccounts: 'sub-accounts',
  listSubAccountKeys: 'sub-account-keys',
} as const satisfies Partial<Record<keyof Capabilities, ExhibitKind>>;

export type ListName = keyof typeof listKinds;
export type RowOf<Name extends ListName> =
  Capabilities[Name] extends Capability<ReadPages<infer Row>> ? Row : never;

export interface ReadQuery {
  readonly symbols?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

/** Rows that were read and kept; or why nothing could be. Never an empty list instead of a reason. */
export type Reading<Row> =
  | {
      readonly read: true;
      readonly listing: Listing<Row>;
      readonly exhibit: string;
      readonly failure?: Failure;
      /** Why the rows are not all there are; absent when the reading is whole. */
      readonly incomplete?: string;
    }
  | {
      readonly read: false;
      readonly why: string;
      /** Every key at hand that lives was refused for its scope: only another key changes that. */
      readonly lacksScope?: true;
      /** The venue shows no such list to a key, or to none that we hold: nothing failed, a person must look. */
      readonly notOffered: boolean;
    };

/**
 * Reads one list of an account completely, keeps it as an exhibit with its coverage, and journals
 * the observation. A failure in the middle keeps what was read, with the hole named.
 */
export async function readListing<Name extends ListName>(
  name: Name,
  query: ReadQuery,
  account: Account,
  world: CaseWorld,
): Promise<Reading<RowOf<Name>>> {
  const capability = world.venueOf(account).capabilities[name] as Capability<ReadPages<RowOf<Name>>>;
  if (capability.by !== 'api') return { read: false, why: capability.why, notOffered: true };
  const holders = name === 'listMarketPrices' ? (['public'] as const) : readersFor(name, account, world);
  const [first] = holders;
  if (!first) return couldNot('no living key can read: the suspect key is dead and there is no other');

  let holder: KeyHolder | 'public' = first;
  let { listing, failure } = await readWith(holder, capability, query, name, account, world);
  let lacksScope = isScope(failure);
  for (const next of holders.slice(1)) {
    if (!failure || !isAboutKey(failure) || listing.pages.length > 0) break;
    // This key cannot read any more: said in the record, then the next one is tried.
    await world.failed(failure);
    holder = next;
    ({ listing, failure } = await readWith(holder, capability, query, name, account, world));
    lacksScope ||= isScope(failure);
  }
  if (failure) await world.failed(failure);
  if (failure && listing.pages.length === 0) {
    const why = `${failure.code} while ${failure.doing}`;
    // Keys that are held lack the scope, and a person sees it at the venue's page: so he looks.
    const byHand = lacksScope && isAboutKey(failure) && capability.elseByHand !== undefined;
    return byHand
      ? { read: false, why: `no key at hand has the scope: ${why}`, notOffered: true }
      : { ...couldNot(why), ...(lacksScope && isAboutKey(failure) ? { lacksScope } : {}) };
  }
  const exhibit = await keep(name, listing, holder, account, world);
  return {
    read: true,
    listing,
    exhibit,
    ...(failure ? { failure } : {}),
    ...incompleteness(listing, failure),
  };
}

const couldNot = (why: string) => ({ read: false, why, notOffered: false }) as const;

// A listing can have holes without a failure: a deadline, a pause that was too long.
function incompleteness<Row>(listing: Listing<Row>, failure: Failure | undefined): { incomplete?: string } {
  if (failure) return { incomplete: `${failure.code} while ${failure.doing}` };
  // What the venue does not tell any more stays a hole in the record, and is nothing to try again.
  const holes = closableHoles(listing.coverage.holes);
  return holes.length === 0 ? {} : { incomplete: holes.map(({ what, why }) => `${what}: ${why}`).join('; ') };
}

/** Why a reading cannot be taken for the whole; undefined when it can. */
export const whyIncomplete = (reading: Reading<unknown>): string | undefined =>
  reading.read ? reading.incomplete : reading.why;

/** Whether every key at hand was refused for its scope: asking again with the same keys is of no use. */
export const isBeyondKeys = (reading: Reading<unknown>): boolean =>
  // A missing scope ends a reading: what was lost is all lost by it where it was the first failure.
  reading.read ? isScope(reading.failure) : reading.lacksScope === true;

/** Whether no key at hand can read such a list at this venue, which is no failure of ours. */
export const isNotOffered = (reading: Reading<unknown>): boolean => !reading.read && reading.notOffered;

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
  const reading = await readListing(name, {}, account, world);
  if (!reading.read) return { why: reading.why, notOffered: reading.notOffered };
  if (reading.incomplete !== undefined) return { why: reading.incomplete };
  return { rows: reading.listing.rows, exhibit: reading.exhibit };
}

/** What lies under an account is shown to the key of the account above it. */
function readersFor(name: ListName, account: Account, world: CaseWorld): readonly KeyHolder[] {
  const readers = readersOf(account, world);
  const isOfSubAccounts = name === 'listSubAccounts' || name === 'listSubAccountKeys';
  return isOfSubAccounts && world.keyring.has(account, 'manager') ? ['manager', ...readers] : readers;
}

/** Which keys may read, the best first: the new one, the responder's, the suspect one while it lives. */
export function readersOf(account: Account, world: CaseWorld): readonly KeyHolder[] {
  const others = (['replacement', 'responder'] as const).filter((holder) =>
    world.keyring.has(account, holder),
  );
  return isDead(account, world) ? others : [...others, 'suspect'];
}

/** Which key reads first. */
export const readerOf = (account: Account, world: CaseWorld): KeyHolder | undefined =>
  readersOf(account, world)[0];

const isScope = (failure: Failure | undefined): boolean => failure?.code === 'SCOPE_MISSING';

/** The venue refused the key itself, not the request. */
const isAboutKey = ({ code }: Failure): boolean =>
  ['KEY_UNKNOWN', 'KEY_EXPIRED', 'KEY_IP_OR_SCOPE', 'IP_NOT_ALLOWED', 'SCOPE_MISSING'].includes(code);

/** When the suspect key was last refused in the proof of its death; absent while there is no such proof. */
export function deathOf(account: Account, world: CaseWorld): string | undefined {
  const proven = world
    .events()
    .findLast(
      (e) => e.type === 'observation.made' && e.account === account.id && e.deathProof?.verdict === 'dead',
    );
  if (proven?.type !== 'observation.made') return undefined;
  return proven.deathProof?.probes.findLast(({ role }) => role === 'negative')?.at;
}

/** Whether the record already says that the suspect key no longer works. */
export const isDead = (account: Account, world: CaseWorld): boolean => deathOf(account, world) !== undefined;

function readWith<Row>(
  holder: KeyHolder | 'public',
  capability: ByApi<ReadPages<Row>>,
  query: ReadQuery,
  name: ListName,
  account: Account,
  world: CaseWorld,
) {
  return withSession(account, holder, world, (session) =>
    readAll({
      capability,
      session,
      query,
      budget: world.budgetOf(account, holder),
      clock: world.clock,
      signal: world.signal,
      what: listKinds[name].replaceAll('-', ' '),
      onPage: ({ rows, symbol }) => world.progress(`${listKinds[name]}${symbol ? ` ${symbol}` : ''}`, rows),
    }),
  );
}

async function keep<Row>(
  name: ListName,
  listing: Listing<Row>,
  holder: KeyHolder | 'public',
  account: Account,
  world: CaseWorld,
): Promise<string> {
  const kind = listKinds[name];
  const exhibit = await world.acquire({
    kind,
    title: `${kind.replaceAll('-', ' ')} of ${account.label}`,
    content: recordOf(listing),
    source: {
      from: 'venue',
      venue: account.venue,
      account: account.id,
      capability: name,
      acquiredWith: holder === 'public' ? 'no key (public)' : world.keyring.masked(account, holder),
      exchanges: listing.pages.map((page) => page.exchange),
    },
  });
  await world.observe({
    account: account.id,
    holder: holder === 'public' ? 'responder' : holder,
    what: kind,
    when: wasSeen(account, kind, world) ? 'later' : 'first',
    exhibit: exhibit.id,
    rows: listing.rows.length,
    coverage: listing.coverage,
  });
  return exhibit.id;
}

/** What may be written of rows: a key id lives in memory only, its mask stands beside it. */
const recordOf = <Row>(listing: Listing<Row>): Json =>
  ({ ...listing, rows: listing.rows.map(withoutSecrets) }) as unknown as Json;

function withoutSecrets<Row>(row: Row): Row {
  if (typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(Object.entries(row).filter(([, value]) => !(value instanceof Secret))) as Row;
}

function wasSeen(account: Account, kind: ExhibitKind, world: CaseWorld): boolean {
  return world.events().some((e) => isReading(e) && e.account === account.id && e.what === kind);
}

/** What a person's file tells is no reading: neither the first look nor the latest. */
const isReading = (e: JournaledEvent): e is ObservationMade =>
  e.type === 'observation.made' && e.toldBy === undefined;

/** Rows of an earlier exhibit, read back from disk with the hash checked. */
export async function rowsSeen<Name extends ListName>(
  name: Name,
  which: 'first' | 'latest',
  account: Account,
  world: CaseWorld,
): Promise<Listing<RowOf<Name>> | undefined> {
  const seen = world
    .events()
    .filter(isReading)
    .filter((e) => e.account === account.id && e.what === listKinds[name]);
  const one = which === 'first' ? seen[0] : seen.at(-1);
  if (one === undefined) return undefined;
  return JSON.parse(new TextDecoder().decode(await world.read(one.exhibit))) as Listing<RowOf<Name>>;
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
