import { createWriteStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sortByPath, type BagFile } from './bag-layout.ts';
import { lockFilePrefix } from './case-lock.ts';
import { makePrivateFolder, openRegularFile, privateFileMode } from './durable-files.ts';
import { EvidenceError } from './evidence-error.ts';
import { startDigest } from './file-digest.ts';
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
  const open = [''];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const name of await readdir(join(caseFolder, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (staysBehind(path)) continue;
      const sourcePath = join(caseFolder, path);
      const kind = await lstat(sourcePath);
      refuseUnsafePath(path);
      if (kind.isDirectory()) open.push(path);
      else if (kind.isFile()) files.push({ path, sourcePath });
      else throw new EvidenceError('SOURCE_NOT_A_FILE', `not a regular file: ${quoteName(path)}`);
    }
  }
  return sortByPath(files);
}

const staysBehind = (path: string): boolean =>
  path === privateFolder || path.startsWith(lockFilePrefix) || path.endsWith('.writing');

/** Copies a file to a new place, hashing what is written, synced. Never follows a link. */
export async function copyIntoBag(source: SourceFile, bagFolder: string): Promise<BagFile> {
  const path = `data/${source.path}`;
  const target = join(bagFolder, path);
  await makePrivateFolder(dirname(target));
  const digest = startDigest();
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      done(null, chunk);
    },
  });
  const sink = createWriteStream(target, {
    ...{ flags: 'wx', mode: privateFileMode, flush: true },
    highWaterMark: pieceSize,
  });
  await pipeline(await readSource(source), hashing, sink);
  return { path, ...digest.end() };
}

// A gigabyte in the stream's own pieces is sixteen thousand turns of the event loop for each that passes it on.
const pieceSize = 1024 * 1024;

/** The bytes of a source, as a stream. */
export async function readSource(source: SourceFile): Promise<Readable> {
  if ('bytes' in source) return Readable.from([source.bytes]);
  return (await openRegularFile(source.sourcePath)).createReadStream({ highWaterMark: pieceSize });
}
