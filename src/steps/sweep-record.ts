import { symbolsProven, type RankedMarket } from '../acquisition/index.ts';
import type { Account } from '../domain/account.ts';
import type { Coverage, Hole } from '../domain/coverage.ts';
import type { Json } from '../domain/json.ts';
import type { ObservationMade } from '../domain/run-event.ts';
import { groupDigits } from '../domain/money.ts';
import { listKinds, readerOf, type ListName } from './reading.ts';
import type { CaseWorld } from './world.ts';

/** How far a sweep came: over which markets "no trade" is proven. */
export interface Swept {
  readonly markets: readonly RankedMarket[];
  /** Proven read back to the time asked; by this sweep or before it. */
  readonly read: ReadonlySet<string>;
  /** Markets that were tried and could not be read, with the reason. */
  readonly lost: ReadonlyMap<string, string>;
  /** Why the others were not come to; absent: none is left. */
  readonly why?: string;
}

/** Symbols of a list that the case proves read back to `from`, by whatever step and key. */
export const provenHere = (
  name: ListName,
  from: string,
  account: Account,
  world: CaseWorld,
): ReadonlySet<string> => symbolsProven(coveragesOf(name, account, world), from);

function coveragesOf(name: ListName, account: Account, world: CaseWorld): readonly Coverage[] {
  return world
    .events()
    .flatMap((e) =>
      e.type === 'observation.made' &&
      e.toldBy === undefined &&
      e.account === account.id &&
      e.what === listKinds[name] &&
      e.coverage
        ? [e.coverage]
        : [],
    );
}

/** "1,412 markets", "1 market". */
export const markets = (n: number): string => `${groupDigits(`${n}`)} ${n === 1 ? 'market' : 'markets'}`;

/** "all 1,412 markets", or "137 of 1,412 markets; 1,275 not read: stopped by J. Doe". */
export function sweptInWords({ total, read, holes }: Progress): string {
  if (read === total) return `all ${markets(total)}`;
  const whys = [...new Set(holes.map(({ why }) => why))].slice(0, whysAtMost).join('; ');
  return `${groupDigits(`${read}`)} of ${markets(total)}; ${groupDigits(`${total - read}`)} not read: ${whys}`;
}

const whysAtMost = 3;

interface Progress {
  readonly total: number;
  readonly read: number;
  readonly holes: readonly Hole[];
}

/** Keeps how far the sweep came as an exhibit, and tells it as an observation: the report reads the last one. */
export async function keepSwept(swept: Swept, account: Account, world: CaseWorld): Promise<void> {
  const { markets: ranked, read, lost } = swept;
  const coverage = coverageOf(swept, account, world);
  const exhibit = await world.acquire({
    kind: 'reading-plan',
    title: `which markets of ${account.label} were read`,
    content: {
      read: ranked.flatMap(({ symbol }) => (read.has(symbol) ? [symbol] : [])),
      notRead: ranked.flatMap(({ symbol }) =>
        read.has(symbol) ? [] : [{ symbol, why: lost.get(symbol) ?? swept.why ?? notCome }],
      ),
    } as unknown as Json,
    source: { from: 'firebreak', why: 'put together from the readings of single markets in this case' },
  });
  await world.observe({
    account: account.id,
    holder: readerOf(account, world) ?? 'suspect',
    what: 'reading-plan',
    when: 'later',
    exhibit: exhibit.id,
    rows: ranked.length,
    coverage,
  });
}

const notCome = 'the sweep has not come to it';

function coverageOf(
  { markets: ranked, read, lost, why }: Swept,
  account: Account,
  world: CaseWorld,
): Coverage {
  const symbols = ranked.flatMap(({ symbol }) => (read.has(symbol) ? [symbol] : []));
  const lostHere = [...lost].filter(([symbol]) => !read.has(symbol));
  const rest = ranked.length - symbols.length - lostHere.length;
  return {
    ...boundsOf(coveragesOf('listTrades', account, world)),
    symbols: symbols.length === ranked.length ? 'all' : symbols,
    holes: [
      ...lostHere.map(([symbol, reason]) => ({ what: `trades of ${symbol}`, symbol, why: reason })),
      ...(rest > 0 ? [{ what: `trades of ${markets(rest)}`, why: why ?? notCome }] : []),
    ],
  };
}

/** The latest beginning and the earliest end of the portions: what holds for every one of them. */
function boundsOf(readings: readonly Coverage[]): Pick<Coverage, 'from' | 'to'> {
  const portions = readings.filter(({ isPortion }) => isPortion);
  const from = portions
    .flatMap((each) => each.from ?? [])
    .toSorted()
    .at(-1);
  const to = portions.flatMap((each) => each.to ?? []).toSorted()[0];
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** What the last sweep of an account came to; undefined where there was none. */
export function lastSweep(
  account: Account,
  world: CaseWorld,
): (Progress & { readonly words: string }) | undefined {
  const seen = world
    .events()
    .findLast(
      (e): e is ObservationMade & { readonly coverage: Coverage } =>
        e.type === 'observation.made' &&
        e.account === account.id &&
        e.what === 'reading-plan' &&
        e.coverage !== undefined,
    );
  if (seen === undefined) return undefined;
  const { symbols, holes } = seen.coverage;
  const total = seen.rows ?? 0;
  const progress = { total, read: typeof symbols === 'string' ? total : symbols.length, holes };
  return { ...progress, words: sweptInWords(progress) };
}

/** Whether the last sweep could not go on, and nobody had ended it: another key may take it up. */
export function isSweepParked(account: Account, world: CaseWorld): boolean {
  const last = lastSweep(account, world);
  return (
    world.factOf(account.id, 'sweep-markets.parked') === true && last !== undefined && last.read < last.total
  );
}
