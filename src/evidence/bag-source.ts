import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sortByPath } from './bag-layout.ts';
import { lockFilePrefix } from './case-lock.ts';
import { openRegularFile, privateFileMode } from './durable-files.ts';
import { EvidenceError } from './evidence-error.ts';
import { eachPiece, writeAll } from './file-digest.ts';
import { quoteName, refuseUnsafePath } from './safe-path.ts';
import { privateFolder } from './salt.ts';

/** A file to be sealed: its bytes, or where they lie. `path` is relative to the bag's data/. */
export type SourceFile = { readonly path: string } & (
  { readonly bytes: Uint8Array } | { readonly sourcePath: string }
);

/**
 * Lists what a case folder holds for the bag: everything but the private folder, lock files and
 * unfinished drafts.
 *
 * @throws EvidenceError SOURCE_NOT_A_FILE or BAD_NAME for what nobody of ours put there
 */
export async function collectCaseFiles(caseFolder: string): Promise<readonly SourceFile[]> {
  const files: { path: string; sourcePath: string }[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of await readdir(join(caseFolder, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (staysBehind(path)) continue;
      const sourcePath = join(caseFolder, path);
      const kind = await lstat(sourcePath);
      refuseUnsafePath(path);
      if (kind.isDirectory()) folders.push(path);
      else if (kind.isFile()) files.push({ path, sourcePath });
      else throw new EvidenceError('SOURCE_NOT_A_FILE', `not a regular file: ${quoteName(path)}`);
    }
  }
  return sortByPath(files);
}

const staysBehind = (path: string): boolean =>
  path === privateFolder || path.startsWith(lockFilePrefix) || path.endsWith('.writing');

/** A file that was copied into a bag. */
interface Copy {
  /** In the bag: `data/…`. */
  readonly path: string;
  readonly target: string;
  /** Its bytes will be there after a power cut. Until then the file is open: awaited, whatever happens. */
  readonly settled: Promise<void>;
}

/** Copies a file to a new place in a folder that is there. Never follows a link. */
export async function copyIntoBag(source: SourceFile, bagFolder: string): Promise<Copy> {
  const path = pathInBag(source);
  const target = join(bagFolder, path);
  const sink = await open(target, 'wx', privateFileMode);
  try {
    await eachPieceOf(source, (piece) => writeAll(sink, piece));
  } catch (error) {
    await sink.close();
    throw error;
  }
  // What was written can be read while the system carries it to the disk.
  const settled = sink.sync().finally(() => sink.close());
  // Until it is awaited, what it fails with is nobody's.
  settled.catch(() => undefined);
  return { path, target, settled };
}

export const pathInBag = ({ path }: SourceFile): string => `data/${path}`;

async function eachPieceOf(source: SourceFile, look: (piece: Uint8Array) => Promise<void>): Promise<void> {
  if ('bytes' in source) return look(source.bytes);
  const handle = await openRegularFile(source.sourcePath);
  await eachPiece(handle, look).finally(() => handle.close());
}
