import { refuse } from './refusal.ts';

// A token nests about 20 deep; what a stranger sends must not unwind the stack.
const deepest = 40;

/**
 * Refuses bytes that are not one DER value from the first to the last (X.690 §10): indefinite or overlong
 * lengths, strings in pieces, anything behind the end. The parser forgives these; a signature does not
 * cover the shell that they stand in, so a forgiven byte is one that somebody could change.
 */
export function refuseLooseDer(bytes: Uint8Array): void {
  const end = readValue(bytes, 0, bytes.length, 0);
  if (end !== bytes.length) refuse('NOT_UNDERSTOOD', `${bytes.length - end} bytes follow the end`);
}

function readValue(bytes: Uint8Array, start: number, limit: number, depth: number): number {
  if (depth > deepest) refuse('NOT_UNDERSTOOD', `nested deeper than ${deepest}`);
  const tag = byteAt(bytes, start, limit);
  // Tags above 30 take several bytes; nothing in RFC 3161 or X.509 has one.
  if ((tag & 0x1f) === 0x1f) refuse('NOT_UNDERSTOOD', `an unknown tag at byte ${start}`);
  const { length, from } = readLength(bytes, start + 1, limit);
  const end = from + length;
  if (end > limit) refuse('NOT_UNDERSTOOD', `cut off: the value at byte ${start} goes on beyond the end`);
  if (isConstructed(tag, start)) {
    for (let at = from; at < end;) at = readValue(bytes, at, end, depth + 1);
  }
  return end;
}

/** Of the universal types only sequences and sets are made of parts. */
function isConstructed(tag: number, at: number): boolean {
  const parts = (tag & 0x20) !== 0;
  const isUniversal = (tag & 0xc0) === 0;
  const number = tag & 0x1f;
  if (isUniversal && parts !== (number === 16 || number === 17)) {
    refuse('NOT_UNDERSTOOD', `a value in a form that DER does not have, at byte ${at}`);
  }
  return parts;
}

function readLength(bytes: Uint8Array, at: number, limit: number): { length: number; from: number } {
  const first = byteAt(bytes, at, limit);
  if (first < 0x80) return { length: first, from: at + 1 };
  const size = first & 0x7f;
  if (size === 0 || size > 4) refuse('NOT_UNDERSTOOD', `a length that DER does not have, at byte ${at}`);
  let length = 0;
  for (let i = 1; i <= size; i++) length = length * 256 + byteAt(bytes, at + i, limit);
  const isShortest = length >= 0x80 && length >= 256 ** (size - 1);
  if (!isShortest) refuse('NOT_UNDERSTOOD', `a length longer than it need be, at byte ${at}`);
  return { length, from: at + 1 + size };
}

const byteAt = (bytes: Uint8Array, at: number, limit: number): number =>
  (at < limit ? bytes[at] : undefined) ?? refuse('NOT_UNDERSTOOD', `cut off at byte ${at}`);
