import type { Clock } from '../domain/clock.ts';
import type { Hole } from '../domain/coverage.ts';
import { VenueFailure, type Failure } from '../domain/failure.ts';
import type { Paging, ReadPages, SectionWay, Session } from '../venues/index.ts';
import type { Reserve } from './admission.ts';
import type { Budget, Cost } from './budget.ts';
import type { Forgotten } from './forgotten.ts';
import { toIso, toMs } from './interval.ts';
import { inLanes } from './lanes.ts';
import { paying } from './metered.ts';
import { sectionOf } from './paging/span.ts';
import type { Span } from './paging/style.ts';
import { aheadOf, beginningOf, withinReach, type Asked } from './plan-times.ts';

/** A span, and how its pages follow each other there. */
export interface PlannedSpan extends Span {
  readonly paging: Paging;
}

/** What one listing is going to read, and what it cannot. */
export interface Plan {
  readonly spans: readonly PlannedSpan[];
  /** What was asked and no reading can bring: not told any more, or nobody knows in which symbol. */
  readonly holes: readonly Hole[];
  /** What the venue drops while the list is read, too: only its end tells what of it is a hole. */
  readonly forgotten: readonly Forgotten[];
  readonly isBySymbol: boolean;
  /** The first refusal to tell which symbols there are. */
  readonly failure?: Failure;
}

interface PlanOptions<Row> {
  readonly reader: ReadPages<Row>;
  readonly sections: readonly (string | undefined)[];
  readonly query: Asked;
  readonly what: string;
  readonly nowMs: number;
  readonly session: Session;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly costIn: (section: string | undefined) => Cost;
  readonly signal: AbortSignal;
  /** Absent: evidence. */
  readonly reserve?: Reserve | undefined;
  /** How many sections may be asked for their symbols at once. */
  readonly lanes: number;
}

/**
 * Plans one span for each section and, where it is listed by symbol, for each symbol. Asks the venue
 * where a section has symbols of its own. Throws RangeError for a reading that ends before it starts.
 */
export async function planOf<Row>(options: PlanOptions<Row>): Promise<Plan> {
  const { query, nowMs, reader, sections: all } = options;
  const to = toIso(query.to === undefined ? nowMs : Math.min(toMs(query.to), nowMs));
  const ahead = aheadOf(query, nowMs, options.what);
  const end = query.to ?? to;
  if (query.from !== undefined && toMs(query.from) > toMs(end)) {
    throw new RangeError(`a reading cannot start (${query.from}) after it ends (${end})`);
  }
  // All of it lies ahead: nothing can be asked yet.
  const sections = query.from !== undefined && toMs(query.from) > toMs(to) ? [] : all;
  const parts = await inLanes(sections, options.lanes, (section) => {
    const way = section === undefined ? {} : (reader.wayIn?.(section) ?? {});
    return planSection(options, { section, way, to });
  });
  const failure = parts.find((part) => part.failure !== undefined)?.failure;
  return {
    spans: parts.flatMap(({ spans }) => spans),
    holes: [...ahead, ...uniqueHoles(parts.flatMap(({ holes }) => holes))],
    forgotten: parts.flatMap(({ forgotten }) => forgotten),
    isBySymbol: parts.length === 0 ? listsBySymbol(reader.paging) : parts.some((part) => part.isBySymbol),
    ...(failure === undefined ? {} : { failure }),
  };
}

type SectionPlan = Plan;

interface Place {
  readonly section: string | undefined;
  readonly way: SectionWay;
  readonly to: string;
}

async function planSection<Row>(options: PlanOptions<Row>, place: Place): Promise<SectionPlan> {
  const { query, reader } = options;
  const { section, way, to } = place;
  const paging = way.paging ?? reader.paging;
  const isBySymbol = listsBySymbol(paging);
  // A section's own reach is told with its name; the list's own is one hole for all of it.
  const what = way.reachMs === undefined ? options.what : nameOf(options.what, { section });
  const { from, beyondReach } = withinReach(beginningOf(query.from, paging, way, options.nowMs), to, {
    reachMs: way.reachMs ?? reader.reachMs,
    nowMs: options.nowMs,
    what,
    ...(way.reachMs === undefined ? {} : sectionOf({ section })),
  });
  const times = { ...(from === undefined ? {} : { from }), to };
  const found = isBySymbol ? await symbolsOf(options, place, times) : { symbols: [undefined] };
  const spans = found.symbols.map((symbol) => ({
    what: nameOf(options.what, { symbol, section }),
    ...sectionOf({ section }),
    ...(symbol === undefined ? {} : { symbol }),
    ...times,
    paging,
  }));
  const holes = found.hole === undefined ? beyondReach : [...beyondReach, found.hole];
  const forgotten = forgottenIn(options, place, times);
  return {
    spans,
    holes,
    forgotten,
    isBySymbol,
    ...(found.failure === undefined ? {} : { failure: found.failure }),
  };
}

/** A section's own is told with its name; the list's own is one for all of it. */
function forgottenIn<Row>(
  { reader }: PlanOptions<Row>,
  { section, way }: Place,
  times: { readonly from?: string; readonly to: string },
): readonly Forgotten[] {
  const forgets = way.forgets ?? reader.forgets;
  if (forgets === undefined) return [];
  const isOwn = way.forgets !== undefined;
  const what = isOwn ? nameOf(forgets.what, { section }) : forgets.what;
  return [{ ...forgets, ...times, what, ...(isOwn ? sectionOf({ section }) : {}) }];
}

interface FoundSymbols {
  readonly symbols: readonly (string | undefined)[];
  readonly hole?: Hole;
  readonly failure?: Failure;
}

async function symbolsOf<Row>(
  options: PlanOptions<Row>,
  { section, way }: Place,
  times: { readonly from?: string; readonly to: string },
): Promise<FoundSymbols> {
  const asked = [...new Set(options.query.symbols ?? [])];
  const what = nameOf(options.what, { section });
  if (way.symbolsIn === undefined) {
    // "No trades" from a venue that was never asked for any symbol would be a false "fine".
    const why = 'the venue lists them by symbol, and no symbol was named';
    const hole = { what, why, ...sectionOf({ section }) };
    return asked.length === 0 ? { symbols: [], hole } : { symbols: asked };
  }
  const { session, budget, clock, signal, reserve } = options;
  try {
    const cost = way.symbolsCost ?? options.costIn(section);
    const { symbols, unproven } = await way.symbolsIn(
      paying(session, { budget, cost, clock, signal, reserve }),
      {
        asked,
        ...times,
      },
    );
    return {
      symbols: [...new Set(symbols)],
      ...(unproven ? { hole: { what, why: unproven, ...sectionOf({ section }), ...times } } : {}),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof VenueFailure)) throw error;
    const hole = { what, why: error.message, ...sectionOf({ section }), ...times };
    return { symbols: [], hole, failure: error.failure };
  }
}

const nameOf = (
  what: string,
  { symbol, section }: { readonly symbol?: string | undefined; readonly section: string | undefined },
): string => [what, symbol && `of ${symbol}`, section && `in ${section}`].filter(Boolean).join(' ');

export const listsBySymbol = (paging: Paging): boolean => 'bySymbol' in paging && paging.bySymbol === true;

/** Sections that share the list's reach lose the same stretch: it is said once. */
const uniqueHoles = (holes: readonly Hole[]): readonly Hole[] => {
  const seen = new Map(holes.map((hole) => [JSON.stringify(hole), hole]));
  return [...seen.values()];
};
