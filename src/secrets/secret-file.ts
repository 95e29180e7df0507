import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import { shellWord } from '../domain/shell-word.ts';
import { reasonOf } from '../domain/system-error.ts';
import type { ReadSecretFile } from './resolver.ts';

// A key, a PEM block: more is another file.
const largestBytes = 64 * 1024;

/**
 * Returns a reader of secret files. `~/` is the home folder; other relative paths start at `folder`,
 * where the configuration lies. It refuses (BadInput) what is no regular file, is not the user's own
 * or gives its group or others any permission. What was judged is what is read: the checks are made
 * on the open file, not on its name. `userId` is undefined where the system has no such thing.
 */
export function secretFileReader(place: {
  readonly folder: string;
  readonly home: string;
  readonly userId: number | undefined;
}): ReadSecretFile {
  return async (given) => {
    const path = given.startsWith('~/') ? join(place.home, given.slice(2)) : resolve(place.folder, given);
    const file = await openToRead(path);
    try {
      await refuseUnlessPrivate(file, path, place.userId);
      return await readText(file, path);
    } finally {
      await file.close();
    }
  };
}

async function openToRead(path: string): Promise<FileHandle> {
  try {
    // O_NONBLOCK: a named pipe would keep us waiting for a writer before we could look at it.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw new BadInput(`the secret file ${path} cannot be read: ${reasonOf(cause, reasons)}`, {
      where: `file:${path}`,
      cause,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ELOOP: 'its links lead in a circle',
  ENXIO: 'it is no regular file',
};

async function refuseUnlessPrivate(
  file: FileHandle,
  path: string,
  userId: number | undefined,
): Promise<void> {
  const { mode, uid, size, isFile } = await statOf(file);
  if (!isFile) throw refused(path, 'it is no regular file');
  if (userId !== undefined && uid !== userId) {
    throw refused(path, 'it belongs to another user', `sudo chown "$(id -u)" ${shellWord(path)}`);
  }
  if ((mode & 0o077) !== 0) {
    const found = (mode & 0o777).toString(8).padStart(4, '0');
    throw refused(path, `others than its owner may use it (mode ${found})`, `chmod 600 ${shellWord(path)}`);
  }
  if (size > largestBytes) throw refused(path, `it is larger than a secret can be (${size} bytes)`);
}

async function statOf(file: FileHandle) {
  const stat = await file.stat();
  return { mode: stat.mode, uid: stat.uid, size: stat.size, isFile: stat.isFile() };
}

async function readText(file: FileHandle, path: string): Promise<string> {
  const bytes = await file.readFile();
  try {
    // Drops a byte order mark. Windows editors also write UTF-16, which fails here.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // No cause: some runtimes put the bytes into it.
    throw refused(path, 'it is not UTF-8 text');
  } finally {
    bytes.fill(0);
  }
}

const refused = (path: string, why: string, hint?: string): BadInput =>
  new BadInput(`the secret file ${path} is refused: ${why}`, {
    where: `file:${path}`,
    ...(hint === undefined ? {} : { hint }),
  });
