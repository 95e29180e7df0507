import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sortByPath, type BagFile } from './bag-layout.ts';
import { digestFile } from './file-digest.ts';
import { isSafePath, quoteName } from './safe-path.ts';

/** What lies in a bag's folder, and what has no place there. */
interface FoundFiles {
  readonly files: readonly BagFile[];
  /** Links, devices, empty folders, names that no bag of ours holds. */
  readonly strangers: readonly string[];
}

/** Walks the folder without following anything out of it, and hashes each regular file once. */
export async function findBagFiles(folder: string): Promise<FoundFiles> {
  const files: BagFile[] = [];
  const strangers: string[] = [];
  const open = [''];
  for (let inside = open.pop(); inside !== undefined; inside = open.pop()) {
    const names = await readdir(join(folder, inside));
    if (names.length === 0) strangers.push(`empty folder: ${quoteName(inside)}`);
    for (const name of names) {
      const path = inside === '' ? name : `${inside}/${name}`;
      const kind = await lstat(join(folder, path));
      if (kind.isSymbolicLink()) strangers.push(`symbolic link: ${quoteName(path)}`);
      else if (!isSafePath(path)) strangers.push(`name outside [A-Za-z0-9._/-]: ${quoteName(path)}`);
      else if (kind.isDirectory()) open.push(path);
      else if (kind.isFile()) files.push({ path, ...(await digestFile(join(folder, path))) });
      else strangers.push(`neither file nor folder: ${quoteName(path)}`);
    }
  }
  return { files: sortByPath(files), strangers: strangers.sort() };
}
