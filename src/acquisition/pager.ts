import type { Clock } from '../domain/clock.ts';
import type { Coverage, Hole, Listing, Proof, StopReason } from '../domain/coverage.ts';
import { VenueFailure, type Failure } from '../domain/failure.ts';
import type { ByApi, ReadPages, Session } from '../venues/index.ts';
import type { Reserve } from './admission.ts';
import type { Budget, Cost } from './budget.ts';
import { buildCoverage, type Reach } from './coverage.ts';
import { forgottenHoles } from './forgotten.ts';
import { lanesOf } from './lanes.ts';
import { paying } from './metered.ts';
import { PageRecord, type PageProgress, type RowSink } from './page-record.ts';
import type { SpanRead } from './paging/style.ts';
import { patiently } from './patience.ts';
import { planOf, type Plan, type PlannedSpan } from './plan.ts';
import { readSpans } from './span-reading.ts';

/** What to read. Times are ISO 8601 UTC, inclusive, on the venue's clock. */
export interface Query {
  /** Venue symbols: needed where the venue lists by symbol only. */
  readonly symbols?: readonly string[];
  /** Only these of the venue's compartments; absent: every one. */
  readonly sections?: readonly string[];
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
  /** Absent: evidence. */
  readonly reserve?: Reserve;
  /** On the clock's monotonic scale: when it comes, what is left is a hole. */
  readonly deadlineMs?: number;
  /** Aborting ends it early and keeps what was read; the reason (in words) is that of the holes. */
  readonly endEarly?: AbortSignal;
}

interface StreamAllOptions<Row> extends ReadAllOptions<Row> {
  readonly onRows: RowSink<Row>;
}

interface Failed {
  /** The first failure, when there is a hole that a failure made. */
  readonly failure?: Failure;
}

export interface ReadResult<Row> extends Failed {
  readonly listing: Listing<Row>;
}

export interface StreamResult extends Failed {
  readonly proof: Proof;
  /** How many went to the sink. */
  readonly rows: number;
}

/**
 * Turns every page of a list by the paging that the venue declares. Each row comes once. A failure
 * in the middle never makes a short list that looks whole: the rows so far come back with `stop`
 * "failed" and a hole for all that was not read. What is no failure of the venue (an abort, a full
 * disk) is thrown.
 */
export async function readAll<Row>(options: ReadAllOptions<Row>): Promise<ReadResult<Row>> {
  const rows: Row[] = [];
  const onRows = (more: readonly Row[]): void => more.forEach((row) => void rows.push(row));
  const { proof, failure } = await streamAll({ ...options, onRows });
  return { listing: { rows, ...proof }, ...(failure === undefined ? {} : { failure }) };
}

/**
 * The same for a list that may be longer than memory: rows go to `onRows`, in the order of `readAll`, and
 * are held by nobody. While it takes them, no more pages are asked; what it throws ends the reading.
 */
export async function streamAll<Row>(options: StreamAllOptions<Row>): Promise<StreamResult> {
  const { capability, what = 'rows' } = options;
  const { session } = options;
  const reader = capability.run;
  const costIn = costsOf(capability);
  const lanes = lanesOf(session, options.budget);
  const sections = await sectionsOf(options);
  if ('failure' in sections) return nothingRead(sections.failure, what, options.query);
  const nowMs = nowAtVenue(options);
  const asking = { ...options, what, reader, costIn };
  const plan = await planOf({ ...asking, lanes, sections: wantedOf(sections.names, options.query), nowMs });
  const record = new PageRecord({ reader, onRows: options.onRows, onPage: options.onPage });
  const reads = await readSpans({ spans: plan.spans, reading: asking, record, lanes });
  const failure = plan.failure ?? record.failure;
  // A refusal may have shaped the answer which sections there are: while nothing was read, any may be missing.
  const isAsked = typeof reader.sections === 'function';
  if (isAsked && failure !== undefined && record.pages.length === 0) {
    return nothingRead(failure, what, options.query);
  }
  const gone = forgottenHoles(plan.forgotten, nowAtVenue(options));
  const proven = {
    ...coverageOf(reachesOf(reads, plan.spans), plan.isBySymbol),
    ...onlySections(options.query),
  };
  const coverage = withHoles(proven, [...plan.holes, ...gone]);
  const stop = stopOf(
    reads.map((read) => read.stop),
    plan,
  );
  return {
    proof: { coverage, pages: record.pages, stop },
    rows: record.rows,
    ...(failure === undefined ? {} : { failure }),
  };
}

const reachesOf = (reads: readonly SpanRead[], spans: readonly PlannedSpan[]): readonly Reach[] =>
  reads.map((read, at) => {
    const symbol = spans[at]?.symbol;
    return symbol === undefined ? read : { ...read, symbol };
  });

const costsOf =
  <Row>({ cost, run }: ByApi<ReadPages<Row>>) =>
  (section: string | undefined): Cost =>
    (section === undefined ? undefined : run.wayIn?.(section).cost) ?? cost ?? 1;

/** Where the venue vouches that there is nothing, there is nothing to read; a list that nobody asked for is none. */
function stopOf(stops: readonly StopReason[], { failure, holes }: Plan): StopReason {
  if (failure !== undefined || stops.includes('failed')) return 'failed';
  return stops.at(-1) ?? (holes.length === 0 ? 'single-page' : 'failed');
}

type Sections = { readonly names: readonly (string | undefined)[] } | { readonly failure: Failure };

const wantedOf = (
  names: readonly (string | undefined)[],
  { sections }: Query,
): readonly (string | undefined)[] =>
  sections === undefined ? names : names.filter((name) => name === undefined || sections.includes(name));

const onlySections = ({ sections }: Query): Pick<Coverage, 'sections'> =>
  sections === undefined ? {} : { sections };

/** The compartments that the list lies in; a venue that must be asked for them may fail like any page. */
async function sectionsOf<Row>(options: ReadAllOptions<Row>): Promise<Sections> {
  const { capability, session, budget, clock, signal, reserve } = options;
  const { sections } = capability.run;
  if (sections === undefined) return { names: [undefined] };
  if (typeof sections !== 'function') return { names: sections };
  try {
    const paid = paying(session, { budget, cost: capability.cost ?? 1, clock, signal, reserve });
    return { names: await patiently(() => sections(paid), { clock, signal }) };
  } catch (error) {
    if (!(error instanceof VenueFailure)) throw error;
    return { failure: error.failure };
  }
}

const nothingRead = (failure: Failure, what: string, query: Query): StreamResult => ({
  proof: {
    coverage: {
      symbols: [],
      ...onlySections(query),
      holes: [{ what, why: `${failure.code} while ${failure.doing}` }],
    },
    pages: [],
    stop: 'failed',
  },
  rows: 0,
  failure,
});

const withHoles = (coverage: Coverage, more: readonly Hole[]): Coverage =>
  more.length === 0 ? coverage : { ...coverage, holes: [...more, ...coverage.holes] };

const nowAtVenue = ({ clock, clockOffsetMs = 0 }: Pick<ReadAllOptions<never>, 'clock' | 'clockOffsetMs'>) =>
  clock.now().toMillis() + clockOffsetMs;

function coverageOf(reaches: readonly Reach[], isBySymbol: boolean): Coverage {
  if (!isBySymbol) return buildCoverage(reaches, 'not-by-symbol');
  const symbols = reaches.filter(({ proven }) => proven.length > 0).flatMap(({ symbol }) => symbol ?? []);
  return buildCoverage(reaches, [...new Set(symbols)]);
}
