import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib';
import { isSystemError } from '../../domain/system-error.ts';
import { piecesOf, type ByteSource } from './byte-source.ts';
import { longestMark, type FindMarks, type SeenMarks } from './marks.ts';
import { bodyOfMember, startOf, trailerOfMember, type Mark, type PackedPart } from './part-starts.ts';
import { decodeText, type TextCoding } from './text-coded.ts';
import { readInto, type WindowMemory } from './windows.ts';

/** What unpacking came to. */
export interface Unpacking {
  /** Packed bytes that were taken, also when they were no good. */
  taken: number;
  /** The end of what is packed was reached. */
  whole: boolean;
  /** It ended in bytes that are no packed ones. */
  isBad?: boolean;
  /** What was left out, in words. */
  closed?: string;
}

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');

/** How a source is looked through for marks. */
interface Looking {
  readonly findMarks: FindMarks;
  readonly memory: WindowMemory;
  /** Of a source that passed by already; absent: it is read for them. */
  readonly seen?: SeenMarks;
  /** A place before which nothing more is wanted, asked anew at each step. */
  skipTo(): number;
}

/**
 * Where gzip members, ZIP entries and PDF streams begin, found by their marks and not by what a table
 * of contents says: an entry that no list names is looked into too.
 */
export async function* findPacked(source: ByteSource, looking: Looking): AsyncGenerator<PackedPart> {
  const isPng = (await source.read(0, pngSignature.length)).equals(pngSignature);
  for await (const marks of marksOf(source, looking)) {
    for (const mark of marks) {
      if (mark.at < looking.skipTo() || (mark.kind === 'png' && !isPng)) continue;
      const begun = await startOf(mark, source);
      if (begun !== undefined) yield { at: mark.at, ...begun };
    }
  }
}

async function* marksOf(
  source: ByteSource,
  { findMarks, memory, seen, skipTo }: Looking,
): AsyncGenerator<readonly Mark[]> {
  if (seen) yield seen.list;
  for (let base = Math.max(seen?.upTo ?? 0, skipTo()); base < source.size; base = Math.max(base, skipTo())) {
    const piece = await readInto(memory(Math.min(stride + longestMark, source.size - base)), source, base);
    if (piece.length === 0) return;
    const marks = findMarks(piece, stride).map(({ at, kind }): Mark => ({ at: base + at, kind }));
    base += stride;
    yield marks;
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
  if (kind === 'gzip') yield* gunzipped(part, source, atMost, unpacking);
  // Two bytes of head (RFC 1950 §2.2). Raw, as a wrong checksum at the end would cost what was unpacked before it.
  else
    yield* inflated(createInflateRaw, source, kind === 'stream' ? part.from + 2 : part.from, {
      atMost,
      unpacking,
    });
}

/**
 * All members in one go, of which an HTTP record has thousands. What follows the last one and is none, or a wrong
 * checksum, makes zlib keep back what it unpacked just before: then once more, one by one.
 */
async function* gunzipped(
  { from }: PackedPart,
  source: ByteSource,
  atMost: number,
  unpacking: Unpacking,
): AsyncGenerator<Buffer> {
  let given = 0;
  for await (const chunk of inflated(createGunzip, source, from, { atMost, unpacking })) {
    given += chunk.length;
    yield chunk;
  }
  if (!unpacking.isBad) return;
  let left = given;
  for await (const chunk of membersOf(source, from, { atMost, unpacking })) {
    const skipped = Math.min(left, chunk.length);
    left -= skipped;
    if (skipped < chunk.length) yield chunk.subarray(skipped);
  }
}

// More would take minutes; nobody packs so many together by accident.
const mostMembers = 20_000;

async function* membersOf(
  source: ByteSource,
  from: number,
  { atMost, unpacking }: { readonly atMost: number; readonly unpacking: Unpacking },
): AsyncGenerator<Buffer> {
  let given = 0;
  let at = from;
  for (let count = 0; ; count++) {
    const body = await bodyOfMember(source, at);
    if (body === undefined) break;
    if (count === mostMembers) {
      unpacking.closed = `more than ${mostMembers} gzip members with something else behind them`;
      break;
    }
    const one: Unpacking = { taken: 0, whole: false };
    for await (const chunk of inflated(createInflateRaw, source, body, {
      atMost: atMost - given,
      unpacking: one,
    })) {
      given += chunk.length;
      yield chunk;
    }
    at = body + one.taken + (one.whole ? trailerOfMember : 0);
    if (!one.whole) break;
  }
  unpacking.taken = at - from;
}

async function* inflated(
  engineOf: (options: { chunkSize: number }) => Gunzip | InflateRaw,
  source: ByteSource,
  from: number,
  { atMost, unpacking }: { readonly atMost: number; readonly unpacking: Unpacking },
): AsyncGenerator<Buffer> {
  const engine = engineOf({ chunkSize });
  const feeding = feed(engine, source, from);
  let given = 0;
  try {
    for await (const chunk of engine as AsyncIterable<Buffer>) {
      given += chunk.length;
      if (given > atMost) return;
      yield chunk;
    }
    unpacking.whole = true;
  } catch (error) {
    // Damaged or no such thing: said by `whole`. Cut off is not bad: all that there is was given.
    unpacking.isBad = isSystemError(error, ['Z_DATA_ERROR']);
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

// Small first: most of what is packed is, and most marks are none.
const firstPiece = 16 * 1024;

async function feed(engine: Gunzip | InflateRaw, source: ByteSource, from: number): Promise<void> {
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
