import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exhibit } from '../domain/exhibit.ts';
import { draftEnding, makePrivateFolder, moveAside } from './durable-files.ts';
import { digestFile } from './file-digest.ts';

/** Where the exhibits of a case lie, relative to its folder. */
export const exhibitsFolder = 'exhibits';
const asideFolder = 'exhibits/unjournaled';

/** A file that a kill left between being written and being journaled. */
export interface SetAside {
  /** Both relative to the case folder. */
  readonly path: string;
  readonly movedTo: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Where a file of the operator's is copied to before it has a number. */
export const attachedDraft = (number: number): string => `${exhibitsFolder}/attached-${number}${draftEnding}`;
const brokenCopy = /^attached(?:-\d+)?\.writing$/;

/** Moves aside what lies among the exhibits and is none, since its number will be given again. */
export async function setUnjournaledAside(
  caseFolder: string,
  journaled: readonly Exhibit[],
): Promise<readonly SetAside[]> {
  const known = new Set(journaled.map(({ path }) => path));
  const moved: SetAside[] = [];
  for (const entry of await readdir(join(caseFolder, exhibitsFolder), { withFileTypes: true })) {
    const path = `${exhibitsFolder}/${entry.name}`;
    // A copy that a kill broke off. The original is where it was, and whole; this may hold a secret.
    if (entry.isFile() && brokenCopy.test(entry.name)) {
      await rm(join(caseFolder, path), { force: true });
      continue;
    }
    if (!entry.isFile() || known.has(path) || isDraftOfItem(entry.name)) continue;
    await makePrivateFolder(join(caseFolder, asideFolder));
    const { bytes, sha256 } = await digestFile(join(caseFolder, path));
    const name = entry.name.replace(rowsDraft, 'rows-$1.torn');
    const target = await moveAside(join(caseFolder, path), join(caseFolder, asideFolder), name);
    const movedTo = `${asideFolder}/${target.slice(target.lastIndexOf('/') + 1)}`;
    moved.push({ path, movedTo, bytes, sha256 });
  }
  return moved.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Rows that came until the kill: hours of reading perhaps. Under another name, a bag takes them along. */
const rowsDraft = /^rows-(\d+)\.writing$/;

/** It was never finished, and writing it again replaces it. */
const isDraftOfItem = (name: string): boolean => name.endsWith(draftEnding) && !rowsDraft.test(name);
