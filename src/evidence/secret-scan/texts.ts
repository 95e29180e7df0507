import type { SourceFile } from '../bag-source.ts';
import { readPdfParts } from '../pdf-parts.ts';
import { bytesAsSource, openByteSource, type ByteSource } from './byte-source.ts';
import { closedPartsOf } from './closed-parts.ts';
import { SeenMarks, type FindMarks } from './marks.ts';
import type { Window } from './matcher.ts';
import { findPacked, unpack, type Unpacking } from './packed-parts.ts';
import type { PackedKind } from './part-starts.ts';
import { windowsOf, windowsOfSource, type WindowMemory } from './windows.ts';

/** What a search may cost. Beyond it the search goes on elsewhere, and says what it left. */
export interface ScanLimits {
  /** Unpacked from one file, everything in it together. */
  readonly unpackedBytes: number;
  /** The most of one unpacked part that is kept in memory to look for packed things inside it. */
  readonly nestedBytes: number;
  /** Archives in archives. */
  readonly depth: number;
  /** Larger PDFs are searched without the text that their pages draw. */
  readonly drawnPdfBytes: number;
}

export const scanLimits: ScanLimits = {
  unpackedBytes: 16 * 1024 ** 3,
  nestedBytes: 16 * 1024 ** 2,
  depth: 4,
  drawnPdfBytes: 64 * 1024 ** 2,
};

interface Reading {
  readonly overlap: number;
  readonly limits: ScanLimits;
  /** The kernel's, so that nothing has to be copied into it. */
  readonly memory: WindowMemory;
  readonly findMarks: FindMarks;
  /** Given the file's own bytes as they pass by, each once. */
  readonly onPiece?: (piece: Buffer) => void;
  /** Told of what cannot be looked into. */
  onClosed(why: string): void;
}

/** All texts of a file that are worth a search: as it lies there, what is packed in it, what a PDF draws. */
export async function* textsOf(
  file: SourceFile,
  { limits = scanLimits, ...rest }: Omit<Reading, 'limits'> & { readonly limits?: ScanLimits },
): AsyncGenerator<Window> {
  const source = await openByteSource(file);
  const left = { bytes: limits.unpackedBytes };
  try {
    yield* textsIn(source, { ...rest, limits, left, depth: 0 });
  } finally {
    await source.close();
  }
}

interface Descent extends Reading {
  readonly left: { bytes: number };
  readonly depth: number;
}

async function* textsIn(source: ByteSource, descent: Descent): AsyncGenerator<Window> {
  const seen = new SeenMarks(descent.findMarks);
  for await (const window of windowsOfSource(source, descent, descent.onPiece)) {
    seen.note(window, descent.overlap);
    yield window;
  }
  const closed = await closedPartsOf(source);
  for (const why of closed) descent.onClosed(why);
  yield* packedIn(source, descent, seen);
  yield* drawnIn(source, descent);
}

async function* packedIn(source: ByteSource, descent: Descent, seen?: SeenMarks): AsyncGenerator<Window> {
  let done = 0;
  const { findMarks, memory } = descent;
  const looking = { findMarks, memory, ...(seen && { seen }), skipTo: () => done };
  for await (const part of findPacked(source, looking)) {
    if (descent.left.bytes <= 0) {
      descent.onClosed(`it unpacks to more than ${descent.limits.unpackedBytes} bytes`);
      return;
    }
    if (part.kind === 'lzw') {
      descent.onClosed('a stream of a PDF in LZW, which is not unpacked');
      continue;
    }
    const unpacking: Unpacking = { taken: 0, whole: false };
    const kept = keepSmall(descent.limits.nestedBytes);
    yield* windowsOf(counted(unpack(part, source, descent.left.bytes, unpacking), descent, kept), descent);
    if (unpacking.closed !== undefined) descent.onClosed(unpacking.closed);
    // Gzip runs over all its members: looking at each again would take the square of the time. Where it
    // broke off, the search for the next member goes on.
    if (part.kind === 'gzip' || isText(part.kind)) {
      done = Math.max(part.at + 1, part.from + unpacking.taken);
    }
    yield* nestedIn(kept, descent);
  }
}

async function* counted(
  chunks: AsyncIterable<Buffer>,
  { left }: Descent,
  kept: Kept,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    left.bytes -= chunk.length;
    kept.add(chunk);
    yield chunk;
  }
}

const isText = (kind: PackedKind): boolean =>
  kind === 'base64' || kind === 'ascii85' || kind === 'asciihex' || kind === 'run length';

interface Kept {
  add(chunk: Buffer): void;
  /** Undefined: it was more than may be kept. */
  bytes(): Buffer | undefined;
  /** How it begins. */
  head(): Buffer;
}

const longestMark = 16;
const packedMarks = ['1f8b08', '504b0304', '255044462d'].map((hex) => Buffer.from(hex, 'hex'));

function keepSmall(atMost: number): Kept {
  let chunks: Buffer[] | undefined = [];
  let length = 0;
  let head = Buffer.alloc(0);
  return {
    add(chunk) {
      length += chunk.length;
      if (head.length < longestMark) head = Buffer.concat([head, chunk.subarray(0, longestMark)]);
      if (length > atMost) chunks = undefined;
      chunks?.push(chunk);
    },
    bytes: () => chunks && Buffer.concat(chunks),
    head: () => head,
  };
}

async function* nestedIn(kept: Kept, descent: Descent): AsyncGenerator<Window> {
  const bytes = kept.bytes();
  if (bytes === undefined) {
    const isPacked = packedMarks.some((mark) => kept.head().subarray(0, mark.length).equals(mark));
    if (isPacked)
      descent.onClosed(`an archive or PDF in it of more than ${descent.limits.nestedBytes} bytes`);
    return;
  }
  if (bytes.length === 0) return;
  const source = bytesAsSource(bytes);
  const deeper = { ...descent, depth: descent.depth + 1 };
  if (deeper.depth < descent.limits.depth) {
    for (const why of await closedPartsOf(source)) descent.onClosed(why);
    yield* packedIn(source, deeper);
    yield* drawnIn(source, deeper);
    return;
  }
  for await (const part of findPacked(source, { ...deeper, skipTo: () => 0 })) {
    if (part.kind !== 'stream' && !isText(part.kind))
      return descent.onClosed(`archives in it are nested more than ${deeper.depth} deep`);
  }
}

async function* drawnIn(source: ByteSource, descent: Descent): AsyncGenerator<Window> {
  const { limits, onClosed } = descent;
  const head = await source.read(0, 1024);
  if (!head.includes('%PDF-')) return;
  if (source.size > limits.drawnPdfBytes) {
    return onClosed(`it is a PDF of more than ${limits.drawnPdfBytes} bytes: the text that its pages draw`);
  }
  for (const text of readPdfParts(await source.read(0, source.size))) {
    yield* windowsOfSource(bytesAsSource(Buffer.from(text, 'latin1')), descent);
  }
}
