import { createGunzip, createInflate, createInflateRaw, type Gunzip, type Inflate } from 'node:zlib';
import { piecesOf, type ByteSource } from './byte-source.ts';
import { longestMark, type FindMarks } from './marks.ts';
import { startOf, type Mark, type PackedPart } from './part-starts.ts';
import { decodeText, type TextCoding } from './text-coded.ts';

/** What unpacking came to. */
export interface Unpacking {
  /** Packed bytes that were taken, also when they were no good. */
  taken: number;
  /** The end of what is packed was reached. */
  whole: boolean;
}

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');

/**
 * Where gzip members, ZIP entries and PDF streams begin, found by their marks and not by what a table
 * of contents says: an entry that no list names is looked into too.
 *
 * @param skipTo a place before which nothing more is wanted, asked anew at each step
 */
export async function* findPacked(
  source: ByteSource,
  findMarks: FindMarks,
  skipTo: () => number,
): AsyncGenerator<PackedPart> {
  const isPng = (await source.read(0, pngSignature.length)).equals(pngSignature);
  const memory = Buffer.allocUnsafeSlow(Math.min(stride + longestMark, source.size));
  for (let base = 0; base < source.size;) {
    const piece = await source.read(base, memory.length, memory);
    for (const { at, kind } of findMarks(piece, { below: stride, isPng })) {
      const mark: Mark = { at: base + at, kind };
      if (mark.at < skipTo()) continue;
      const begun = await startOf(mark, source);
      if (begun !== undefined) yield { at: mark.at, ...begun };
    }
    base = Math.max(base + stride, Math.min(skipTo(), source.size));
  }
}

const stride = 1024 * 1024;

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
  const { kind } = part;
  if (kind === 'lzw') return;
  if (kind !== 'gzip' && kind !== 'zip entry' && kind !== 'stream') {
    yield* decoded(kind, { part, source, atMost, unpacking });
    return;
  }
  const engine = engines[kind]();
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

const engines: Readonly<Record<'gzip' | 'zip entry' | 'stream', () => Gunzip | Inflate>> = {
  gzip: () => createGunzip({ chunkSize }),
  'zip entry': () => createInflateRaw({ chunkSize }),
  stream: () => createInflate({ chunkSize }),
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
