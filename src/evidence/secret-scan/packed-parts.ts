import { createGunzip, createInflate, createInflateRaw, type Gunzip, type Inflate } from 'node:zlib';
import { piecesOf, type ByteSource } from './byte-source.ts';

/** Something compressed that begins inside a file. */
export interface PackedPart {
  readonly at: number;
  readonly kind: 'gzip' | 'zip entry' | 'stream';
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
const longestHead = 128 * 1024;

/**
 * Where gzip members, ZIP entries and PDF streams begin, found by their marks and not by what a table
 * of contents says: an entry that no list names is looked into too.
 *
 * @param skipTo a place before which nothing more is wanted, asked anew at each step
 */
export async function* findPacked(source: ByteSource, skipTo: () => number): AsyncGenerator<PackedPart> {
  for (let base = 0; base < source.size;) {
    const piece = await source.read(base, stride + longestMark);
    for (const part of marksIn(piece, base)) {
      if (part.at < skipTo()) continue;
      const from = await startOf(part, source);
      if (from !== undefined) yield { ...part, from };
    }
    base = Math.max(base + stride, Math.min(skipTo(), source.size));
  }
}

const stride = 1024 * 1024;
const longestMark = 8;

function marksIn(piece: Buffer, base: number): Omit<PackedPart, 'from'>[] {
  const found: Omit<PackedPart, 'from'>[] = [];
  const collect = (mark: Buffer, kind: PackedPart['kind']): void => {
    for (let at = piece.indexOf(mark); at !== -1 && at < stride; at = piece.indexOf(mark, at + 1)) {
      found.push({ at: base + at, kind });
    }
  };
  collect(gzipMark, 'gzip');
  collect(zipMark, 'zip entry');
  collect(streamMark, 'stream');
  return found.sort((a, b) => a.at - b.at);
}

async function startOf(
  { at, kind }: Omit<PackedPart, 'from'>,
  source: ByteSource,
): Promise<number | undefined> {
  if (kind === 'gzip') return at;
  if (kind === 'zip entry') {
    // APPNOTE 4.3.7: 30 bytes, then name and extra field. Stored entries (method 0) lie there as they are.
    const head = await source.read(at, 30);
    const isDeflated = head.length === 30 && head.readUInt16LE(8) === 8 && !isEncrypted(head);
    const length = isDeflated ? 30 + head.readUInt16LE(26) + head.readUInt16LE(28) : longestHead * 2;
    return length > longestHead * 2 - 1 ? undefined : at + length;
  }
  // ISO 32000-1 §7.3.8: after the word a line feed, or carriage return and line feed; compressed: zlib.
  const head = await source.read(at + 6, 3);
  const skip =
    head[0] === 0x0d && head[1] === 0x0a ? 2 : head[0] === 0x0a || head[0] === 0x0d ? 1 : undefined;
  return skip !== undefined && ((head[skip] ?? 0) & 0x0f) === 8 ? at + 6 + skip : undefined;
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
  const engine = engines[part.kind]();
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

const engines: Readonly<Record<PackedPart['kind'], () => Gunzip | Inflate>> = {
  gzip: () => createGunzip(),
  'zip entry': () => createInflateRaw(),
  stream: () => createInflate(),
};

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
