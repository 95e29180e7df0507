import type { ByteSource } from './byte-source.ts';
import type { TextCoding } from './text-coded.ts';

/** `lzw` is only named: it is not unpacked. */
export type PackedKind = 'gzip' | 'zip entry' | 'stream' | TextCoding | 'lzw';

/** Something compressed, or written as text, that begins inside a file. */
export interface PackedPart {
  readonly at: number;
  readonly kind: PackedKind;
  /** Where the compressed bytes begin. */
  readonly from: number;
}

/** A mark at which something packed may begin. */
export type Mark = Omit<PackedPart, 'from' | 'kind'> & {
  readonly kind: 'gzip' | 'zip entry' | 'stream' | 'base64' | 'png';
};

const longestHead = 128 * 1024;

type Begun = Pick<PackedPart, 'kind' | 'from'>;

/** Where behind a mark the packed bytes begin; undefined: nothing packed is there. */
export async function startOf({ at, kind }: Mark, source: ByteSource): Promise<Begun | undefined> {
  if (kind === 'gzip' || kind === 'base64') return { kind, from: at };
  if (kind === 'png') return inPngChunk(at, source);
  if (kind === 'stream') return inPdfStream(at, source);
  // APPNOTE 4.3.7: 30 bytes, then name and extra field. Stored entries (method 0) lie there as they are.
  const head = await source.read(at, 30);
  const isDeflated = head.length === 30 && head.readUInt16LE(8) === 8 && !isEncrypted(head);
  const length = isDeflated ? 30 + head.readUInt16LE(26) + head.readUInt16LE(28) : longestHead * 2;
  return length > longestHead * 2 - 1 ? undefined : { kind, from: at + length };
}

/** ISO 32000-1 §7.3.8: after the word a line feed, or carriage return and line feed; compressed: zlib. */
async function inPdfStream(at: number, source: ByteSource): Promise<Begun | undefined> {
  const head = await source.read(at + 6, 3);
  const skip =
    head[0] === 0x0d && head[1] === 0x0a ? 2 : head[0] === 0x0a || head[0] === 0x0d ? 1 : undefined;
  if (skip === undefined) return undefined;
  const from = at + 6 + skip;
  const coding = await textCodingBefore(at, source);
  if (coding !== undefined) return { kind: coding, from };
  return ((head[skip] ?? 0) & 0x0f) === 8 ? { kind: 'stream', from } : undefined;
}

const longestDictionary = 1024;
const filters: readonly (readonly [RegExp, TextCoding | 'lzw'])[] = [
  [/^\/(?:ASCII85Decode|A85)\b/, 'ascii85'],
  [/^\/(?:ASCIIHexDecode|AHx)\b/, 'asciihex'],
  [/^\/(?:RunLengthDecode|RL)\b/, 'run length'],
  [/^\/LZW(?:Decode)?\b/, 'lzw'],
];

/** The first filter of a stream's dictionary (§7.4), where it is one of those that write bytes as text, or LZW. */
async function textCodingBefore(at: number, source: ByteSource): Promise<TextCoding | 'lzw' | undefined> {
  const before = await source.read(Math.max(0, at - longestDictionary), Math.min(at, longestDictionary));
  const text = before.toString('latin1');
  if (text.endsWith('end')) return undefined;
  const dictionary = text.slice(text.lastIndexOf(' obj') + 1);
  const [, first = ''] = /\/F(?:ilter)?\s*\[?\s*(\/\w+)/.exec(dictionary) ?? [];
  return filters.find(([name]) => name.test(first))?.[1];
}

/** PNG, third edition, §11.3.2.2 and §11.3.3: where the compressed part of a chunk begins. */
async function inPngChunk(at: number, source: ByteSource): Promise<Begun | undefined> {
  const head = await source.read(at, 512);
  let from = head.indexOf(0, 4) + 2;
  if (head.toString('latin1', 0, 4) === 'iTXt') {
    if (head[from - 1] !== 1) return undefined;
    from = head.indexOf(0, head.indexOf(0, from + 1) + 1) + 1;
  }
  return from > 2 && ((head[from] ?? 0) & 0x0f) === 8 ? { kind: 'stream', from: at + from } : undefined;
}

export const isEncrypted = (zipHead: Buffer): boolean => (zipHead.readUInt16LE(6) & 1) === 1;

/** Behind the deflated bytes of a gzip member: a checksum and a length (RFC 1952 §2.3.1). */
export const trailerOfMember = 8;

const [hasHeaderCheck, hasExtra, hasName, hasComment, reserved] = [2, 4, 8, 16, 0xe0];

/** Where the deflated bytes of the gzip member at this place begin (RFC 1952 §2.3); undefined: there is none. */
export async function bodyOfMember(source: ByteSource, at: number): Promise<number | undefined> {
  const fixed = await source.read(at, sizeOfHead);
  const flags = fixed[3] ?? reserved;
  if (fixed.length < sizeOfHead || !fixed.subarray(0, 3).equals(gzipMark) || (flags & reserved) !== 0)
    return undefined;
  if ((flags & (hasHeaderCheck | hasExtra | hasName | hasComment)) === 0) return at + sizeOfHead;
  const head = await source.read(at, longestHead);
  let from = sizeOfHead;
  if (flags & hasExtra) from += 2 + (from + 2 <= head.length ? head.readUInt16LE(from) : longestHead);
  for (const flag of [hasName, hasComment]) {
    if ((flags & flag) === 0) continue;
    const end = head.indexOf(0, from);
    from = end === -1 ? longestHead : end + 1;
  }
  if (flags & hasHeaderCheck) from += 2;
  return from < head.length ? at + from : undefined;
}

const gzipMark = Buffer.from([0x1f, 0x8b, 0x08]);
const sizeOfHead = 10;
