import type { Window } from './matcher.ts';

/**
 * Pieces that overlap, so that nothing hides across an edge, each at least as long as the overlap. All lie in the
 * same memory: each is good until the next is asked for.
 */
export async function* windowsOf(pieces: AsyncIterable<Uint8Array>, overlap: number): AsyncGenerator<Window> {
  let memory: Buffer = Buffer.alloc(0);
  let length = 0;
  let first = true;
  const enough = Math.max(4 * overlap, leastWindow);
  for await (const piece of pieces) {
    memory = ofLength(length + piece.length, memory);
    memory.set(piece, length);
    length += piece.length;
    if (length < enough) continue;
    yield { bytes: memory.subarray(0, length), first, last: false };
    first = false;
    memory.copyWithin(0, length - overlap, length);
    length = overlap;
  }
  yield { bytes: memory.subarray(0, length), first, last: true };
}

const leastWindow = 512 * 1024;

/** The same memory if it is long enough, else twice as much as is needed, with the same at its beginning. */
function ofLength(length: number, memory: Buffer): Buffer {
  if (length <= memory.length) return memory;
  const longer = Buffer.allocUnsafeSlow(memory.length === 0 ? length : 2 * length);
  memory.copy(longer);
  return longer;
}
