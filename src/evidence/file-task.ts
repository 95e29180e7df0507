import { copyIntoBag, type SourceFile } from './bag-source.ts';
import type { BagFile } from './bag-layout.ts';
import { startDigest } from './file-digest.ts';
import { createFileSearch, type SecretScan, type Sought } from './secret-scan/file-search.ts';

/** A file that is to be searched for secrets, and first put into a bag when there is one. */
export interface FileTask {
  readonly file: SourceFile;
  /** The bag's folder, in which the file's own is there already. Absent: it is searched where it lies. */
  readonly into?: string;
}

export interface FileDone {
  readonly scan: SecretScan;
  /** What lies in the bag now, of a file that was put there. */
  readonly inBag?: BagFile;
}

/** What can be asked of a worker: a file, or that all that it copied will be there after a power cut. */
export type Asked = FileTask | 'settle';

/**
 * Does one task after the other, searching for the same secrets. A file in the bag is read back once: what is hashed
 * for the manifests is what lies there, and it is the same bytes that are searched. While one is carried to the disk,
 * the next is worked on.
 *
 * @throws EvidenceError SOURCE_NOT_A_FILE; what the system says when there is no room
 */
export function createFileTasks(sought: Sought): (asked: Asked) => Promise<FileDone> {
  const search = createFileSearch(sought);
  let last = Promise.resolve();
  return async (asked) => {
    if (asked === 'settle') return last.then(() => ({ scan: { leaks: [], unsearched: [] } }));
    const { file, into } = asked;
    if (into === undefined) return { scan: await search(file) };
    const copy = await copyIntoBag(file, into);
    // One at a time: those who sync take the system's threads away from those who read.
    const before = last;
    last = before.then(() => copy.settled);
    last.catch(() => undefined);
    const digest = startDigest();
    const read = { path: copy.path, sourcePath: copy.target };
    const scan = await search(read, (piece) => digest.update(piece));
    await before;
    return { scan, inBag: { path: copy.path, ...digest.end() } };
  };
}
