import type { Window } from './matcher.ts';

/** Pieces that overlap, so that nothing hides across an edge, each at least as long as the overlap. */
export async function* windowsOf(pieces: AsyncIterable<Uint8Array>, overlap: number): AsyncGenerator<Window> {
  let held: Buffer[] = [];
  let length = 0;
  let first = true;
  const enough = Math.max(4 * overlap, leastWindow);
  for await (const piece of pieces) {
    held.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    length += piece.length;
    if (length < enough) continue;
    const bytes = Buffer.concat(held, length);
    yield { bytes, first, last: false };
    first = false;
    // Copied: a view would keep the whole window alive.
    held = [Buffer.from(bytes.subarray(bytes.length - overlap))];
    length = overlap;
  }
  yield { bytes: Buffer.concat(held, length), first, last: true };
}

const leastWindow = 512 * 1024;
