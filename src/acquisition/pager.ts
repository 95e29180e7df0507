import type { Clock } from '../domain/clock.ts';
import type { Coverage, Hole, Listing, StopReason } from '../domain/coverage.ts';
import { VenueFailure, type Failure } from '../domain/failure.ts';
import type { ByApi, Paging, ReadPages, Session } from '../venues/index.ts';
import type { Budget } from './budget.ts';
import { buildCoverage, type Reach } from './coverage.ts';
import { toIso, toMs } from './interval.ts';
import { ListingTurner, type PageProgress } from './page-turner.ts';
import { readSpan } from './paging/registry.ts';
import type { Span } from './paging/style.ts';

/** What to read. Times are ISO 8601 UTC, inclusive, on the venue's clock. */
export interface Query {
  /** Venue symbols: needed where the venue lists by symbol only. */
  readonly symbols?: readonly string[];
  readonly from?: string;
  /** Absent or in the future: now. */
  readonly to?: string;
}

interface ReadAllOptions<Row> {
  readonly capability: ByApi<ReadPages<Row>>;
  readonly session: Session;
  readonly query: Query;
  readonly budget: Budget;
  readonly clock: Clock;
  /** Aborting rejects: a reading that was stopped half way is nobody's evidence. */
  readonly signal: AbortSignal;
  readonly onPage?: (progress: PageProgress) => void;
  /** Plural noun for the words of holes: "trades". */
  readonly what?: string;
  /** Venue − host (`ClockOffset`). "Now" is the venue's: what lies ahead of its clock is not proven. */
  readonly clockOffsetMs?: number;
  /** On the clock's monotonic scale: when it comes, what is left is a hole. */
  readonly deadlineMs?: number;
}

export interface ReadResult<Row> {
  readonly listing: Listing<Row>;
  /** The first failure, when there is a hole that a failure made. */
  readonly failure?: Failure;
}

/**
 * Turns every page of a list by the paging that the venue declares. Each row comes once. A failure
 * in the middle never makes a short list that looks whole: the rows so far come back with `stop`
 * "failed" and a hole for all that was not read. What is no failure of the venue (an abort, a full
 * disk) is thrown.
 */
export async function readAll<Row>(options: ReadAllOptions<Row>): Promise<ReadResult<Row>> {
  const { capability, what = 'rows' } = options;
  const session = metered(options.session, options.budget);
  const cost = capability.cost ?? 1;
  const turner = new ListingTurner({ ...options, what, session, reader: capability.run, cost });
  const reaches: Reach[] = [];
  const stops: Listing<Row>['stop'][] = [];
  const sections = await sectionsOf({ ...options, session });
  if ('failure' in sections) return nothingRead(sections.failure, what);
  const plan = spansOf({ ...options, what, sections: sections.names, nowMs: nowAtVenue(options) });
  for (const span of plan.spans) {
    const read = await readSpan(turner, capability.run.paging, span);
    reaches.push(span.symbol === undefined ? read : { ...read, symbol: span.symbol });
    stops.push(read.stop);
  }
  const coverage = withHoles(coverageOf(reaches, capability.run.paging, what), plan.beyondReach);
  const stop = stopOf(stops, sections.names);
  const listing: Listing<Row> = { rows: turner.rows, coverage, pages: turner.pages, stop };
  return turner.failure === undefined ? { listing } : { listing, failure: turner.failure };
}

/** Where the venue says that there is no section, there is nothing to read; a list that nobody asked for is none. */
function stopOf(stops: readonly StopReason[], sections: readonly (string | undefined)[]): StopReason {
  if (sections.length === 0) return 'single-page';
  return stops.includes('failed') ? 'failed' : (stops.at(-1) ?? 'failed');
}

type Sections = { readonly names: readonly (string | undefined)[] } | { readonly failure: Failure };

/** The compartments that the list lies in; a venue that must be asked for them may fail like any page. */
async function sectionsOf<Row>(options: ReadAllOptions<Row>): Promise<Sections> {
  const { capability, session, budget, signal } = options;
  const { sections } = capability.run;
  if (sections === undefined) return { names: [undefined] };
  if (typeof sections !== 'function') return { names: sections };
  await budget.spend(capability.cost ?? 1, { reserve: 'evidence', signal });
  try {
    return { names: await sections(session) };
  } catch (error) {
    if (!(error instanceof VenueFailure)) throw error;
    return { failure: error.failure };
  }
}

const nothingRead = <Row>(failure: Failure, what: string): ReadResult<Row> => ({
  listing: {
    rows: [],
    coverage: { symbols: [], holes: [{ what, why: `${failure.code} while ${failure.doing}` }] },
    pages: [],
    stop: 'failed',
  },
  failure,
});

const withHoles = (coverage: Coverage, more: readonly Hole[]): Coverage =>
  more.length === 0 ? coverage : { ...coverage, holes: [...more, ...coverage.holes] };

/** The same session, its replies' usage headers noted: others may spend from the same limits. */
const metered = (session: Session, budget: Budget): Session => ({
  venue: session.venue,
  credential: session.credential,
  async call(endpoint, params, doing) {
    const reply = await session.call(endpoint, params, doing);
    budget.note(reply.headers);
    return reply;
  },
  async view(method, args, doing) {
    const viewed = await session.view(method, args, doing);
    budget.note(viewed.reply.headers);
    return viewed;
  },
  close: () => session.close(),
});

const nowAtVenue = ({ clock, clockOffsetMs = 0 }: Pick<ReadAllOptions<never>, 'clock' | 'clockOffsetMs'>) =>
  clock.now().toMillis() + clockOffsetMs;

interface SpanPlan {
  readonly spans: readonly Span[];
  /** What was asked and no reading can bring: the venue no longer tells it. */
  readonly beyondReach: readonly Hole[];
}

/** One span for each section and, where the venue lists by symbol, for each symbol. */
function spansOf<Row>(options: {
  readonly capability: ByApi<ReadPages<Row>>;
  readonly query: Query;
  readonly what: string;
  readonly sections: readonly (string | undefined)[];
  readonly nowMs: number;
}): SpanPlan {
  const { query, what, nowMs, capability } = options;
  const to = toIso(query.to === undefined ? nowMs : Math.min(toMs(query.to), nowMs));
  if (query.from !== undefined && toMs(query.from) > toMs(to)) {
    throw new RangeError(`a reading cannot start (${query.from}) after it ends (${to})`);
  }
  const { from, beyondReach } = withinReach(query.from, to, capability.run.reachMs, options);
  const times = { ...(from === undefined ? {} : { from }), to };
  const symbols = listsBySymbol(capability.run.paging) ? [...new Set(query.symbols ?? [])] : [undefined];
  const spans = options.sections.flatMap((section) =>
    symbols.map((symbol) => ({
      what: [what, symbol && `of ${symbol}`, section && `in ${section}`].filter(Boolean).join(' '),
      ...(section === undefined ? {} : { section }),
      ...(symbol === undefined ? {} : { symbol }),
      ...times,
    })),
  );
  return { spans, beyondReach };
}

const hourMs = 3_600_000;

function withinReach(
  from: string | undefined,
  to: string,
  reachMs: number | undefined,
  { nowMs, what }: { readonly nowMs: number; readonly what: string },
): { readonly from?: string; readonly beyondReach: readonly Hole[] } {
  if (from === undefined) return { beyondReach: [] };
  const earliest = reachMs === undefined ? 0 : nowMs - reachMs;
  if (toMs(from) >= earliest) return { from, beyondReach: [] };
  // Asked for as long as the venue keeps, a moment ago: the bounds of the coverage say the rest.
  if (earliest - toMs(from) < hourMs) return { from: toIso(earliest), beyondReach: [] };
  const why = `the venue tells nothing older than ${Math.round((reachMs ?? 0) / 86_400_000)} days`;
  const edge = toIso(Math.min(earliest, toMs(to)));
  return { from: edge, beyondReach: [{ what, why, from, to: edge }] };
}

const listsBySymbol = (paging: Paging): boolean => 'bySymbol' in paging && paging.bySymbol === true;

function coverageOf(reaches: readonly Reach[], paging: Paging, what: string): Coverage {
  if (!listsBySymbol(paging)) return buildCoverage(reaches, 'not-by-symbol');
  if (reaches.length === 0) {
    // "No trades" from a venue that was never asked for any symbol would be a false "fine".
    const why = 'the venue lists them by symbol, and no symbol was named';
    return { symbols: [], holes: [{ what, why }] };
  }
  const symbols = reaches.filter(({ proven }) => proven.length > 0).flatMap(({ symbol }) => symbol ?? []);
  return buildCoverage(reaches, symbols);
}
