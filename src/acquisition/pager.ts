import type { Clock } from '../domain/clock.ts';
import type { Coverage, Listing } from '../domain/coverage.ts';
import type { Failure } from '../domain/failure.ts';
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
  const { capability, query, what = 'rows' } = options;
  const turner = new ListingTurner({
    ...options,
    what,
    session: metered(options.session, options.budget),
    reader: capability.run,
    cost: capability.cost ?? 1,
  });
  const reaches: Reach[] = [];
  const stops: Listing<Row>['stop'][] = [];
  for (const span of spansOf(capability.run.paging, query, nowAtVenue(options), what)) {
    const read = await readSpan(turner, capability.run.paging, span);
    reaches.push(span.symbol === undefined ? read : { ...read, symbol: span.symbol });
    stops.push(read.stop);
  }
  const coverage = coverageOf(reaches, capability.run.paging, what);
  const stop = stops.length === 0 || stops.includes('failed') ? 'failed' : (stops.at(-1) ?? 'failed');
  const listing: Listing<Row> = { rows: turner.rows, coverage, pages: turner.pages, stop };
  return turner.failure === undefined ? { listing } : { listing, failure: turner.failure };
}

/** The same session, its replies' usage headers noted: others may spend from the same limits. */
const metered = (session: Session, budget: Budget): Session => ({
  venue: session.venue,
  credential: session.credential,
  async call(method, params, doing) {
    const reply = await session.call(method, params, doing);
    budget.note(reply.headers);
    return reply;
  },
  close: () => session.close(),
});

const nowAtVenue = ({ clock, clockOffsetMs = 0 }: Pick<ReadAllOptions<never>, 'clock' | 'clockOffsetMs'>) =>
  clock.now().toMillis() + clockOffsetMs;

/** One span for each symbol where the venue lists by symbol, else one for the whole list. */
function spansOf(paging: Paging, query: Query, nowMs: number, what: string): readonly Span[] {
  const to = toIso(query.to === undefined ? nowMs : Math.min(toMs(query.to), nowMs));
  if (query.from !== undefined && toMs(query.from) > toMs(to)) {
    throw new RangeError(`a reading cannot start (${query.from}) after it ends (${to})`);
  }
  const times = { ...(query.from === undefined ? {} : { from: query.from }), to };
  if (!listsBySymbol(paging)) return [{ what, ...times }];
  return [...new Set(query.symbols ?? [])].map((symbol) => ({
    what: `${what} of ${symbol}`,
    symbol,
    ...times,
  }));
}

const listsBySymbol = (paging: Paging): boolean => 'bySymbol' in paging && paging.bySymbol;

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
