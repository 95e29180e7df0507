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

/**
 * Does one task after the other, searching for the same secrets. A file in the bag is read back once: what is hashed
 * for the manifests is what lies there, and it is the same bytes that are searched.
 *
 * @throws EvidenceError SOURCE_NOT_A_FILE; what the system says when there is no room
 */
export function createFileTasks(sought: Sought): (task: FileTask) => Promise<FileDone> {
  const search = createFileSearch(sought);
  return async ({ file, into }) => {
    if (into === undefined) return { scan: await search(file) };
    const copy = await copyIntoBag(file, into);
    try {
      const digest = startDigest();
      const scan = await search({ path: copy.path, sourcePath: copy.target }, (piece) =>
        digest.update(piece),
      );
      return { scan, inBag: { path: copy.path, ...digest.end() } };
    } finally {
      await copy.settled();
    }
  };
}
