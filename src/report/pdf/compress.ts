import { createHash } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { createDeflate, type Deflate } from 'node:zlib';
import { blocks } from '../blocks.ts';
import type { Sink } from '../sink.ts';

/** A text as its deflate stream (RFC 1950), and what a document says of it. */
export interface Compressed {
  readonly chunks: readonly Uint8Array[];
  /** In bytes, before. */
  readonly size: number;
  /** What /CheckSum is defined as (ISO 32000-1 table 46): against accidents, no proof of anything. */
  readonly md5: Buffer;
  /** Lower-case hex. */
  readonly sha256: string;
}

/**
 * Compresses a text as it is made and gives the same bytes to the sink: what takes seconds to make is made once. A
 * block is compressed in another thread while the next one is made, and no more than two are in memory.
 *
 * @throws whatever the pieces or the sink throw
 */
export async function compress(pieces: Iterable<string>, sink: Sink): Promise<Compressed> {
  const md5 = createHash('md5');
  const sha256 = createHash('sha256');
  let size = 0;
  const chunks: Uint8Array[] = [];
  const deflate = createDeflate().on('data', (chunk: Uint8Array) => void chunks.push(chunk));
  try {
    let last: Taken | undefined;
    for (const block of blocks(pieces)) {
      sink(block);
      md5.update(block);
      sha256.update(block);
      size += block.length;
      await allTaken(last);
      last = take(deflate, block);
    }
    await allTaken(last);
    await finished(deflate.end());
  } finally {
    deflate.destroy();
  }
  return { chunks, size, md5: md5.digest(), sha256: sha256.digest('hex') };
}

type Taken = Promise<Error | null | undefined>;

/** Ends when the block may be used again. Never rejects: nobody may be waiting when the pieces or the sink throw. */
const take = (deflate: Deflate, block: Uint8Array): Taken =>
  new Promise((resolve) => {
    deflate.write(block, resolve);
  });

async function allTaken(taken: Taken | undefined): Promise<void> {
  const error = await taken;
  if (error) throw error;
}
