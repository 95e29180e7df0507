import type { Clock } from '../domain/clock.ts';
import type { Listing, StopReason } from '../domain/coverage.ts';
import { type Failure, type FailureCode, VenueFailure } from '../domain/failure.ts';
import type { PageRequest, ReadPages, Session } from '../venues/index.ts';
import type { Budget, Cost } from './budget.ts';
import { symbolOf } from './paging/span.ts';

/** One page as the paging styles see it: they follow ids and counts, never the rows themselves. */
export interface TurnedPage {
  /** Rows in the venue's reply. */
  readonly received: number;
  readonly ids: readonly string[];
  readonly nextCursor: string | undefined;
  /** Set when the venue's own reader knows that this page was the last. */
  readonly stop: StopReason | undefined;
  /** Why these rows may not be all. */
  readonly unproven: string | undefined;
}

/** Turns the pages of one listing: budget, repeats, de-duplication and the record of every page. */
export interface PageTurner {
  /** Throws PageLost when the page cannot be had; once the reading has ended, at once. */
  turn(request: PageRequest): Promise<TurnedPage>;
  /**
   * Whether more rows may follow. A page counts as full from the size that the venue was *seen* to
   * send, not only from the size it documents: a venue that quietly caps pages at 500 instead of
   * 1000 would otherwise end the list early without a trace.
   */
  isFull(page: TurnedPage, pageSize: number): boolean;
  /** The error for pages that do not lead on. */
  stuck(why: string): PageLost;
}

export interface PageProgress {
  readonly page: number;
  /** Rows so far, without duplicates. */
  readonly rows: number;
  readonly request: PageRequest;
  readonly symbol?: string;
}

interface Reading<Row> {
  readonly reader: ReadPages<Row>;
  readonly what: string;
  readonly costIn: (section: string | undefined) => Cost;
  readonly session: Session;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onPage?: ((progress: PageProgress) => void) | undefined;
  /** On the clock's monotonic scale: no page is begun that would start later. */
  readonly deadlineMs?: number | undefined;
}

/** A page that could not be had: what was asked there becomes a hole in the coverage. */
class PageLost extends Error {
  readonly failure: Failure | undefined;

  constructor(why: string, failure?: Failure, cause?: unknown) {
    super(why, { cause });
    this.name = 'PageLost';
    this.failure = failure;
  }
}

/** Returns the reason for the hole; passes on whatever is no lost page: an abort, a defect of ours. */
export function whyLost(error: unknown): string {
  if (error instanceof PageLost) return error.message;
  throw error;
}

// A read may be repeated. These pass by themselves: an overloaded venue, a gateway's page in place
// of JSON, a lost connection, a request that took too long to arrive. A clock that is really wrong
// meets the same again, and then it is said.
const passing: ReadonlySet<FailureCode> = new Set([
  'RATE_LIMITED',
  'UNREACHABLE',
  'VENUE_DOWN',
  'OUTCOME_UNKNOWN',
  'REPLY_NOT_UNDERSTOOD',
  'CLOCK_SKEW',
]);
const pausesMs = [1_000, 4_000];

// About this page only: another symbol or window may still be readable. Any other failure is about
// the key, the address or the venue, and every further request would only meet it again.
const ofThisPage: ReadonlySet<FailureCode> = new Set([
  'NOT_FOUND',
  'REQUEST_REJECTED',
  'REPLY_NOT_UNDERSTOOD',
]);
const lostInARowAtMost = 3;

// Longer than any counter's window, shorter than a ban: a person waits for a screen that moves.
const patienceMs = 5 * 60_000;
// When the venue named no time: Binance counts by the minute, and asking again too soon earns a ban
// (venues-core §1.7 f: two minutes and more).
const pauseWhenLimitedMs = 60_000;
const pauseWhenBannedMs = 120_000;

export class ListingTurner<Row> implements PageTurner {
  readonly #reading: Reading<Row>;
  readonly #seen = new Set<string>();
  readonly #rows: Row[] = [];
  readonly #pages: Listing<Row>['pages'][number][] = [];
  #largest = 0;
  #lostInARow = 0;
  #firstLost: PageLost | undefined;
  #ended: PageLost | undefined;

  constructor(reading: Reading<Row>) {
    this.#reading = reading;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  get pages(): Listing<Row>['pages'] {
    return this.#pages;
  }

  get failure(): Failure | undefined {
    return this.#firstLost?.failure;
  }

  async turn(request: PageRequest): Promise<TurnedPage> {
    if (this.#ended !== undefined) throw this.#ended;
    try {
      const page = await this.#readPatiently(request);
      this.#lostInARow = 0;
      return page;
    } catch (error) {
      if (error instanceof PageLost) this.#lose(error);
      throw error;
    }
  }

  isFull(page: TurnedPage, pageSize: number): boolean {
    return page.received > 0 && page.received >= Math.min(pageSize, this.#largest);
  }

  stuck(why: string): PageLost {
    const lost = new PageLost(why, this.#failure('REPLY_NOT_UNDERSTOOD', why));
    this.#lose(lost);
    return lost;
  }

  async #readPatiently(request: PageRequest): Promise<TurnedPage> {
    for (let attempt = 0; ; attempt++) {
      await this.#spend(this.#reading.costIn(request.section));
      try {
        return await this.#readOnce(request);
      } catch (error) {
        this.#reading.signal.throwIfAborted();
        if (!(error instanceof VenueFailure)) throw error;
        this.#heed(error.failure);
        const pauseMs = pausesMs[attempt];
        if (pauseMs === undefined || !passing.has(error.code)) {
          throw new PageLost(error.message, error.failure, error);
        }
        await this.#reading.clock.sleep(pauseMs, this.#reading.signal);
      }
    }
  }

  async #spend(cost: Cost): Promise<void> {
    const { budget, clock, deadlineMs, signal } = this.#reading;
    signal.throwIfAborted();
    const waitMs = budget.waitMs(cost, { reserve: 'evidence' });
    if (deadlineMs !== undefined && clock.monotonicMs() + waitMs >= deadlineMs) {
      throw new PageLost('the time set for this reading was over');
    }
    if (waitMs > patienceMs) {
      throw new PageLost(`the venue takes no requests for another ${Math.ceil(waitMs / 1000)} s`);
    }
    await budget.spend(cost, { reserve: 'evidence', signal });
  }

  async #readOnce(request: PageRequest): Promise<TurnedPage> {
    const { reader, session, onPage } = this.#reading;
    const page = await reader.page(session, request);
    const ids = page.rows.map((row) => reader.idOf(row));
    page.rows.forEach((row, at) => {
      // Ids are the venue's, and at some venues unique within a section or a symbol only.
      const key = `${request.section ?? ''}\n${request.symbol ?? ''}\n${ids[at]}`;
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
      this.#rows.push(row);
    });
    for (const exchange of page.before ?? []) this.#pages.push({ exchange, request: {}, rows: 0 });
    this.#pages.push({ exchange: page.exchange, request: page.request, rows: page.rows.length });
    this.#largest = Math.max(this.#largest, page.received);
    onPage?.({ page: this.#pages.length, rows: this.#rows.length, request, ...symbolOf(request) });
    if (page.stop === 'failed') {
      const why = 'the venue cut its reply short';
      throw new PageLost(why, this.#failure('REPLY_NOT_UNDERSTOOD', why));
    }
    const { received, nextCursor, stop, unproven } = page;
    return { received, ids, nextCursor, stop, unproven };
  }

  #heed({ code, retryAfterMs }: Failure): void {
    const { budget, clock } = this.#reading;
    const unnamedMs =
      code === 'BANNED' ? pauseWhenBannedMs : code === 'RATE_LIMITED' ? pauseWhenLimitedMs : undefined;
    const milliseconds = retryAfterMs ?? unnamedMs;
    if (milliseconds === undefined) return;
    budget.pauseUntil(clock.now().plus({ milliseconds }), `the venue answered ${code}`);
  }

  #lose(lost: PageLost): void {
    this.#firstLost ??= lost;
    this.#lostInARow += 1;
    const goesOn = lost.failure !== undefined && ofThisPage.has(lost.failure.code);
    if (!goesOn || this.#lostInARow >= lostInARowAtMost) this.#ended = lost;
  }

  #failure(code: FailureCode, detail: string): Failure {
    const { session, what } = this.#reading;
    return { code, venue: session.venue.id, doing: `turning the pages of ${what}`, detail };
  }
}
