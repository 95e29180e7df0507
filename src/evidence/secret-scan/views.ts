import type { Kernel } from './kernel.ts';
import type { Scratch } from './scratch.ts';

/**
 * The ways to look at a piece of text in which a secret may stand without being there byte for byte.
 * Each takes and gives bytes, is linear, and knows nothing of secrets. What is given lies in `scratch` and is good
 * until the same scratch is used again: a gigabyte is looked at in many ways, and fresh memory for each costs more
 * than the look.
 */
export type Undo = (bytes: Buffer, scratch: Scratch, reach: number) => readonly View[];

/** A part of what a piece says in another way; whether it begins or ends where the piece does. */
export interface View {
  readonly bytes: Buffer;
  readonly first: boolean;
  readonly last: boolean;
}

/**
 * What the piece says with escapes undone, as deep as there are scratches, the piece itself left out: only what
 * stands within `reach` bytes of an escape, since all else is there as it is and was looked at already. Each view
 * is good until the next is asked for.
 */
export function* unescaped(
  bytes: Buffer,
  [scratch, ...deeper]: readonly Scratch[],
  { undoes, reach }: { readonly undoes: readonly Undo[]; readonly reach: number },
): Generator<View> {
  if (scratch === undefined) return;
  for (const undo of undoes) {
    for (const view of undo(bytes, scratch, reach)) {
      yield view;
      for (const { bytes: inner, first, last } of unescaped(view.bytes, deeper, { undoes, reach }))
        yield { bytes: inner, first: first && view.first, last: last && view.last };
    }
  }
}

const [backslash, equals, percent, ampersand, less] = [0x5c, 0x3d, 0x25, 0x26, 0x3c];

/** `decode` says what stands at an escape and how long the escape is; undefined: it is none. */
function undoing(
  mark: number,
  decode: (
    bytes: Buffer,
    at: number,
  ) => { readonly text: Buffer | number; readonly length: number } | undefined,
): Undo {
  return (bytes, scratch, reach) => {
    let at = bytes.indexOf(mark);
    if (at === -1) return [];
    const out = scratch.ofLength(bytes.length);
    const changed = new Stretches(2 * reach);
    let [length, from] = [0, 0];
    for (; at !== -1; at = bytes.indexOf(mark, at)) {
      const escape = decode(bytes, at);
      if (escape === undefined) {
        at += 1;
        continue;
      }
      length += bytes.copy(out, length, from, at);
      const begun = length;
      if (typeof escape.text === 'number') out[length++] = escape.text;
      else length += escape.text.copy(out, length);
      changed.add(begun, length);
      from = at += escape.length;
    }
    length += bytes.copy(out, length, from);
    return viewsAround(changed.list, out.subarray(0, length), reach);
  };
}

const viewsAround = (
  changed: readonly (readonly [begin: number, end: number])[],
  out: Buffer,
  reach: number,
): readonly View[] =>
  changed.map(([begin, end]) => ({
    bytes: out.subarray(Math.max(0, begin - reach), Math.min(out.length, end + reach)),
    first: begin <= reach,
    last: end + reach >= out.length,
  }));

/** Places in order of a text; those with no more than `gap` bytes between them are one. */
class Stretches {
  readonly list: [number, number][] = [];
  readonly #gap: number;

  constructor(gap: number) {
    this.#gap = gap;
  }

  add(begin: number, end: number): void {
    const before = this.list.at(-1);
    if (before && begin - before[1] <= this.#gap) before[1] = end;
    else this.list.push([begin, end]);
  }
}

/** What a byte is worth as a hexadecimal digit; 255: it is none. */
const hexValues = new Uint8Array(256).fill(255);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  hexValues[digit.charCodeAt(0)] = value;
  hexValues[digit.toUpperCase().charCodeAt(0)] = value;
}

function hexAt(bytes: Buffer, at: number, digits: number): number | undefined {
  if (at + digits > bytes.length) return undefined;
  let number = 0;
  for (let place = at; place < at + digits; place++) {
    const value = hexValues[bytes[place] ?? 0] ?? 255;
    if (value === 255) return undefined;
    number = number * 16 + value;
  }
  return number;
}

// More than a window of any length that is read has stretches that lie so far from each other.
const mostStretches = 8 * 1024;

/** `%XX` and the like, of which a log has millions: in the kernel, in whose memory the bytes and the scratch lie. */
function byteEscapes(kernel: Kernel): (mark: number) => Undo {
  const digits = kernel.reserve(hexValues.length);
  kernel.bytes(digits, digits + hexValues.length).set(hexValues);
  const list = kernel.reserve(8 * (mostStretches + 1));
  return (mark) => (bytes, scratch, reach) => {
    if (!bytes.includes(mark)) return [];
    const gap = Math.max(2 * reach, Math.ceil(bytes.length / mostStretches));
    const out = scratch.ofLength(bytes.length);
    const [at, begun] = [bytes.byteOffset, out.byteOffset];
    const end = kernel.loops.undoHex(at, at + bytes.length, begun, mark, digits, gap, list);
    const changed: [number, number][] = [];
    const places = kernel.bytes(list, list + 8 * (mostStretches + 1));
    for (let n = 0; places.readUInt32LE(n) !== 0; n += 8)
      changed.push([places.readUInt32LE(n) - begun, places.readUInt32LE(n + 4) - begun]);
    return viewsAround(changed, out.subarray(0, end - begun), reach);
  };
}

const undoBackslashes = undoing(backslash, (bytes, at) => {
  const letter = bytes[at + 1];
  if (letter === undefined) return undefined;
  if (letter === 0x75) return unicodeEscape(bytes, at);
  const octal = /^[0-3]?[0-7]{1,2}/.exec(bytes.toString('latin1', at + 1, at + 4))?.[0];
  // As strings of a PDF have it (ISO 32000-1 §7.3.4.2).
  if (octal !== undefined) return { text: parseInt(octal, 8), length: 1 + octal.length };
  const text = letter === 0x78 ? hexAt(bytes, at + 2, 2) : undefined;
  if (text !== undefined) return { text, length: 4 };
  return { text: controls.get(letter) ?? letter, length: 2 };
});

/** \uXXXX, or two of them for one character. */
function unicodeEscape(bytes: Buffer, at: number) {
  const unit = hexAt(bytes, at + 2, 4);
  if (unit === undefined) return undefined;
  const isPair = (unit & 0xfc00) === 0xd800 && bytes[at + 6] === backslash && bytes[at + 7] === 0x75;
  const low = isPair ? hexAt(bytes, at + 8, 4) : undefined;
  const units = low === undefined ? [unit] : [unit, low];
  return { text: Buffer.from(String.fromCharCode(...units), 'utf8'), length: 6 * units.length };
}

// What JSON writes as \n, \r, \t, \b and \f.
const controls = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
]);

const undoEntities = undoing(ampersand, (bytes, at) => {
  const [whole = '', decimal, hex, name] =
    /^&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));/.exec(
      bytes.toString('latin1', at, at + 12),
    ) ?? [];
  if (whole === '') return undefined;
  const code = name === undefined ? parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10) : 0;
  const text = name === undefined ? characterOf(code) : (entities.get(name) ?? '');
  // No longer than its escape: UTF-8 of a character takes four bytes, "&#1;" as many.
  return { text: Buffer.from(text, 'utf8'), length: whole.length };
});

const characterOf = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const longestTag = 1024;

/** Text that stands in pieces between tags, as word processors and web pages write it. */
const dropTags: Undo = (bytes, scratch, reach) => {
  let close = -1;
  return undoing(less, (text, at) => {
    if (close < at) close = text.indexOf(0x3e, at);
    // Nothing closes it any more: the next look must not search to the end again.
    if (close === -1) close = text.length;
    const length = close + 1 - at;
    return close === text.length || length > longestTag ? undefined : { text: nothing, length };
  })(bytes, scratch, reach);
};

const nothing = Buffer.alloc(0);

/** All ways to undo escapes, for bytes in the kernel's memory. */
export function createUndoes(kernel: Kernel): readonly Undo[] {
  const byteEscape = byteEscapes(kernel);
  // Quoted-printable, as mails have it, comes last.
  return [byteEscape(percent), undoBackslashes, undoEntities, dropTags, byteEscape(equals)];
}
