import { constants } from 'node:fs';
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isSystemError } from '../domain/system-error.ts';
import { EvidenceError } from './evidence-error.ts';

// Evidence is private to the operator; a wider umask must not widen it.
export const privateFileMode = 0o600;
const privateFolderMode = 0o700;

/** What the name of a file ends with that is not whole yet. */
export const draftEnding = '.writing';

/** Creates the folder (0700) and its missing parents, and makes their names survive a power cut. */
export async function makePrivateFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: privateFolderMode });
  if (first === undefined) return;
  // A new name lives in its parent: each parent from the first new folder down is synced.
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    await syncFolder(dirname(folder));
    if (folder === resolve(first)) return;
  }
}

/** fsync of a folder: without it a new file's bytes are safe and its name is not. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a new file whole or not at all, 0600, synced with its folder. Never overwrites.
 *
 * @param draft where it lies until it is whole; one for each process where several may write the same file
 * @throws the system's EEXIST when the name is taken
 */
export async function writeNewFile(
  path: string,
  bytes: Uint8Array | string,
  draft = `${path}${draftEnding}`,
): Promise<void> {
  await writeDraft(draft, bytes);
  await publishDraft(draft, path);
}

/** Replaces a file, or makes it, 0600: the old bytes or the new ones, whenever the power fails. */
export async function replaceFile(path: string, bytes: Uint8Array | string): Promise<void> {
  const draft = `${path}${draftEnding}`;
  await writeDraft(draft, bytes);
  await rename(draft, path);
  await syncFolder(dirname(path));
}

async function writeDraft(draft: string, bytes: Uint8Array | string): Promise<void> {
  // What a killed writer left under the draft's name was never promised to anyone.
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx', privateFileMode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Gives a whole and synced draft its name, which survives a power cut then. The draft is gone afterwards,
 * also when there is no such name to be had.
 *
 * @throws the system's EEXIST when the name is taken
 */
export async function publishDraft(draft: string, path: string): Promise<void> {
  try {
    await giveName(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
}

/** `rename` would overwrite, `link` refuses. */
async function giveName(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    if (!isSystemError(error, ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])) throw error;
    // No hard links here (exFAT, some network shares): reserve the name, then take it over.
    await (await open(path, 'wx', privateFileMode)).close();
    await rename(draft, path);
  }
}

/** Opens for reading, a regular file only: a symbolic link or a pipe could point or block anywhere. */
export async function openRegularFile(path: string) {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      if (isSystemError(error, ['ELOOP'])) throw notAFile(path, error);
      throw error;
    },
  );
  if (!(await handle.stat()).isFile()) {
    await handle.close();
    throw notAFile(path);
  }
  return handle;
}

/** Moves `path` into `folder` under its own name or, if that is taken, the name with a number. */
export async function moveAside(path: string, folder: string, name: string): Promise<string> {
  for (let n = 1; ; n++) {
    const target = join(folder, n === 1 ? name : `${name}.${n}`);
    if (await exists(target)) continue;
    // One process works on a case at a time (lockCase), so the name stays free until the rename.
    await rename(path, target);
    await syncFolder(folder);
    await syncFolder(dirname(path));
    return target;
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (isSystemError(error, ['ENOENT'])) return false;
      throw error;
    },
  );
}

const notAFile = (path: string, cause?: unknown): EvidenceError =>
  new EvidenceError('SOURCE_NOT_A_FILE', `not a regular file: ${path}`, cause);
