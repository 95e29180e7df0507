import { isOfOnePage, streamAll, type StreamResult } from '../acquisition/index.ts';
import type { Account, KeyHolder } from '../domain/account.ts';
import { closableHoles, type Proof } from '../domain/coverage.ts';
import type { Failure } from '../domain/failure.ts';
import { Secret } from '../domain/secret.ts';
import { joinListings } from '../analysis/index.ts';
import type { ByApi, Capability, ReadPages } from '../venues/contract.ts';
import { keepListing } from './keep-listing.ts';
import { listKinds, type ListName, type RowOf } from './list-kinds.ts';
import { isAboutKey, isScope, readersFor } from './readers.ts';
import { clockOffsetOf } from './venue-clock.ts';
import { whatIsLeft } from './what-is-left.ts';
import { withSession } from './with-session.ts';
import type { CaseWorld } from './world.ts';

export interface ReadQuery {
  readonly symbols?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly sections?: readonly string[];
}

/** How a portion of a sweep is read; each that is absent: as any list. */
export interface PortionWay<Row> {
  readonly capability: ByApi<ReadPages<Row>>;
  /** Aborting keeps what was read; the rest is a hole with the reason in words. */
  readonly endEarly: AbortSignal;
  /** On the clock's monotonic scale. */
  readonly deadlineMs?: number;
  readonly onPage: (symbol: string | undefined) => void;
}

export interface HowToRead<Row> {
  /** Is shown the rows on the way, and in which of the exhibits (0, 1, …) they lie. */
  readonly onRows?: (rows: readonly Row[], part: number) => void;
  readonly portion?: PortionWay<Row> | undefined;
  /** "containment" where an act waits for it. */
  readonly reserve?: 'evidence' | 'containment';
}

/** A list that was read and kept: the rows lie in the exhibit only. */
export interface Acquired {
  readonly read: true;
  readonly proof: Proof;
  /** What each key brought; more than one where keys had to share the list. */
  readonly parts: readonly Part[];
  /** How many there are; a row at the edge between two parts may be in both. */
  readonly rows: number;
  /** The last of its exhibits. */
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

/** What one key brought, in an exhibit of its own. */
interface Part {
  readonly proof: Proof;
  readonly rows: number;
  readonly exhibit: string;
}

/**
 * Reads one list of an account completely, keeps it as an exhibit with its coverage, and journals
 * the observation. A failure in the middle keeps what was read, with the hole named; where it is the key
 * that cannot read any more, the next one reads what is missing, into an exhibit of its own. Rows go to
 * disk as they come.
 */
export async function acquireListing<Name extends ListName>(
  name: Name,
  query: ReadQuery,
  account: Account,
  world: CaseWorld,
  { onRows, portion, reserve }: HowToRead<RowOf<Name>> = {},
): Promise<Acquired | NotRead> {
  const declared = world.venueOf(account).capabilities[name] as Capability<ReadPages<RowOf<Name>>>;
  const capability = portion?.capability ?? declared;
  if (capability.by !== 'api') return { read: false, why: capability.why, notOffered: true };
  const holders = name === 'listMarketPrices' ? (['public'] as const) : readersFor(name, account, world);
  if (holders.length === 0) {
    return couldNot('no living key can read: the suspect key is dead and there is no other');
  }
  const parts: Part[] = [];
  let failure: Failure | undefined;
  let lacksScope = false;
  for (const holder of holders) {
    const left = parts.length === 0 ? query : whatIsLeft(query, provenBy(parts).coverage);
    const at = parts.length;
    const reader = {
      holder,
      capability,
      continues: parts.at(-1)?.exhibit,
      portion,
      reserve,
      show: (rows: readonly RowOf<Name>[]) => onRows?.(rows, at),
    };
    const found = await acquireWith(reader, left, name, account, world);
    failure = found.failure;
    lacksScope ||= isScope(failure);
    if (found.part !== undefined) parts.push(found.part);
    // This key cannot read any more: said in the record, then the next one reads what is missing.
    if (!failure || !isAboutKey(failure)) break;
  }
  if (failure && parts.length === 0) return refused(failure, lacksScope, capability);
  const proof = provenBy(parts);
  return {
    read: true,
    proof,
    parts,
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    exhibit: parts.at(-1)?.exhibit ?? '',
    ...(failure ? { failure } : {}),
    ...incompleteness(proof, failure),
  };
}

interface Reader<Row> {
  readonly holder: KeyHolder | 'public';
  readonly capability: ByApi<ReadPages<Row>>;
  /** The exhibit whose holes it reads. */
  readonly continues: string | undefined;
  readonly portion: PortionWay<Row> | undefined;
  readonly reserve: 'evidence' | 'containment' | undefined;
  readonly show: (rows: readonly Row[]) => void;
}

/** Reads with one key, and keeps what it brought; nothing where it was refused at once. */
async function acquireWith<Row>(
  reader: Reader<Row>,
  query: ReadQuery,
  name: ListName,
  account: Account,
  world: CaseWorld,
): Promise<{ readonly part?: Part; readonly failure?: Failure }> {
  const draft = world.draftRows();
  const sink = async (rows: readonly Row[]): Promise<void> => {
    reader.show(rows);
    await draft.write(rows.map(withoutSecrets));
  };
  try {
    const stream = await readWith(reader, { query, sink }, name, account, world);
    const { rows, failure } = stream;
    const proof = reader.portion === undefined ? stream.proof : asPortion(stream.proof);
    const lost = failure === undefined ? {} : { failure };
    if (failure) await world.failed(failure);
    // A portion whose every market was refused is a finding about these markets, not about the key.
    const isOfMarkets = reader.portion !== undefined && failure !== undefined && isOfOnePage(failure.code);
    if (failure && proof.pages.length === 0 && !isOfMarkets) return lost;
    const exhibit = await keepListing(name, { proof, rows, draft }, reader, account, world);
    return { part: { proof, rows, exhibit }, ...lost };
  } finally {
    // Of no effect on what was kept. What was refused, or stopped half way, is nobody's evidence.
    await draft.discard();
  }
}

const asPortion = (proof: Proof): Proof => ({ ...proof, coverage: { ...proof.coverage, isPortion: true } });

function provenBy(parts: readonly Part[]): Proof {
  const [first, ...rest] = parts.map(({ proof }) => ({ rows: [], ...proof }));
  if (first === undefined) throw new Error('a reading without parts');
  const { rows: _, ...proof } = joinListings([first, ...rest], String);
  return proof;
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
  { holder, capability, portion, reserve }: Reader<Row>,
  { query, sink }: { readonly query: ReadQuery; readonly sink: (rows: readonly Row[]) => Promise<void> },
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
      ...clockOffsetOf(account, world),
      signal: world.signal,
      what: listKinds[name].replaceAll('-', ' '),
      onRows: sink,
      onPage: ({ rows, symbol }) =>
        portion
          ? portion.onPage(symbol)
          : world.progress(`${listKinds[name]}${symbol ? ` ${symbol}` : ''}`, rows),
      ...(reserve && { reserve }),
      ...(portion && { endEarly: portion.endEarly }),
      ...(portion?.deadlineMs === undefined ? {} : { deadlineMs: portion.deadlineMs }),
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
