import { streamAll, type StreamResult } from '../acquisition/index.ts';
import type { Account, KeyHolder } from '../domain/account.ts';
import { closableHoles, type Proof } from '../domain/coverage.ts';
import type { Failure } from '../domain/failure.ts';
import { Secret } from '../domain/secret.ts';
import type { ByApi, Capability, ReadPages } from '../venues/contract.ts';
import { keepListing } from './keep-listing.ts';
import { listKinds, type ListName, type RowOf } from './list-kinds.ts';
import { isAboutKey, isScope, readersFor } from './readers.ts';
import { withSession } from './with-session.ts';
import type { CaseWorld } from './world.ts';

export interface ReadQuery {
  readonly symbols?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

/** A list that was read and kept: the rows lie in the exhibit only. */
export interface Acquired {
  readonly read: true;
  readonly proof: Proof;
  /** How many there are. */
  readonly rows: number;
  readonly exhibit: string;
  readonly failure?: Failure;
  /** Why the rows are not all there are; absent when the reading is whole. */
  readonly incomplete?: string;
}

export interface NotRead {
  readonly read: false;
  readonly why: string;
  /** Every key at hand that lives was refused for its scope: only another key changes that. */
  readonly lacksScope?: true;
  /** The venue shows no such list to a key, or to none that we hold: nothing failed, a person must look. */
  readonly notOffered: boolean;
}

/**
 * Reads one list of an account completely, keeps it as an exhibit with its coverage, and journals
 * the observation. A failure in the middle keeps what was read, with the hole named. Rows go to disk as
 * they come; `onRows` is shown them on the way.
 */
export async function acquireListing<Name extends ListName>(
  name: Name,
  query: ReadQuery,
  account: Account,
  world: CaseWorld,
  onRows?: (rows: readonly RowOf<Name>[]) => void,
): Promise<Acquired | NotRead> {
  const capability = world.venueOf(account).capabilities[name] as Capability<ReadPages<RowOf<Name>>>;
  if (capability.by !== 'api') return { read: false, why: capability.why, notOffered: true };
  const holders = name === 'listMarketPrices' ? (['public'] as const) : readersFor(name, account, world);
  const [first, ...others] = holders;
  if (!first) return couldNot('no living key can read: the suspect key is dead and there is no other');
  const draft = world.draftRows();
  const sink = async (rows: readonly RowOf<Name>[]): Promise<void> => {
    onRows?.(rows);
    await draft.write(rows.map(withoutSecrets));
  };
  try {
    const readers = { holders: [first, ...others] as const, capability, sink };
    const found = await readWithAny(readers, query, name, account, world);
    const { holder, stream, lacksScope } = found;
    const { proof, rows, failure } = stream;
    if (failure && proof.pages.length === 0) return refused(failure, lacksScope, capability);
    const exhibit = await keepListing(name, { proof, rows, draft }, holder, account, world);
    return {
      read: true,
      proof,
      rows,
      exhibit,
      ...(failure ? { failure } : {}),
      ...incompleteness(proof, failure),
    };
  } finally {
    // Of no effect on what was kept. What was refused, or stopped half way, is nobody's evidence.
    await draft.discard();
  }
}

type Reader = KeyHolder | 'public';

interface Readers<Row> {
  /** The best first. */
  readonly holders: readonly [Reader, ...Reader[]];
  readonly capability: ByApi<ReadPages<Row>>;
  readonly sink: (rows: readonly Row[]) => Promise<void>;
}

/** Reads with the first key that the venue does not refuse at once. */
async function readWithAny<Row>(
  readers: Readers<Row>,
  query: ReadQuery,
  name: ListName,
  account: Account,
  world: CaseWorld,
) {
  const [first, ...others] = readers.holders;
  let holder = first;
  let stream = await readWith(holder, readers, query, name, account, world);
  let lacksScope = isScope(stream.failure);
  for (const next of others) {
    if (!stream.failure || !isAboutKey(stream.failure) || stream.proof.pages.length > 0) break;
    // This key cannot read any more: said in the record, then the next one is tried.
    await world.failed(stream.failure);
    holder = next;
    stream = await readWith(holder, readers, query, name, account, world);
    lacksScope ||= isScope(stream.failure);
  }
  if (stream.failure) await world.failed(stream.failure);
  return { holder, stream, lacksScope };
}

function refused(
  failure: Failure,
  lacksScope: boolean,
  { elseByHand }: Pick<ByApi<unknown>, 'elseByHand'>,
): NotRead {
  const why = `${failure.code} while ${failure.doing}`;
  // Keys that are held lack the scope, and a person sees it at the venue's page: so he looks.
  const byHand = lacksScope && isAboutKey(failure) && elseByHand !== undefined;
  return byHand
    ? { read: false, why: `no key at hand has the scope: ${why}`, notOffered: true }
    : { ...couldNot(why), ...(lacksScope && isAboutKey(failure) ? { lacksScope } : {}) };
}

const couldNot = (why: string) => ({ read: false, why, notOffered: false }) as const;

// A listing can have holes without a failure: a deadline, a pause that was too long.
function incompleteness({ coverage }: Proof, failure: Failure | undefined): { incomplete?: string } {
  if (failure) return { incomplete: `${failure.code} while ${failure.doing}` };
  // What the venue does not tell any more stays a hole in the record, and is nothing to try again.
  const holes = closableHoles(coverage.holes);
  return holes.length === 0 ? {} : { incomplete: holes.map(({ what, why }) => `${what}: ${why}`).join('; ') };
}

function readWith<Row>(
  holder: Reader,
  { capability, sink }: Readers<Row>,
  query: ReadQuery,
  name: ListName,
  account: Account,
  world: CaseWorld,
): Promise<StreamResult> {
  return withSession(account, holder, world, (session) =>
    streamAll({
      capability,
      session,
      query,
      budget: world.budgetOf(account, holder),
      clock: world.clock,
      signal: world.signal,
      what: listKinds[name].replaceAll('-', ' '),
      onRows: sink,
      onPage: ({ rows, symbol }) => world.progress(`${listKinds[name]}${symbol ? ` ${symbol}` : ''}`, rows),
    }),
  );
}

/** What may be written of a row: a key id lives in memory only, its mask stands beside it. */
function withoutSecrets<Row>(row: Row): Row {
  if (typeof row !== 'object' || row === null) return row;
  // Hardly any list has one, and a history has a million rows.
  if (!Object.values(row).some((value) => value instanceof Secret)) return row;
  return Object.fromEntries(Object.entries(row).filter(([, value]) => !(value instanceof Secret))) as Row;
}
