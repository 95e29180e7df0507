import type { Kernel } from './kernel.ts';
import type { Scratch } from './scratch.ts';

/**
 * Without blanks, line breaks (also those written `\n`) and zero bytes: what was split over lines stands
 * in one piece, and UTF-16 reads as one byte a character. Without "=" too, which ends a line that
 * quoted-printable breaks. Undefined: nothing was there to take out.
 */
export function squeezed(bytes: Buffer): Buffer | undefined {
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let from = 0; from < bytes.length;) {
    const mark = bytes.indexOf(backslash, from);
    const to = mark === -1 ? bytes.length : mark;
    // Without a branch: every byte is written, and the next over it when it was none to keep.
    for (let at = from; at < to; at++) {
      const byte = bytes[at] ?? 0;
      out[length] = byte;
      length += keeps[byte] ?? 0;
    }
    from = to;
    if (mark === -1) continue;
    if (isBreakLetter(bytes[mark + 1])) from += 2;
    else {
      out[length++] = backslash;
      from += 1;
    }
  }
  return length === bytes.length ? undefined : out.subarray(0, length);
}

/** `squeezed` of bytes in the kernel's memory, many times faster, into a room that is as long. */
export type Squeeze = (bytes: Buffer, into: Scratch) => Buffer | undefined;

export function createSqueeze(kernel: Kernel): Squeeze {
  const moves = kernel.reserve(256 * 8);
  for (let leftOut = 0; leftOut < 256; leftOut++) {
    const kept = [0, 1, 2, 3, 4, 5, 6, 7].filter((place) => (leftOut & (1 << place)) === 0);
    kernel.bytes(moves + leftOut * 8, moves + leftOut * 8 + kept.length).set(kept);
  }
  return (bytes, into) => {
    const out = into.ofLength(bytes.length);
    const { byteOffset, length } = bytes;
    const end = kernel.loops.squeeze(byteOffset, byteOffset + length, out.byteOffset, moves);
    return end - out.byteOffset === length ? undefined : out.subarray(0, end - out.byteOffset);
  };
}

/** UTF-16 of Latin letters as one byte a character; undefined: there are no zero bytes. */
export function withoutZeros(bytes: Buffer, scratch: Scratch): Buffer | undefined {
  if (!bytes.includes(0)) return undefined;
  const out = scratch.ofLength(bytes.length);
  let length = 0;
  for (const byte of bytes) if (byte !== 0) out[length++] = byte;
  return out.subarray(0, length);
}

const [blank, backslash, equals] = [0x20, 0x5c, 0x3d];
/** 0 for what `squeezed` takes out. */
const keeps = new Uint8Array(256).fill(1);
for (const byte of [0, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, blank, equals]) keeps[byte] = 0;

const isBreakLetter = (byte: number | undefined): boolean => byte === 0x6e || byte === 0x72 || byte === 0x74;
