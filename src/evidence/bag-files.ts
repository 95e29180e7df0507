import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sortByPath, type BagFile } from './bag-layout.ts';
import { digestFile, type FileDigest } from './file-digest.ts';
import { isSafePath, quoteName } from './safe-path.ts';

/** What lies in a bag's folder, and what has no place there. */
interface ListedFiles {
  /** Of regular files, by path in the bag. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Links, devices, empty folders, names that no bag of ours holds. */
  readonly strangers: readonly string[];
}

/** Walks the folder without following anything out of it. */
export async function listBagFiles(folder: string): Promise<ListedFiles> {
  const sizes = new Map<string, number>();
  const strangers: string[] = [];
  const open = [''];
  for (let inside = open.pop(); inside !== undefined; inside = open.pop()) {
    const names = await readdir(join(folder, inside));
    if (names.length === 0) strangers.push(`empty folder: ${quoteName(inside)}`);
    for (const name of names) {
      const path = inside === '' ? name : `${inside}/${name}`;
      const found = await lstat(join(folder, path));
      if (found.isSymbolicLink()) strangers.push(`symbolic link: ${quoteName(path)}`);
      else if (!isSafePath(path)) strangers.push(`name outside [A-Za-z0-9._/-]: ${quoteName(path)}`);
      else if (found.isDirectory()) open.push(path);
      else if (found.isFile()) sizes.set(path, found.size);
      else strangers.push(`neither file nor folder: ${quoteName(path)}`);
    }
  }
  return { sizes, strangers: strangers.sort() };
}

/** Hashes each file once, but for those that were read already and are as long as they were. */
export async function digestBagFiles(
  folder: string,
  sizes: ReadonlyMap<string, number>,
  readBack: ReadonlyMap<string, FileDigest> = new Map(),
): Promise<ReadonlyMap<string, BagFile>> {
  const files: BagFile[] = [];
  for (const [path, size] of sizes) {
    const known = readBack.get(path);
    files.push({ ...(known?.bytes === size ? known : await digestFile(join(folder, path))), path });
  }
  return new Map(sortByPath(files).map((file) => [file.path, file]));
}
