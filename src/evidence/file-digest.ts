import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openRegularFile } from './durable-files.ts';

/** What the manifests say of a file. */
export interface FileDigest {
  readonly bytes: number;
  readonly sha256: string;
  readonly sha512: string;
}

/** Hashes while the bytes pass by, so that what was hashed is what was read or written. */
export function startDigest() {
  const sha256 = createHash('sha256');
  const sha512 = createHash('sha512');
  let bytes = 0;
  return {
    update(chunk: Uint8Array): void {
      sha256.update(chunk);
      sha512.update(chunk);
      bytes += chunk.length;
    },
    end: (): FileDigest => ({ bytes, sha256: sha256.digest('hex'), sha512: sha512.digest('hex') }),
  };
}

/** Reads a file once, in pieces. A symbolic link or anything else that is no regular file is refused. */
export async function digestFile(path: string): Promise<FileDigest> {
  const digest = startDigest();
  const handle = await openRegularFile(path);
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      done();
    },
  });
  await pipeline(handle.createReadStream(), sink);
  return digest.end();
}
