import type { ByteSource } from './byte-source.ts';
import type { Window } from './matcher.ts';

/**
 * Memory for one text at a time, of at least so many bytes; what stands in it stays when it is asked for more. What was
 * given before is not to be used then.
 */
export type WindowMemory = (length: number) => Buffer;

interface Windowing {
  readonly memory: WindowMemory;
  /** So much of a window is in the next one, too. */
  readonly overlap: number;
}

/**
 * Pieces that overlap, so that nothing hides across an edge, each at least as long as the overlap. All lie in the
 * same memory: each is good until the next is asked for.
 */
export async function* windowsOf(
  pieces: AsyncIterable<Uint8Array>,
  windowing: Windowing,
): AsyncGenerator<Window> {
  const filling = new Filling(windowing);
  for await (const piece of pieces) {
    filling.space(piece.length).set(piece);
    const window = filling.add(piece.length);
    if (window) yield window;
  }
  yield filling.last();
}

const pieceSize = 1024 * 1024;

/** The same of a file, which is read straight to where it is looked at. `onPiece` sees each byte once, before that. */
export async function* windowsOfSource(
  source: ByteSource,
  windowing: Windowing,
  onPiece?: (piece: Buffer) => void,
): AsyncGenerator<Window> {
  const filling = new Filling(windowing);
  const most = Math.min(pieceSize, source.size + 1);
  for (let at = 0; ;) {
    const piece = await readInto(filling.space(most), source, at);
    if (piece.length === 0) break;
    onPiece?.(piece);
    at += piece.length;
    const window = filling.add(piece.length);
    if (window) yield window;
  }
  yield filling.last();
}

/** The next bytes of a source, in this memory also when they lie in memory already. */
export async function readInto(memory: Buffer, source: ByteSource, at: number): Promise<Buffer> {
  const piece = await source.read(at, memory.length, memory);
  if (piece.buffer !== memory.buffer) memory.set(piece);
  return memory.subarray(0, piece.length);
}

const leastWindow = 512 * 1024;

/** Memory that is filled until there is enough for a window. */
class Filling {
  readonly #memory: WindowMemory;
  readonly #overlap: number;
  readonly #enough: number;
  #length = 0;
  /** Where in the text the memory begins. */
  #at = 0;
  #isGiven = false;

  constructor({ memory, overlap }: Windowing) {
    this.#memory = memory;
    this.#overlap = overlap;
    this.#enough = Math.max(4 * overlap, leastWindow);
  }

  /** Where the next bytes go. */
  space(length: number): Buffer {
    if (this.#isGiven) this.#goOn();
    return this.#memory(this.#length + length).subarray(this.#length, this.#length + length);
  }

  /** Of the space so many bytes were filled. */
  add(length: number): Window | undefined {
    this.#length += length;
    if (this.#length < this.#enough) return undefined;
    this.#isGiven = true;
    return this.#window(false);
  }

  last(): Window {
    if (this.#isGiven) this.#goOn();
    return this.#window(true);
  }

  #window(last: boolean): Window {
    const bytes = this.#memory(this.#length).subarray(0, this.#length);
    return { bytes, at: this.#at, first: this.#at === 0, last };
  }

  #goOn(): void {
    this.#memory(this.#length).copyWithin(0, this.#length - this.#overlap, this.#length);
    this.#at += this.#length - this.#overlap;
    this.#length = this.#overlap;
    this.#isGiven = false;
  }
}
