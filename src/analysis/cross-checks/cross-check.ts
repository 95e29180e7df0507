import type { AccountId } from '../../domain/account.ts';
import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import { closableHoles, type Coverage } from '../../domain/coverage.ts';
import type { ExhibitId } from '../../domain/exhibit.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Known } from '../../domain/known.ts';
import type { ListedFlows } from '../../domain/listed-flows.ts';
import type {
  Balance,
  Deposit,
  LedgerEntry,
  MarketPrice,
  PastOrder,
  Trade,
  Transfer,
  Withdrawal,
} from '../../domain/trading.ts';
import { listWords } from '../amounts.ts';
import { lengthOf, provenIn } from './stretches.ts';

/** One reading of a list: its rows, the exhibit they lie in, and what it proves. */
export interface Reading<Row> {
  /** The exhibit it lies in, for words: "EX-004 and EX-005" where several keys shared it. */
  readonly exhibit: string;
  /** Where it lies in several, each of them. */
  readonly exhibits?: readonly ExhibitId[];
  /** When it was over, by the venue's clock: ISO 8601 UTC. */
  readonly at: string;
  /** The key it was read with, masked: one key may be shown less than another. */
  readonly by: string;
  readonly rows: readonly Row[];
  readonly coverage: Coverage;
}

/** Every reading of one list, oldest first; none where nobody has read it yet. */
export interface Readings<Row> {
  readonly all: readonly Reading<Row>[];
  /** The venue's own id of a row, unique within its section and symbol. */
  readonly idOf: (row: Row) => string;
  /** What of this list the venue forgets by rule, in words: its absence later says nothing. */
  readonly forgotten: readonly string[];
}

/** What the checks compare; a list that no key can read here says why. */
export interface CrossCheckInput {
  readonly account: AccountId;
  readonly bookkeeping: Known<Bookkeeping>;
  /** Which lists stand in for a ledger that a wallet does not have; absent: the venue keeps one. */
  readonly listedFlows?: Known<ListedFlows>;
  readonly trades: Known<Readings<Trade>>;
  readonly orders: Known<Readings<PastOrder>>;
  readonly withdrawals: Known<Readings<Withdrawal>>;
  readonly deposits: Known<Readings<Deposit>>;
  readonly transfers: Known<Readings<Transfer>>;
  readonly ledger: Known<Readings<LedgerEntry>>;
  readonly balances: Known<Readings<Balance>>;
  /** Their symbols are the markets that there are. */
  readonly marketPrices: Known<Readings<MarketPrice>>;
}

/** `about` names each difference by itself, so that a step which looks again says only what is new. */
export type NewFinding = Omit<Finding, 'id' | 'about'> & Required<Pick<Finding, 'about'>>;

/** Why something was not compared: never the same as "it agrees". */
export interface NotChecked {
  readonly why: string;
  /** Another reading, or another key, may still settle it. */
  readonly closable: boolean;
}

export interface Checked {
  /** Differences; none is only as good as what was compared. */
  readonly findings: readonly NewFinding[];
  /** What was compared, in words: "193 fills with 388 lines". */
  readonly compared: readonly string[];
  readonly notChecked: readonly NotChecked[];
}

/** One way in which two exhibits must agree. Adding one is a file here and a line in the registry. */
export interface CrossCheck {
  readonly id: string;
  readonly title: string;
  /** Pure. */
  readonly check: (input: CrossCheckInput) => Checked;
}

export const defineCrossCheck = (check: CrossCheck): CrossCheck => check;

/** Rows of two lists may be booked, or shown, so long after each other. */
export const edgeMs = 2 * 60_000;

/** What a finding over these readings rests on. */
export const exhibitsOf = (...readings: readonly Reading<unknown>[]): readonly ExhibitId[] =>
  readings.flatMap(({ exhibit, exhibits = [exhibit] }) => exhibits);

export const notChecked = (why: string, { closable }: { readonly closable: boolean }): Checked => ({
  findings: [],
  compared: [],
  notChecked: [{ why, closable }],
});

export const joined = (parts: readonly Checked[]): Checked => ({
  findings: parts.flatMap(({ findings }) => findings),
  compared: parts.flatMap(({ compared }) => compared),
  notChecked: parts.flatMap((part) => part.notChecked),
});

/** Readings that reach as far as this much less than the farthest one count as equal: the newest is taken. */
const aboutAsFarMs = 24 * 3_600_000;

/** The newest of the readings that prove the most; or why none proves any stretch of time. */
export function fullest<Row>(readings: Known<Readings<Row>>, what: string): Reading<Row> | NotChecked {
  if (!readings.known) return { why: `${what}: ${readings.why}`, closable: false };
  const { all } = readings.value;
  if (all.length === 0) return { why: `${what}: never read`, closable: true };
  const sized = all.map((reading) => ({ reading, length: provenOf(reading.coverage) }));
  const most = Math.max(...sized.map(({ length }) => length));
  const best = sized.findLast(({ length }) => length > 0 && length >= most - aboutAsFarMs);
  if (best !== undefined) return best.reading;
  const why = `${what}: no reading proves any stretch of time${holesOf(all.at(-1))}`;
  return { why, closable: true };
}

/** How much a reading proves, in milliseconds: of every section counts twice over of some. */
export const provenOf = (coverage: Coverage): number =>
  lengthOf(provenIn(coverage)) +
  lengthOf(provenIn({ ...coverage, holes: coverage.holes.filter(({ section }) => section === undefined) }));

function holesOf(reading: Reading<unknown> | undefined): string {
  const whys = reading?.coverage.holes.map(({ what, why }) => `${what}: ${why}`) ?? [];
  return whys.length === 0 ? '' : ` (${listWords(whys, 3)})`;
}

/** What of a reading was not read and so not compared. */
export const holesIn = (reading: Reading<unknown>): readonly NotChecked[] => {
  const closable = closableHoles(reading.coverage.holes);
  return reading.coverage.holes.map((hole) => ({
    why: `${hole.what} not read: ${hole.why}`,
    closable: closable.includes(hole),
  }));
};
