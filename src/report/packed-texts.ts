/** Texts that are kept as UTF-8 and made again each time one is asked for. */
export interface PackedTexts {
  readonly length: number;
  /** @param index of a text that is there */
  at(index: number): string;
}

const pieceBytes = 1024 * 1024;
/** UTF-8 of one UTF-16 unit, at most. Half of a pair is not kept: JSON escapes it before. */
const mostBytes = 3;
/** Where a text ends, as one number: which piece, times this, and how far into it. */
const span = 2 ** 32;

/**
 * Keeps texts one behind the other, in pieces of memory that are never moved: one buffer that grows is copied at
 * each step, and is there twice while it is.
 */
export function packTexts(texts: Iterable<string>): PackedTexts {
  const pieces: Buffer[] = [];
  let piece: Buffer = Buffer.alloc(0);
  let used = 0;
  let ends: Float64Array = new Float64Array(2_048);
  let length = 0;
  for (const text of texts) {
    const most = text.length * mostBytes;
    if (pieces.length === 0 || used + most > piece.length) {
      // A text that needs a piece of its own gets one of its size.
      piece = most > pieceBytes ? Buffer.alloc(Buffer.byteLength(text)) : Buffer.allocUnsafeSlow(pieceBytes);
      pieces.push(piece);
      used = 0;
    }
    used += piece.write(text, used);
    if (length === ends.length) ends = longer(ends);
    ends[length++] = (pieces.length - 1) * span + used;
  }
  // What is left of the last piece is not kept.
  if (pieces.length > 0) pieces[pieces.length - 1] = Buffer.from(piece.subarray(0, used));
  return textsOf(pieces, ends.slice(0, length));
}

function textsOf(pieces: readonly Buffer[], ends: Float64Array): PackedTexts {
  return {
    length: ends.length,
    at(index) {
      const end = ends[index] ?? 0;
      const before = index === 0 ? 0 : (ends[index - 1] ?? 0);
      const number = Math.floor(end / span);
      const start = number * span;
      return pieces[number]?.toString('utf8', Math.max(before - start, 0), end - start) ?? '';
    },
  };
}

function longer(numbers: Float64Array): Float64Array {
  const larger = new Float64Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
