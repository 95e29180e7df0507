import { piecesOf, type ByteSource } from './byte-source.ts';

/** Bytes written as text: what a mail, a data URI or a PDF's stream may hold an archive in. */
export type TextCoding = 'base64' | 'ascii85' | 'asciihex' | 'run length';

/**
 * Gives back the bytes from where their text begins to where it ends. Line breaks inside it are passed over.
 * Memory does not grow with the text.
 *
 * @param taken told how many bytes of text were read
 */
export async function* decodeText(
  coding: TextCoding,
  source: ByteSource,
  from: number,
  taken: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const decoder = decoders[coding]();
  let read = 0;
  for await (const piece of piecesOf(source, from)) {
    const { bytes, end } = decoder(piece);
    read += end ?? piece.length;
    taken(read);
    if (bytes.length > 0) yield bytes;
    if (end !== undefined) return;
  }
  const { bytes } = decoder(Buffer.from(closing[coding], 'latin1'));
  if (bytes.length > 0) yield bytes;
}

/** Takes the next piece of text; `end`: the text ended at this place of the piece. */
type Decoder = (piece: Buffer) => { readonly bytes: Buffer; readonly end?: number };

/** What ends a text that the file ends before. */
const closing: Readonly<Record<TextCoding, string>> = {
  base64: '=',
  ascii85: '~',
  asciihex: '>',
  'run length': '',
};

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0;

/** Letters in groups, each group some bytes; the last may be shorter. */
function grouped({
  valueOf,
  size,
  decode,
}: {
  valueOf: (byte: number) => number;
  size: number;
  decode: (group: readonly number[], out: number[]) => void;
}): () => Decoder {
  return () => {
    let group: number[] = [];
    return (piece) => {
      const out: number[] = [];
      const flush = (): void => {
        decode(group, out);
        group = [];
      };
      for (const [at, byte] of piece.entries()) {
        if (isBlank(byte)) continue;
        const value = valueOf(byte);
        if (value < 0) {
          if (group.length > 0) flush();
          return { bytes: Buffer.from(out), end: at };
        }
        group.push(value);
        if (group.length === size || value === wholeGroup) flush();
      }
      return { bytes: Buffer.from(out) };
    };
  };
}

/** The letter z of ASCII85: four zero bytes. */
const wholeGroup = 1_000;

// Also the letters of base64url, which Buffer reads alike.
const afterBase64 = /[^A-Za-z0-9+/\-_\s\0]/;

function base64(): Decoder {
  let held = '';
  return (piece) => {
    const text = piece.toString('latin1');
    const end = text.search(afterBase64);
    const letters = held + (end === -1 ? text : text.slice(0, end)).replace(/[\s\0]+/g, '');
    const whole = end === -1 ? letters.length - (letters.length % 4) : letters.length;
    held = letters.slice(whole);
    const bytes = Buffer.from(letters.slice(0, whole), 'base64');
    return end === -1 ? { bytes } : { bytes, end };
  };
}

const decoders: Readonly<Record<TextCoding, () => Decoder>> = {
  base64,
  // ISO 32000-1 §7.4.3
  ascii85: grouped({
    valueOf: (byte) => (byte === 0x7a ? wholeGroup : byte >= 0x21 && byte <= 0x75 ? byte - 0x21 : -1),
    size: 5,
    decode: (group, out) => {
      if (group.at(-1) === wholeGroup) return void out.push(0, 0, 0, 0);
      const full = [...group, 84, 84, 84, 84].slice(0, 5);
      const value = full.reduce((sum, digit) => sum * 85 + digit, 0);
      for (let i = 0; i < group.length - 1; i++) out.push(Math.floor(value / 256 ** (3 - i)) & 0xff);
    },
  }),
  // §7.4.2
  asciihex: grouped({
    valueOf: (byte) => {
      const value = parseInt(String.fromCharCode(byte), 16);
      return Number.isNaN(value) ? -1 : value;
    },
    size: 2,
    decode: ([high = 0, low = 0], out) => void out.push(high * 16 + low),
  }),
  // §7.4.5
  'run length': () => {
    let length = -1;
    let left = 0;
    return (piece) => {
      const out: number[] = [];
      for (const [at, byte] of piece.entries()) {
        if (left > 0) {
          out.push(byte);
          left -= 1;
        } else if (length > 128) {
          for (let i = 0; i < 257 - length; i++) out.push(byte);
          length = -1;
        } else if (byte === 128) return { bytes: Buffer.from(out), end: at };
        else if (byte < 128) left = byte + 1;
        else length = byte;
      }
      return { bytes: Buffer.from(out) };
    };
  },
};
