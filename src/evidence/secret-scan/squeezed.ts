import { Scratch } from './scratch.ts';

/**
 * Without blanks, line breaks (also those written `\n`) and zero bytes: what was split over lines stands
 * in one piece, and UTF-16 reads as one byte a character. Without "=" too, which ends a line that
 * quoted-printable breaks. Undefined: nothing was there to take out.
 */
export function squeezed(bytes: Buffer, scratch: Scratch = new Scratch()): Buffer | undefined {
  const out = scratch.ofLength(bytes.length);
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
