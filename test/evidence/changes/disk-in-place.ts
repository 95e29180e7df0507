import fs, {
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  promises,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
  type PathLike,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Does this with `node:fs/promises`, and streams of `node:fs`, asking the disk in place instead of from the thread
 * pool: the same system calls upon the same files, each answered before the next line runs. A verification of a small
 * bag is some two hundred of them, and to wait for the pool, and to make a large buffer for each small file, takes ten
 * times as long as all that the checkers do.
 *
 * Only for what reads: a file that is opened can be read and nothing else.
 */
export async function readingInPlace(work: () => Promise<void>): Promise<void> {
  const before = { ...promises };
  const { createReadStream } = fs;
  Object.assign(promises, inPlace);
  Object.assign(fs, { createReadStream: (path: PathLike) => piecesOf(openSync(path, 'r')) });
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    Object.assign(promises, before);
    Object.assign(fs, { createReadStream });
    syncBuiltinESMExports();
  }
}

const inPlace = {
  lstat: async (path: PathLike) => lstatSync(path),
  stat: async (path: PathLike) => statSync(path),
  realpath: async (path: PathLike) => realpathSync(path),
  readdir: async (...[path, options]: Parameters<typeof readdirSync>) => readdirSync(path, options),
  readFile: async (...[path, options]: Parameters<typeof readFileSync>) => readFileSync(path, options),
  open: async (path: PathLike, flags: string | number = 'r') => openedAs(openSync(path, flags)),
};
const openedAs = (fd: number) => ({
  fd,
  stat: async () => fstatSync(fd),
  read: async (buffer: Buffer, offset: number, length: number, position: number | null) => ({
    bytesRead: readSync(fd, buffer, offset, length, position),
    buffer,
  }),
  close: async () => closeSync(fd),
  createReadStream: () => piecesOf(fd),
});

const buffer = Buffer.alloc(65536);

/** To its end, and closes it. */
async function* piecesOf(fd: number): AsyncGenerator<Buffer> {
  try {
    for (let n; (n = readSync(fd, buffer, 0, buffer.length, null)) > 0;)
      yield Buffer.from(buffer.subarray(0, n));
  } finally {
    closeSync(fd);
  }
}
