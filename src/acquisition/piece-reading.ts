import type { Paging } from '../venues/index.ts';
import type { PageRecord } from './page-record.ts';
import { PieceTurner, type Reading } from './page-turner.ts';
import { readSpan } from './paging/registry.ts';
import type { Span, SpanRead } from './paging/style.ts';

/** What can be read by itself: a span, or one window of a span. */
export interface Piece {
  readonly paging: Paging;
  readonly span: Span;
}

interface Options<Row> {
  readonly pieces: Iterable<Piece>;
  readonly reading: Reading<Row>;
  readonly record: PageRecord<Row>;
  /** How many pieces may be under way at once. */
  readonly lanes: number;
}

/** Pieces that were read are held back behind one that is still read: not without bound. */
const heldPerLane = 2;

/**
 * Reads the pieces, several at once, and returns what each proved, in order. The record reads as if
 * they had come one after the other: where a loss ends the reading, whatever comes after it counts as
 * not read, also what had been asked before the loss was known.
 */
export async function readPieces<Row>(options: Options<Row>): Promise<readonly SpanRead[]> {
  return new PieceReading(options).read();
}

class PieceReading<Row> {
  readonly #record: PageRecord<Row>;
  readonly #reading: Reading<Row>;
  readonly #source: Iterator<Piece>;
  readonly #lanes: number;
  readonly #ahead: number;
  readonly #stop = new AbortController();
  readonly #turners: PieceTurner<Row>[] = [];
  readonly #results: SpanRead[] = [];
  /** At `i`: the largest page of the pieces before `i`, all of which are told. */
  readonly #largestBefore: number[] = [0];
  readonly #pieces: Piece[] = [];
  #told = 0;
  #seed: number | undefined;
  #failed: { readonly error: unknown } | undefined;
  #changed = Promise.withResolvers<void>();

  constructor({ pieces, reading, record, lanes }: Options<Row>) {
    this.#record = record;
    this.#source = pieces[Symbol.iterator]();
    this.#lanes = lanes;
    this.#ahead = lanes === 1 ? 1 : lanes * heldPerLane;
    this.#reading = { ...reading, signal: AbortSignal.any([reading.signal, this.#stop.signal]) };
  }

  async read(): Promise<readonly SpanRead[]> {
    await Promise.all(Array.from({ length: this.#lanes }, () => this.#lane()));
    if (this.#failed !== undefined) throw this.#failed.error;
    if (this.#record.ended !== undefined) await this.#loseTheRest();
    return this.#results;
  }

  async #lane(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      if (!this.#mayBegin(this.#pieces.length)) {
        await this.#changed.promise;
        continue;
      }
      const piece = this.#next();
      if (piece === undefined) return;
      await this.#readOne(piece, this.#pieces.push(piece) - 1);
    }
  }

  // The first piece's first page comes alone: a dead key, a ban, a venue that is down are met by one
  // request, and the later pieces know how large a page is. What they know depends on no race.
  #mayBegin(at: number): boolean {
    if (at === 0) return true;
    const isOpen = this.#seed !== undefined || this.#told > 0;
    return isOpen && at < this.#told + this.#ahead;
  }

  async #readOne({ paging, span }: Piece, at: number): Promise<void> {
    const known = this.#largestBefore[Math.max(0, at - this.#ahead + 1)] ?? 0;
    const turner = new PieceTurner(
      this.#reading,
      this.#record,
      Math.max(known, this.#seed ?? 0),
      (received) => {
        this.#seed ??= received;
        this.#wake();
      },
    );
    this.#turners[at] = turner;
    if (at === this.#told) turner.takeTurn();
    try {
      this.#results[at] = await readSpan(turner, paging, span);
      this.#tellOn();
    } catch (error) {
      this.#failed ??= { error };
      this.#stop.abort(error);
    }
    this.#wake();
  }

  #tellOn(): void {
    while (this.#results[this.#told] !== undefined) {
      // It was this piece that ended the reading: no other may tell anything.
      if (this.#record.ended !== undefined) return this.#stop.abort(this.#record.ended);
      const largest = this.#turners[this.#told]?.largest ?? 0;
      this.#largestBefore.push(Math.max(this.#largestBefore[this.#told] ?? 0, largest));
      this.#told += 1;
      this.#turners[this.#told]?.takeTurn();
    }
  }

  /** Every piece after the one that ended the reading, begun or not, in its own words. */
  async #loseTheRest(): Promise<void> {
    for (let at = this.#told + 1; ; at++) {
      const piece = this.#pieces[at] ?? this.#next();
      if (piece === undefined) return;
      const turner = new PieceTurner(this.#reading, this.#record, 0);
      this.#results[at] = await readSpan(turner, piece.paging, piece.span);
    }
  }

  #next(): Piece | undefined {
    const piece = this.#source.next();
    return piece.done ? undefined : piece.value;
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
