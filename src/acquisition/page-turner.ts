import type { Clock } from '../domain/clock.ts';
import type { StopReason } from '../domain/coverage.ts';
import { type Failure, type FailureCode, VenueFailure } from '../domain/failure.ts';
import type { PageRequest, ReadPages, Session } from '../venues/index.ts';
import type { Reserve } from './admission.ts';
import type { Budget, Cost, Sent } from './budget.ts';
import { orEndEarly, refuseEnded } from './end-early.ts';
import type { HeldRows } from './held-rows.ts';
import { paidBy } from './metered.ts';
import { PageLost } from './page-lost.ts';
import type { FetchedPage, PageRecord } from './page-record.ts';
import { passing, pausesMs } from './patience.ts';

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

/** Turns the pages of one piece of a listing: budget, repeats, and the record of every page. */
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
  /** The loss that ended the whole reading: whatever is still asked for is lost to it. */
  readonly ended: PageLost | undefined;
}

export interface Reading<Row> {
  readonly reader: ReadPages<Row>;
  readonly what: string;
  readonly costIn: (section: string | undefined) => Cost;
  readonly session: Session;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** On the clock's monotonic scale: no page is begun that would start later. */
  readonly deadlineMs?: number | undefined;
  /** "containment": of what an act waits for, from the share that evidence leaves alone. Absent: evidence. */
  readonly reserve?: Reserve | undefined;
  /** Aborting ends the reading early: what was read stays, and the reason (in words) is that of the hole. */
  readonly endEarly?: AbortSignal | undefined;
}

interface TurnerOptions {
  readonly largest: number;
  readonly room: HeldRows;
  readonly onPage?: (received: number) => void;
}

// Longer than any counter's window, shorter than a ban: a person waits for a screen that moves.
const patienceMs = 5 * 60_000;
/** Turns the pages of one piece. What it finds is held back until all pieces before it have been told. */
export class PieceTurner<Row> implements PageTurner {
  readonly #reading: Reading<Row>;
  readonly #record: PageRecord<Row>;
  #held: (FetchedPage<Row> | PageLost)[] | undefined = [];
  #heldRows = 0;
  readonly #room: HeldRows;
  readonly #onPage: ((received: number) => void) | undefined;
  #largest: number;
  #own = 0;

  /**
   * `largest`: the most rows that a page of an earlier piece was seen to hold. `onPage` is told of every
   * page at once, also of those that are held back; `room` is what all pieces together may hold back.
   */
  constructor(reading: Reading<Row>, record: PageRecord<Row>, { largest, room, onPage }: TurnerOptions) {
    this.#reading = reading;
    this.#record = record;
    this.#largest = largest;
    this.#room = room;
    this.#onPage = onPage;
  }

  get ended(): PageLost | undefined {
    return this.#record.ended;
  }

  /** The most rows in one page of this piece. */
  get largest(): number {
    return this.#own;
  }

  /** All pieces before this one are in the record: tells what was held, and from now on everything at once. */
  takeTurn(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const one of held) this.#tell(one);
    this.#room.give(this.#heldRows);
    this.#heldRows = 0;
  }

  async turn(request: PageRequest): Promise<TurnedPage> {
    // Whoever's turn it is never waits for room, so it comes.
    while (this.#held !== undefined && this.#room.isFull) await this.#room.more(this.#reading.signal);
    if (this.#record.ended !== undefined) throw this.#record.ended;
    try {
      return await this.#readPatiently(request);
    } catch (error) {
      if (error instanceof PageLost) this.#tell(error);
      throw error;
    }
  }

  isFull(page: TurnedPage, pageSize: number): boolean {
    return page.received > 0 && page.received >= Math.min(pageSize, this.#largest);
  }

  stuck(why: string): PageLost {
    const lost = new PageLost(why, this.#failure('REPLY_NOT_UNDERSTOOD', why));
    this.#tell(lost);
    return lost;
  }

  /** What comes after the end was asked before the end was known, and counts as not read. */
  #tell(one: FetchedPage<Row> | PageLost): void {
    if (this.#held !== undefined) this.#hold(one, this.#held);
    else if (this.#record.ended === undefined) this.#record.take(one);
  }

  #hold(one: FetchedPage<Row> | PageLost, held: (FetchedPage<Row> | PageLost)[]): void {
    held.push(one);
    if (one instanceof PageLost) return;
    this.#heldRows += one.page.rows.length;
    this.#room.take(one.page.rows.length);
  }

  async #readPatiently(request: PageRequest): Promise<TurnedPage> {
    for (let attempt = 0; ; attempt++) {
      this.#reading.signal.throwIfAborted();
      this.#refuseLate(0);
      try {
        return await this.#readOnce(request);
      } catch (error) {
        this.#reading.signal.throwIfAborted();
        if (!(error instanceof VenueFailure)) throw error;
        const pauseMs = pausesMs[attempt];
        if (pauseMs === undefined || !passing.has(error.code)) {
          throw new PageLost(error.message, error.failure, error);
        }
        await orEndEarly(this.#reading, (signal) => this.#reading.clock.sleep(pauseMs, signal));
      }
    }
  }

  async #spend(cost: Cost): Promise<Sent> {
    const { budget, signal, reserve = 'evidence' } = this.#reading;
    signal.throwIfAborted();
    refuseEnded(this.#reading);
    const waitMs = budget.waitMs(cost, { reserve });
    this.#refuseLate(waitMs);
    if (waitMs > patienceMs) {
      throw new PageLost(`the venue takes no requests for another ${Math.ceil(waitMs / 1000)} s`);
    }
    const sent = await orEndEarly(this.#reading, (either) =>
      budget.spend(cost, { reserve, signal: either, awaitsAnswer: true }),
    );
    try {
      // Others stood in the queue before.
      this.#refuseLate(0);
      refuseEnded(this.#reading);
    } catch (error) {
      sent.answered();
      throw error;
    }
    return sent;
  }

  #refuseLate(waitMs: number): void {
    const { clock, deadlineMs } = this.#reading;
    if (deadlineMs !== undefined && clock.monotonicMs() + waitMs >= deadlineMs) {
      throw new PageLost('the time set for this reading was over');
    }
  }

  async #readOnce(request: PageRequest): Promise<TurnedPage> {
    const { reader, session, costIn, budget, clock } = this.#reading;
    const pay = (price: Cost): Promise<Sent> => this.#spend(price);
    const paid = paidBy(session, { pay, cost: costIn(request.section), budget, clock });
    const page = await reader.page(paid, request);
    const fetched = this.#record.fetched(request, page);
    this.#own = Math.max(this.#own, page.received);
    this.#largest = Math.max(this.#largest, page.received);
    this.#tell(fetched);
    this.#onPage?.(page.received);
    await this.#record.settled();
    if (page.stop === 'failed') {
      const why = 'the venue cut its reply short';
      throw new PageLost(why, this.#failure('REPLY_NOT_UNDERSTOOD', why));
    }
    const { received, nextCursor, stop, unproven } = page;
    return { received, ids: fetched.ids, nextCursor, stop, unproven };
  }

  #failure(code: FailureCode, detail: string): Failure {
    const { session, what } = this.#reading;
    return { code, venue: session.venue.id, doing: `turning the pages of ${what}`, detail };
  }
}
