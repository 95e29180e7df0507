import type { Paging } from '../venues/index.ts';
import { HeldRows } from './held-rows.ts';
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
  /** Told what each piece proved, one after the other. */
  readonly onRead: (read: SpanRead) => void;
}

/** Pieces that were read are held back behind one that is still read: not without bound. */
const heldPerLane = 2;

/**
 * Reads the pieces, several at once, and tells what each proved, in order. The record reads as if
 * they had come one after the other: where a loss ends the reading, whatever comes after it counts as
 * not read, also what had been asked before the loss was known. Of a piece that is told nothing is held.
 */
export async function readPieces<Row>(options: Options<Row>): Promise<void> {
  return new PieceReading(options).read();
}

class PieceReading<Row> {
  readonly #record: PageRecord<Row>;
  readonly #reading: Reading<Row>;
  readonly #source: Iterator<Piece>;
  readonly #lanes: number;
  readonly #ahead: number;
  readonly #onRead: (read: SpanRead) => void;
  readonly #stop = new AbortController();
  readonly #room = new HeldRows();
  /** The pieces that were begun and are not told, by their place. */
  readonly #open = new Map<number, OpenPiece<Row>>();
  /** At `i`: the largest page of the pieces before `i`, all of which are told. */
  readonly #largestBefore: number[] = [0];
  #begun = 0;
  #told = 0;
  #seed: number | undefined;
  #failed: { readonly error: unknown } | undefined;
  #changed = Promise.withResolvers<void>();

  constructor({ pieces, reading, record, lanes, onRead }: Options<Row>) {
    this.#onRead = onRead;
    this.#record = record;
    this.#source = pieces[Symbol.iterator]();
    this.#lanes = lanes;
    this.#ahead = lanes === 1 ? 1 : lanes * heldPerLane;
    this.#reading = { ...reading, signal: AbortSignal.any([reading.signal, this.#stop.signal]) };
  }

  async read(): Promise<void> {
    await Promise.all(Array.from({ length: this.#lanes }, () => this.#lane()));
    if (this.#failed !== undefined) throw this.#failed.error;
    if (this.#record.ended !== undefined) await this.#loseTheRest();
  }

  async #lane(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      if (!this.#mayBegin(this.#begun)) {
        await this.#changed.promise;
        continue;
      }
      const piece = this.#next();
      if (piece === undefined) return;
      await this.#readOne(piece, this.#begun++);
    }
  }

  // The first piece's first page comes alone: a dead key, a ban, a venue that is down are met by one
  // request, and the later pieces know how large a page is. What they know depends on no race.
  #mayBegin(at: number): boolean {
    if (at === 0) return true;
    const isOpen = this.#seed !== undefined || this.#told > 0;
    return isOpen && at < this.#told + this.#ahead;
  }

  async #readOne(piece: Piece, at: number): Promise<void> {
    const known = this.#largestBefore[Math.max(0, at - this.#ahead + 1)] ?? 0;
    const turner = this.#turner(Math.max(known, this.#seed ?? 0), { isFirst: at === 0 });
    const open: OpenPiece<Row> = { piece, turner, read: undefined };
    this.#open.set(at, open);
    if (at === this.#told) turner.takeTurn();
    try {
      open.read = await readSpan(turner, piece.paging, piece.span);
      this.#tellOn();
      await this.#record.settled();
    } catch (error) {
      this.#failed ??= { error };
      this.#stop.abort(error);
    }
    this.#wake();
  }

  #turner(largest: number, { isFirst }: { readonly isFirst: boolean }): PieceTurner<Row> {
    const onPage = (received: number): void => {
      // Of another piece it would be whichever reply came first: where the first one brought no page, nothing is known.
      if (isFirst) this.#seed ??= received;
      this.#wake();
    };
    return new PieceTurner(this.#reading, this.#record, { largest, room: this.#room, onPage });
  }

  #tellOn(): void {
    for (;;) {
      const open = this.#open.get(this.#told);
      if (open?.read === undefined) return;
      // It was this piece that ended the reading: no other may tell anything.
      if (this.#record.ended !== undefined) return this.#stop.abort(this.#record.ended);
      this.#largestBefore.push(Math.max(this.#largestBefore[this.#told] ?? 0, open.turner.largest));
      this.#pass(open.read);
      this.#open.get(this.#told)?.turner.takeTurn();
    }
  }

  #pass(read: SpanRead): void {
    this.#onRead(read);
    this.#open.delete(this.#told);
    this.#told += 1;
  }

  /** Every piece after the one that ended the reading, begun or not, in its own words. */
  async #loseTheRest(): Promise<void> {
    const last = this.#open.get(this.#told)?.read;
    if (last !== undefined) this.#pass(last);
    for (;;) {
      const piece = this.#open.get(this.#told)?.piece ?? this.#next();
      if (piece === undefined) return;
      this.#pass(await readSpan(this.#lostTurner(), piece.paging, piece.span));
    }
  }

  /** Asks for nothing any more: the reading has ended. */
  #lostTurner(): PieceTurner<Row> {
    const turner = this.#turner(0, { isFirst: false });
    turner.takeTurn();
    return turner;
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

interface OpenPiece<Row> {
  readonly piece: Piece;
  readonly turner: PieceTurner<Row>;
  read: SpanRead | undefined;
}
