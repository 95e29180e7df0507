import { createHash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { Secret } from '../domain/secret.ts';
import { scanForSecrets, type SecretScan } from './canary.ts';
import { openRegularFile, privateFileMode, publishDraft } from './durable-files.ts';
import { EvidenceError } from './evidence-error.ts';
import { scanLimits, type ScanLimits } from './secret-scan/texts.ts';

/** A file that was copied whole and synced, under a name that is not its own yet. */
export interface CopiedFile {
  readonly bytes: number;
  /** Of the bytes as they were copied. */
  readonly sha256: string;
  /** The first 64 KiB: enough to tell what it is. */
  readonly head: Buffer;
  /** When the file system says that the original was last changed, UTC. */
  readonly changedAt: string;
}

const headSize = 64 * 1024;
const pieceSize = 1024 * 1024;

// A person waits for the answer: a bomb stops here, and the search before sealing goes on beyond it.
const searchLimits: ScanLimits = { ...scanLimits, unpackedBytes: 1024 ** 3 };

/** The same search over a file that a person brought and that is in memory. */
export const searchAttached = (bytes: Uint8Array, secrets: readonly Secret[]): Promise<SecretScan> =>
  scanForSecrets({ files: [{ path: 'file', bytes }], secrets, limits: searchLimits });

/** A file that was copied, to be searched and then kept or not. */
export interface CopiedAttachment extends CopiedFile {
  search(secrets: readonly Secret[]): Promise<SecretScan>;
  /** Gives it its own name. @throws the system's EEXIST: nothing is written over */
  publish(to: string): Promise<void>;
  discard(): Promise<void>;
}

/** Copies a file as `copyFile` does, and hands out what can be done with the copy. */
export async function copyAttachment(from: string, draft: string, atMost: number): Promise<CopiedAttachment> {
  const copied = await copyFile(from, draft, atMost);
  return {
    ...copied,
    search: (secrets) =>
      scanForSecrets({ files: [{ path: 'file', sourcePath: draft }], secrets, limits: searchLimits }),
    publish: (to) => publishDraft(draft, to),
    discard: () => rm(draft, { force: true }),
  };
}

/**
 * Copies a file piece by piece, hashing what is written. Only bytes are copied: nothing in the file is
 * run, parsed or followed. What was written is taken away again when it does not work out.
 *
 * @throws EvidenceError SOURCE_NOT_A_FILE for a link, folder, pipe or device
 * @throws EvidenceError FILE_TOO_LARGE, FILE_CHANGED: it was written to while it was copied
 * @throws the system's error for what cannot be read, or a full disk
 */
export async function copyFile(from: string, to: string, atMost: number): Promise<CopiedFile> {
  const source = await openRegularFile(from);
  try {
    // What a killed copy left was never promised to anyone.
    await rm(to, { force: true });
    return await copyOpened(source, to, atMost);
  } finally {
    await source.close();
  }
}

async function copyOpened(source: FileHandle, to: string, atMost: number): Promise<CopiedFile> {
  const before = await source.stat({ bigint: true });
  if (before.size > atMost) throw tooLarge(atMost);
  const target = await open(to, 'wx', privateFileMode);
  try {
    const copied = await pour(source, target, atMost);
    const after = await source.stat({ bigint: true });
    if (after.mtimeNs !== before.mtimeNs || BigInt(copied.bytes) !== after.size) throw changed();
    await target.sync();
    return { ...copied, changedAt: new Date(Number(before.mtimeMs)).toISOString() };
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  } finally {
    await target.close();
  }
}

async function pour(
  source: FileHandle,
  target: FileHandle,
  atMost: number,
): Promise<Omit<CopiedFile, 'changedAt'>> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(pieceSize);
  let head: Buffer = Buffer.alloc(0);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(piece, 0, pieceSize, null);
    if (bytesRead === 0) break;
    const read = piece.subarray(0, bytesRead);
    if (bytes + bytesRead > atMost) throw tooLarge(atMost);
    if (head.length < headSize) head = Buffer.concat([head, read.subarray(0, headSize - head.length)]);
    hash.update(read);
    // Unlike `write`, this goes on until all is written: a disk that fills up takes a part first.
    await target.writeFile(read);
    bytes += bytesRead;
  }
  return { bytes, head, sha256: hash.digest('hex') };
}

const tooLarge = (atMost: number): EvidenceError =>
  new EvidenceError('FILE_TOO_LARGE', `it is larger than ${atMost} bytes`);
const changed = (): EvidenceError =>
  new EvidenceError(
    'FILE_CHANGED',
    'it was written to while it was copied; copy it again when it is at rest',
  );
