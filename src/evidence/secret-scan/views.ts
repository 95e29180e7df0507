/**
 * The ways to look at a piece of text in which a secret may stand without being there byte for byte.
 * Each takes and gives bytes, is linear, and knows nothing of secrets.
 */
type Undo = (bytes: Buffer) => Buffer | undefined;

/** All that the piece says with escapes undone up to two deep, the piece itself left out. */
export function* unescaped(bytes: Buffer, depth = 2): Generator<Buffer> {
  if (depth === 0) return;
  for (const undo of undoes) {
    const plain = undo(bytes);
    if (plain === undefined) continue;
    yield plain;
    yield* unescaped(plain, depth - 1);
  }
}

/**
 * Without blanks, line breaks (also those written `\n`) and zero bytes: what was split over lines stands
 * in one piece, and UTF-16 reads as one byte a character. Without "=" too, which ends a line that
 * quoted-printable breaks. Undefined: nothing was there to take out.
 */
export function squeezed(bytes: Buffer): Buffer | undefined {
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte <= blank && isBlank[byte] === 1) continue;
    if (byte === backslash && isBreakLetter(bytes[at + 1])) at += 1;
    else if (byte !== equals) out[length++] = byte;
  }
  return length === bytes.length ? undefined : out.subarray(0, length);
}

/** UTF-16 of Latin letters as one byte a character; undefined: there are no zero bytes. */
export function withoutZeros(bytes: Buffer): Buffer | undefined {
  if (!bytes.includes(0)) return undefined;
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (const byte of bytes) if (byte !== 0) out[length++] = byte;
  return out.subarray(0, length);
}

const [blank, backslash, equals, percent, ampersand, less] = [0x20, 0x5c, 0x3d, 0x25, 0x26, 0x3c];
const isBlank = new Uint8Array(blank + 1);
for (const byte of [0, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, blank]) isBlank[byte] = 1;

const isBreakLetter = (byte: number | undefined): boolean => byte === 0x6e || byte === 0x72 || byte === 0x74;

/** `decode` says what stands at an escape and how long the escape is; undefined: it is none. */
function undoing(
  mark: number,
  decode: (
    bytes: Buffer,
    at: number,
  ) => { readonly text: Buffer | number; readonly length: number } | undefined,
): Undo {
  return (bytes) => {
    let at = bytes.indexOf(mark);
    if (at === -1) return undefined;
    const out = Buffer.allocUnsafe(bytes.length);
    let [length, from, changed] = [0, 0, false];
    for (; at !== -1; at = bytes.indexOf(mark, at)) {
      const escape = decode(bytes, at);
      if (escape === undefined) {
        at += 1;
        continue;
      }
      length += bytes.copy(out, length, from, at);
      if (typeof escape.text === 'number') out[length++] = escape.text;
      else length += escape.text.copy(out, length);
      from = at += escape.length;
      changed = true;
    }
    length += bytes.copy(out, length, from);
    return changed ? out.subarray(0, length) : undefined;
  };
}

const hexDigits = /^[0-9A-Fa-f]+$/;

function hexAt(bytes: Buffer, at: number, digits: number): number | undefined {
  const text = bytes.toString('latin1', at, at + digits);
  return text.length === digits && hexDigits.test(text) ? parseInt(text, 16) : undefined;
}

const byteEscape = (mark: number): Undo =>
  undoing(mark, (bytes, at) => {
    const text = hexAt(bytes, at + 1, 2);
    return text === undefined ? undefined : { text, length: 3 };
  });

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
const dropTags: Undo = (bytes) => {
  let close = -1;
  return undoing(less, (text, at) => {
    if (close < at) close = text.indexOf(0x3e, at);
    // Nothing closes it any more: the next look must not search to the end again.
    if (close === -1) close = text.length;
    const length = close + 1 - at;
    return close === text.length || length > longestTag ? undefined : { text: nothing, length };
  })(bytes);
};

const nothing = Buffer.alloc(0);

const undoes: readonly Undo[] = [
  byteEscape(percent),
  undoBackslashes,
  undoEntities,
  dropTags,
  // Quoted-printable, as mails have it.
  byteEscape(equals),
];
