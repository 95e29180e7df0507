import { open, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256Hex } from './canonical.ts';
import { exists, writeNewFile } from './durable-files.ts';

/** Bytes that a killed writer left, and the name beside the file that they were moved to. */
export interface TornTail {
  readonly bytes: number;
  readonly sha256: string;
  /** A name in the same folder: paths of this machine stay out of the record. */
  readonly movedTo: string;
}

/**
 * Copies the bytes from `offset` to `<path>.torn-<offset>`, synced, and only then cuts them off. A
 * kill in between leaves both, and the next call finds its own copy and goes on.
 */
export async function setTailAside(path: string, tail: Uint8Array, offset: number): Promise<TornTail> {
  const movedTo = await copyTail(path, tail, offset);
  await cutOff(path, offset);
  return { bytes: tail.length, sha256: sha256Hex(tail), movedTo };
}

async function copyTail(path: string, tail: Uint8Array, offset: number): Promise<string> {
  for (let n = 1; ; n++) {
    const name = `${basename(path)}.torn-${offset}${n === 1 ? '' : `-${n}`}`;
    const target = join(dirname(path), name);
    if (!(await exists(target))) {
      await writeNewFile(target, tail);
      return name;
    }
    if (sha256Hex(await readFile(target)) === sha256Hex(tail)) return name;
  }
}

async function cutOff(path: string, length: number): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.truncate(length);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
