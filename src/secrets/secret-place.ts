import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import { reasonOf } from '../domain/system-error.ts';

/** A place that was made for a secret and holds none yet. */
export interface SecretPlace {
  /** Writes the secret and makes sure that it is on the disk. Once. */
  fill(secret: Secret): Promise<void>;
  /** Takes the place away again, unless it was filled. */
  release(): Promise<void>;
}

// More than any part of a key needs, and one block of a usual disk.
const roomBytes = 4_096;

/**
 * Returns a maker of files for secrets that a venue is about to tell this one time. The file is made, with
 * its room on the disk, before anything is asked of the venue: what would go wrong goes wrong here. It is
 * the user's alone (0600), and never one that exists. Throws BadInput.
 */
export function secretFileMaker(place: {
  /** Where relative paths start. */
  readonly folder: string;
  readonly home: string;
}): (reference: string) => Promise<SecretPlace> {
  return async (reference) => {
    const [, given = ''] = /^file:(.+)$/s.exec(reference.trim()) ?? [];
    if (given === '') {
      throw new BadInput('firebreak writes a secret into a new file only', {
        hint: 'file:PATH, of a file that does not exist yet',
      });
    }
    const path = given.startsWith('~/') ? join(place.home, given.slice(2)) : resolve(place.folder, given);
    const file = await make(path);
    let isFilled = false;
    return {
      async fill(secret) {
        const bytes = Buffer.from(secret.reveal(), 'utf8');
        await writeWhole(file, bytes).finally(() => bytes.fill(0));
        isFilled = true;
        await file.close();
      },
      async release() {
        if (isFilled) return;
        await file.close();
        await unlink(path);
      },
    };
  };
}

async function make(path: string): Promise<FileHandle> {
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    throw unwritable(path, cause);
  });
  try {
    await file.write(Buffer.alloc(roomBytes), 0, roomBytes, 0);
    await file.sync();
    return file;
  } catch (cause) {
    await file.close();
    await unlink(path);
    throw unwritable(path, cause);
  }
}

async function writeWhole(file: FileHandle, bytes: Buffer): Promise<void> {
  await file.write(bytes, 0, bytes.length, 0);
  await file.truncate(bytes.length);
  await file.sync();
}

const unwritable = (path: string, cause: unknown): BadInput =>
  new BadInput(`no secret can be kept in ${path}: ${reasonOf(cause, reasons)}`, {
    where: `file:${path}`,
    hint: 'name a file that does not exist yet, in a folder of yours',
    cause,
  });

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'there is something already, and nothing is written over',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'you may not write there',
  ENOSPC: 'the disk is full',
};
