import { createGunzip, createInflate, createInflateRaw, type Gunzip, type Inflate } from 'node:zlib';
import { piecesOf, type ByteSource } from './byte-source.ts';
import { decodeText, type TextCoding } from './text-coded.ts';

/** `lzw` is only named: it is not unpacked. */
export type PackedKind = 'gzip' | 'zip entry' | 'stream' | TextCoding | 'lzw';

/** Something compressed, or written as text, that begins inside a file. */
export interface PackedPart {
  readonly at: number;
  readonly kind: PackedKind;
  /** Where the compressed bytes begin. */
  readonly from: number;
}

/** What unpacking came to. */
export interface Unpacking {
  /** Packed bytes that were taken, also when they were no good. */
  taken: number;
  /** The end of what is packed was reached. */
  whole: boolean;
}

// The three marks at which something packed may begin, with what stands around it.
const gzipMark = Buffer.from([0x1f, 0x8b, 0x08]);
const zipMark = Buffer.from('PK\x03\x04', 'latin1');
const streamMark = Buffer.from('stream', 'latin1');
// What gzip, ZIP, PDF and PNG begin with, in base64: attachments of a mail, data URIs.
const base64Marks = ['H4sI', 'UEsDB', 'JVBERi0', 'iVBORw0KGgo'].map((mark) => Buffer.from(mark, 'latin1'));
// Chunks of a PNG that hold compressed text or a profile.
const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');
const pngMarks = ['zTXt', 'iTXt', 'iCCP'].map((mark) => Buffer.from(mark, 'latin1'));
const longestHead = 128 * 1024;

/**
 * Where gzip members, ZIP entries and PDF streams begin, found by their marks and not by what a table
 * of contents says: an entry that no list names is looked into too.
 *
 * @param skipTo a place before which nothing more is wanted, asked anew at each step
 */
export async function* findPacked(source: ByteSource, skipTo: () => number): AsyncGenerator<PackedPart> {
  const isPng = (await source.read(0, pngSignature.length)).equals(pngSignature);
  for (let base = 0; base < source.size;) {
    const piece = await source.read(base, stride + longestMark);
    for (const part of marksIn(piece, { base, isPng })) {
      if (part.at < skipTo()) continue;
      const begun = await startOf(part, source);
      if (begun !== undefined) yield { at: part.at, ...begun };
    }
    base = Math.max(base + stride, Math.min(skipTo(), source.size));
  }
}

const stride = 1024 * 1024;
const longestMark = 12;

type Mark = Omit<PackedPart, 'from' | 'kind'> & {
  readonly kind: 'gzip' | 'zip entry' | 'stream' | 'base64' | 'png';
};

function marksIn(piece: Buffer, { base, isPng }: { base: number; isPng: boolean }): Mark[] {
  const found: Mark[] = [];
  const collect = (mark: Buffer, kind: Mark['kind']): void => {
    for (let at = piece.indexOf(mark); at !== -1 && at < stride; at = piece.indexOf(mark, at + 1)) {
      found.push({ at: base + at, kind });
    }
  };
  collect(gzipMark, 'gzip');
  collect(zipMark, 'zip entry');
  collect(streamMark, 'stream');
  for (const mark of base64Marks) collect(mark, 'base64');
  for (const mark of isPng ? pngMarks : []) collect(mark, 'png');
  return found.sort((a, b) => a.at - b.at);
}

type Begun = Pick<PackedPart, 'kind' | 'from'>;

async function startOf({ at, kind }: Mark, source: ByteSource): Promise<Begun | undefined> {
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

/**
 * Unpacks from the part's start as far as it goes. Damaged, cut off, or nothing packed after all: what
 * came out until then comes, and `unpacking` says where it ended.
 *
 * @param atMost bytes; what comes after is not unpacked: a kilobyte can be a gigabyte
 */
export async function* unpack(
  part: PackedPart,
  source: ByteSource,
  atMost: number,
  unpacking: Unpacking,
): AsyncGenerator<Buffer> {
  if (part.kind === 'lzw') return;
  const engineOf = engines.get(part.kind);
  if (!engineOf) return yield* decoded(part.kind as TextCoding, { part, source, atMost, unpacking });
  const engine = engineOf();
  const feeding = feed(engine, source, part.from);
  let given = 0;
  try {
    for await (const chunk of engine as AsyncIterable<Buffer>) {
      given += chunk.length;
      if (given > atMost) return;
      yield chunk;
    }
    unpacking.whole = true;
  } catch {
    // Damaged or no such thing: said by `whole`.
  } finally {
    unpacking.taken = engine.bytesWritten;
    engine.destroy();
    await feeding;
  }
}

/**
 * Bytes that were written as text. A PDF's filters may follow one another: the word before them lets the next
 * look see what is compressed.
 */
async function* decoded(
  coding: TextCoding,
  {
    part,
    source,
    atMost,
    unpacking,
  }: { part: PackedPart; source: ByteSource; atMost: number; unpacking: Unpacking },
): AsyncGenerator<Buffer> {
  let given = 0;
  if (coding !== 'base64') yield Buffer.from('stream\n', 'latin1');
  for await (const chunk of decodeText(coding, source, part.from, (taken) => (unpacking.taken = taken))) {
    given += chunk.length;
    if (given > atMost) return;
    yield chunk;
  }
  unpacking.whole = true;
}

// Four times what Node takes: each chunk is a trip through the event loop.
const chunkSize = 64 * 1024;

const engines: ReadonlyMap<PackedKind, () => Gunzip | Inflate> = new Map<PackedKind, () => Gunzip | Inflate>([
  ['gzip', () => createGunzip({ chunkSize })],
  ['zip entry', () => createInflateRaw({ chunkSize })],
  ['stream', () => createInflate({ chunkSize })],
]);

// Small first: most of what is packed is, and most marks are none.
const firstPiece = 16 * 1024;

async function feed(engine: Gunzip | Inflate, source: ByteSource, from: number): Promise<void> {
  const write = async (piece: Buffer): Promise<boolean> => {
    if (engine.destroyed || engine.readableEnded) return false;
    if (engine.write(piece)) return true;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        for (const event of waited) engine.off(event, done);
        resolve();
      };
      for (const event of waited) engine.on(event, done);
    });
    return !engine.destroyed && !engine.readableEnded;
  };
  const first = await source.read(from, firstPiece);
  if (first.length > 0 && !(await write(first))) return;
  for await (const piece of piecesOf(source, from + first.length)) {
    if (!(await write(piece))) return;
  }
  if (!engine.destroyed && !engine.writableEnded) engine.end();
}

const waited = ['drain', 'close', 'end', 'error'] as const;
