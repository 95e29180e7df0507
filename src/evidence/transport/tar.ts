import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openRegularFile } from '../durable-files.ts';
import { EvidenceError } from '../evidence-error.ts';
import { refuseUnsafePath } from '../safe-path.ts';

// POSIX.1-1988 ustar, written here: registry libraries write extensions, owners and times of their own, and of
// the whole format a bag needs one kind of entry. `tar` of every system reads it.

const block = 512;
// 11 octal digits: what the size field holds.
const largestFile = 8 ** 11 - 1;

/**
 * A folder as a tar, in pieces: its regular files sorted by path below one top-level name, without owners, all of
 * one time and mode, so that the same bag gives the same bytes.
 *
 * @param top the one top-level name, of safe characters
 * @param mtime seconds since 1970
 * @throws EvidenceError SOURCE_NOT_A_FILE, BAD_NAME (also: too long for the format), and when a file changes size
 */
export async function* tarOf(folder: string, top: string, mtime: number): AsyncGenerator<Uint8Array> {
  for (const path of await pathsIn(folder)) {
    const handle = await openRegularFile(join(folder, path));
    try {
      const { size } = await handle.stat();
      yield headerOf(`${top}/${path}`, size, mtime);
      let read = 0;
      for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
        read += chunk.length;
        yield chunk;
      }
      if (read !== size) throw new EvidenceError('BAG_DAMAGED', `changed while it was read: ${path}`);
      yield Buffer.alloc((block - (size % block)) % block);
    } finally {
      await handle.close();
    }
  }
  yield Buffer.alloc(2 * block);
}

async function pathsIn(folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  const open = [''];
  for (let inside = open.pop(); inside !== undefined; inside = open.pop()) {
    for (const name of await readdir(join(folder, inside))) {
      const path = inside === '' ? name : `${inside}/${name}`;
      refuseUnsafePath(path);
      if ((await lstat(join(folder, path))).isDirectory()) open.push(path);
      else paths.push(path);
    }
  }
  return paths.sort();
}

function headerOf(path: string, size: number, mtime: number): Buffer {
  if (size > largestFile) throw new EvidenceError('BAD_NAME', `larger than tar holds (8 GiB): ${path}`);
  const { prefix, name } = splitPath(path);
  const header = Buffer.alloc(block);
  const octal = (value: number, at: number, digits: number) =>
    header.write(value.toString(8).padStart(digits, '0'), at, 'latin1');
  header.write(name, 0, 'latin1');
  octal(0o600, 100, 7);
  octal(0, 108, 7); // owner and group: nobody's business
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(mtime, 136, 11);
  header.write('        0', 148, 'latin1'); // the checksum counts as blanks; "0": a regular file
  header.write('ustar\u000000', 257, 'latin1');
  header.write(prefix, 345, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** 100 bytes of name, 155 of folders before it. */
function splitPath(path: string): { readonly prefix: string; readonly name: string } {
  if (path.length <= 100) return { prefix: '', name: path };
  const slash = path.indexOf('/', path.length - 101);
  if (slash === -1 || slash > 155) throw new EvidenceError('BAD_NAME', `too long a name for tar: ${path}`);
  return { prefix: path.slice(0, slash), name: path.slice(slash + 1) };
}
