import type { Coverage, Hole, Listing } from '../domain/coverage.ts';
import { gaps, type Interval, overlap, toIso, toMs, union } from './interval.ts';

/** What one reading (a symbol, or the list as a whole) proved and what it lost. */
export interface Reach {
  readonly symbol?: string;
  readonly proven: readonly Interval[];
  readonly holes: readonly Hole[];
}

/** A stretch of time, both ends inclusive, ISO 8601 UTC; of one symbol, or of all that were read. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
  readonly symbol?: string;
}

/**
 * Returns the coverage of readings that make one listing. Its bounds hold all that was proven;
 * whatever inside them was not is a hole.
 */
export function buildCoverage(reaches: readonly Reach[], symbols: Coverage['symbols']): Coverage {
  const hull = hullOf(reaches.flatMap(({ proven }) => proven));
  return {
    ...(hull === undefined ? {} : { from: toIso(hull.from), to: toIso(hull.to) }),
    symbols,
    holes: reaches.flatMap(({ holes }) => holes),
  };
}

/**
 * Whether every row of the stretch was read. A list of what is now (open orders) proves no stretch
 * of time. Where only some symbols were read, it is about those: ask by `symbol`, or look at them.
 */
export function isProven(coverage: Coverage, stretch: Stretch): boolean {
  const { symbols, from, to } = coverage;
  if (from === undefined || to === undefined || symbols.length === 0) return false;
  if (stretch.symbol !== undefined && isBySymbol(symbols) && !symbols.includes(stretch.symbol)) return false;
  const asked: Interval = { from: toMs(stretch.from), to: toMs(stretch.to) };
  if (asked.from < toMs(from) || asked.to > toMs(to)) return false;
  return coverage.holes
    .filter((hole) => isAbout(hole, stretch.symbol))
    .every((hole) => !overlap(asked, extentOf(hole, asked)));
}

/** Whether all that was asked was read. */
export const isComplete = (coverage: Coverage): boolean =>
  coverage.holes.length === 0 && coverage.symbols.length > 0;

/**
 * Returns what two readings of the same kind prove together: a second reading closes holes of the
 * first. It never claims more than one of them proved at each moment and symbol.
 */
export function mergeCoverage(first: Coverage, second: Coverage): Coverage {
  const symbols = mergeSymbols(first.symbols, second.symbols);
  if (symbols === undefined) return isBySymbol(first.symbols) ? second : first;
  const lost = [...first.holes, ...second.holes];
  const parts = isBySymbol(symbols)
    ? [...new Set([...symbols, ...lost.flatMap(({ symbol }) => symbol ?? [])])]
    : [undefined];
  const provenOf = (symbol: string | undefined): readonly Interval[] =>
    union([...provenBy(first, symbol), ...provenBy(second, symbol)]);
  const hull = hullOf(parts.flatMap(provenOf));
  if (hull === undefined) return { symbols, holes: mergeUntimed(first, second) };
  const holes = parts.flatMap((symbol) => {
    const about = lost.filter((hole) => isAbout(hole, symbol));
    // What was lost beyond the bounds of what was proven is still asked for.
    const asked = hullOf([hull, ...about.map((hole) => extentOf(hole, hull))]) ?? hull;
    return gaps(asked, provenOf(symbol)).map((gap) => holeAt(gap, symbol, about));
  });
  return { from: toIso(hull.from), to: toIso(hull.to), symbols, holes };
}

/** Says in words what a listing shows and how far that is proven: "No withdrawals between … and …". */
export function describeCoverage(listing: Listing<unknown>, { what }: { readonly what: string }): string {
  const { rows, coverage, pages } = listing;
  const found = rows.length === 0 ? `No ${what}` : `${rows.length} ${what}`;
  const read = `${pages.length} ${pages.length === 1 ? 'page' : 'pages'}`;
  const where = `${inSymbols(coverage.symbols)}${between(coverage)}`;
  if (isComplete(coverage)) return `${found}${where}: proven by ${read}.`;
  const lost = coverage.holes.map((hole) => `${hole.what}${between(hole)} (${hole.why})`).join('; ');
  return `${found} seen${where} in ${read}. NOT PROVEN, not read: ${lost || 'anything'}.`;
}

const between = ({ from, to }: { readonly from?: string; readonly to?: string }): string =>
  from === undefined || to === undefined ? '' : ` between ${from} and ${to}`;

const inSymbols = (symbols: Coverage['symbols']): string => {
  if (!isBySymbol(symbols)) return '';
  return symbols.length <= 5 ? ` in ${symbols.join(', ') || 'no symbol'}` : ` in ${symbols.length} symbols`;
};

const isBySymbol = (symbols: Coverage['symbols']): symbols is readonly string[] =>
  typeof symbols !== 'string';

const hullOf = (intervals: readonly Interval[]): Interval | undefined =>
  intervals.reduce<Interval | undefined>(
    (hull, { from, to }) =>
      hull === undefined ? { from, to } : { from: Math.min(hull.from, from), to: Math.max(hull.to, to) },
    undefined,
  );

// A hole without a symbol is about all of them; one with a symbol matters to a question about all.
const isAbout = (hole: Hole, symbol: string | undefined): boolean =>
  hole.symbol === undefined || symbol === undefined || hole.symbol === symbol;

function extentOf({ from, to }: Hole, otherwise: Interval): Interval {
  if (from === undefined || to === undefined) return otherwise;
  const extent: Interval = { from: toMs(from), to: toMs(to) };
  // A single moment between two proven stretches would close without a trace.
  return extent.from === extent.to ? { from: extent.from - 1, to: extent.to + 1 } : extent;
}

function provenBy(coverage: Coverage, symbol: string | undefined): readonly Interval[] {
  const { from, to, symbols } = coverage;
  if (from === undefined || to === undefined) return [];
  if (symbol !== undefined && isBySymbol(symbols) && !symbols.includes(symbol)) return [];
  const hull: Interval = { from: toMs(from), to: toMs(to) };
  const holes = coverage.holes.filter((hole) => isAbout(hole, symbol)).map((hole) => extentOf(hole, hull));
  return holes.length === 0 ? [hull] : gaps(hull, holes);
}

/** Undefined when one was read symbol by symbol and the other was not. */
function mergeSymbols(a: Coverage['symbols'], b: Coverage['symbols']): Coverage['symbols'] | undefined {
  if (isBySymbol(a) && isBySymbol(b)) return [...new Set([...a, ...b])];
  return isBySymbol(a) || isBySymbol(b) ? undefined : a;
}

// Lists of what is now have no time to compare by: a second reading that is whole replaces the first.
const mergeUntimed = (first: Coverage, second: Coverage): readonly Hole[] =>
  isComplete(second) && !isBySymbol(first.symbols) ? [] : [...first.holes, ...second.holes];

function holeAt(gap: Interval, symbol: string | undefined, holes: readonly Hole[]): Hole {
  const cause = holes.find((hole) => overlap(extentOf(hole, gap), gap));
  return {
    what: cause?.what ?? symbol ?? 'rows',
    why: cause?.why ?? 'not asked for',
    from: toIso(gap.from),
    to: toIso(gap.to),
    ...(symbol === undefined ? {} : { symbol }),
  };
}
