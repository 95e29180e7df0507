import type { LedgerEntry } from '../../../src/domain/trading.ts';
import { historiesAt, type History } from './grid.ts';
import { isInHole, type Place } from './holes.ts';
import { ledgerTruthOf, sumsOf, untoldConversions, waysOf, wrongSeconds } from './ledger-truth.ts';
import type { EventKind, Ways } from './ledger-truth.ts';
import type { OpenedAccount } from './opened.ts';
import { readHistory, type GeneratedReading } from './reading.ts';
import { bookedOf, differenceOf, readAs, type Booked, type RowsOf } from './truth.ts';

/** A row of the books that a reading does not have. */
export interface Missing {
  readonly row: string;
  /** Of the rows of this kind the venue told none. */
  readonly isOfUntoldKind: boolean;
  /** Whether the coverage says that it may be missing. */
  readonly isReported: boolean;
}

/** One list of the account against the simulator's own books. */
export interface Compared {
  readonly name: History;
  readonly reading: GeneratedReading;
  readonly missing: readonly Missing[];
  readonly invented: readonly string[];
  readonly doubled: readonly string[];
  /** Of the ledger: kinds of conversions that it tells nothing of. */
  readonly untold?: readonly EventKind[];
}

/** What was learnt from a reading that nothing disturbed: where rows lie, and how the ledger is told. */
export interface Knowledge {
  readonly sectionsOf: ReadonlyMap<string, ReadonlySet<string | undefined>>;
  /** Kinds of rows that the venue tells at all. */
  readonly toldKinds: ReadonlySet<string> | undefined;
  readonly ways: Ways | undefined;
}

export const knowingNothing: Knowledge = { sectionsOf: new Map(), toldKinds: undefined, ways: undefined };

/** What stands between the acquisition and the venue while it reads. */
export type Reading = Parameters<typeof readHistory>[1];

/** Reads every history of the account, one after the other with one key and one budget, and compares each. */
export async function readAccount(
  account: OpenedAccount,
  options: Partial<Reading> & {
    readonly names?: readonly History[];
    readonly knowledge?: ReadonlyMap<History, Knowledge>;
  } = {},
): Promise<readonly Compared[]> {
  const { names = historiesAt(account.world.pair.venue), knowledge, ...disturbed } = options;
  const session = disturbed.session ?? (await account.open());
  const { clock, clockOffsetMs = 0 } = disturbed.host ?? { clock: account.world.clock };
  const compared: Compared[] = [];
  for (const name of names) {
    // What lies ahead of the host's clock is not asked for.
    const to = Math.min(account.stretch.to, clock.now().toMillis() + clockOffsetMs);
    const reading = await readHistory(name, { ...account, ...disturbed, session });
    const asked = { ...account, stretch: { ...account.stretch, to } };
    compared.push(compare(name, reading, asked, knowledge?.get(name) ?? knowingNothing));
  }
  return compared;
}

/** With the books as they are now. */
function compare(
  name: History,
  reading: GeneratedReading,
  account: OpenedAccount,
  knowledge: Knowledge,
): Compared {
  return name === 'listLedger'
    ? compareLedger(reading, account, knowledge)
    : compareRows(name, reading, account, knowledge);
}

function compareRows(
  name: RowsOf,
  reading: GeneratedReading,
  account: OpenedAccount,
  knowledge: Knowledge,
): Compared {
  const booked = bookedOf[name](account.world.simulator.books);
  const read = (reading.listing.rows as readonly never[]).map((row) => readAs[name](row, account.neutral));
  const { missing, invented, doubled } = differenceOf(booked, read);
  const toldKinds = knowledge.toldKinds ?? kindsTold(booked, new Set(read.map(({ key }) => key)));
  return {
    name,
    reading,
    invented,
    doubled,
    missing: missing
      .filter(({ at, kind }) => isAsked(at, account) && kind !== 'open')
      .map(({ key, at, symbol, kind }) => ({
        row: `${kind} ${key} at ${at}`,
        isOfUntoldKind: !toldKinds.has(kind),
        isReported: isReported(reading, knowledge.sectionsOf.get(key), [{ at, symbol }]),
      })),
  };
}

export const kindsTold = (booked: readonly Booked[], keys: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(booked.filter(({ key }) => keys.has(key)).map(({ kind }) => kind));

const isAsked = (at: string, { stretch }: OpenedAccount): boolean =>
  Date.parse(at) >= stretch.from && Date.parse(at) <= stretch.to;

const isReported = (
  { listing }: GeneratedReading,
  sections: ReadonlySet<string | undefined> = new Set([undefined]),
  places: readonly Place[],
): boolean =>
  [...sections].some((section) => places.some((place) => isInHole(listing.coverage, { ...place, section })));

function compareLedger(reading: GeneratedReading, account: OpenedAccount, knowledge: Knowledge): Compared {
  const rows = reading.listing.rows as readonly LedgerEntry[];
  const truth = ledgerTruthOf(account.world.simulator, account.opening);
  const sums = sumsOf(rows, account.neutral);
  const ways = knowledge.ways ?? waysOf(truth, sums);
  const { wrong, invented } = wrongSeconds(truth, sums, ways);
  const ids = Map.groupBy(rows, ({ wallet, asset, id, kind, change, at }) =>
    [wallet, asset, id, kind, change, at].join(' '),
  );
  return {
    name: 'listLedger',
    reading,
    untold: untoldConversions(truth, ways),
    invented,
    doubled: [...ids].flatMap(([id, same]) => (same.length > 1 ? [id] : [])),
    missing: wrong
      .filter(({ moments }) => moments.every((at) => isAsked(at, account)))
      .map(({ place, moments, expected, read }) => ({
        row: `${place}: lines of ${expected}, read ${read}`,
        isOfUntoldKind: false,
        isReported: isReported(
          reading,
          knowledge.sectionsOf.get(place),
          moments.map((at) => ({ at })),
        ),
      })),
  };
}
