import type { FileHandle } from 'node:fs/promises';
import type { SourceFile } from '../bag-source.ts';
import { openRegularFile } from '../durable-files.ts';
import { readOnce } from '../file-digest.ts';

/** Bytes that can be read from any place on, as often as needed. */
export interface ByteSource {
  readonly size: number;
  /** At most `length` bytes from `at`; fewer at the end. `into`: memory of that length that may be used for it. */
  read(at: number, length: number, into?: Buffer): Promise<Buffer>;
  close(): Promise<void>;
}

/** @throws EvidenceError SOURCE_NOT_A_FILE */
export async function openByteSource(file: SourceFile): Promise<ByteSource> {
  if ('bytes' in file) return bytesAsSource(file.bytes);
  const handle = await openRegularFile(file.sourcePath);
  const { size } = await handle.stat();
  return {
    size,
    read: (at, length, into) => readAt(handle, at, into ?? Buffer.allocUnsafe(length)),
    close: () => handle.close(),
  };
}

export function bytesAsSource(bytes: Uint8Array): ByteSource {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: all.length,
    read: (at, length) => Promise.resolve(all.subarray(at, at + length)),
    close: () => Promise.resolve(),
  };
}

async function readAt(handle: FileHandle, at: number, bytes: Buffer): Promise<Buffer> {
  const { length } = bytes;
  let filled = 0;
  while (filled < length) {
    const bytesRead = await readOnce(handle, bytes.subarray(filled), at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

const pieceSize = 1024 * 1024;

/** The bytes from a place on, piece by piece. */
export async function* piecesOf(source: ByteSource, from = 0): AsyncGenerator<Buffer> {
  for (let at = from; ;) {
    const piece = await source.read(at, pieceSize);
    if (piece.length === 0) return;
    yield piece;
    at += piece.length;
  }
}
