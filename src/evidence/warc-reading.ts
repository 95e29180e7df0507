import { hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

// What a reply with a thousand rows takes: no piece of it has to be joined to the next.
const mostReplies = 256 * 1024;

/** A record as it stands in the file, before anything of it is believed. */
export interface StoredRecord {
  /** By lower-case name; of a name that stands twice the last. */
  readonly fields: ReadonlyMap<string, string>;
  readonly block: Buffer;
}

// An exchange is one HTTP message each way, and the largest body that is decoded has 64 MiB.
const largestExchange = 256 * 1024 * 1024;

/**
 * Unpacks the records that lie together at one place of the file.
 *
 * @throws Error with the reason in words, when these are no whole WARC/1.1 records or a block is not as it was digested
 */
export function readStoredRecords(compressed: Buffer): readonly StoredRecord[] {
  const bytes = unpack(compressed);
  const records: StoredRecord[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf('\r\n\r\n', at);
    const [version, ...lines] = bytes.toString('latin1', at, Math.max(at, end)).split('\r\n');
    if (end === -1 || version !== 'WARC/1.1') throw new Error('no WARC/1.1 record');
    const fields = new Map(lines.map(fieldOf));
    const length = Number(fields.get('content-length'));
    const block = bytes.subarray(end + 4, end + 4 + length);
    at = end + 4 + length + 4;
    if (!Number.isSafeInteger(length) || length < 0 || bytes.toString('latin1', at - 4, at) !== '\r\n\r\n')
      throw new Error('a record that is cut off');
    if (fields.get('warc-block-digest') !== `sha256:${hash('sha256', block, 'hex')}`)
      throw new Error('a record that is not as it was digested');
    records.push({ fields, block });
  }
  return records;
}

function unpack(compressed: Buffer): Buffer {
  const { buffer, engine } = unpackWhole(compressed);
  // zlib stops at a zero behind the last member, whatever follows it: room for what no reader of records shows.
  if (engine.bytesWritten !== compressed.length) throw new Error('something behind its records');
  return buffer;
}

/** What it comes to, and how much of it zlib took. */
interface Unpacked {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function unpackWhole(compressed: Buffer): Unpacked {
  try {
    const options = { maxOutputLength: largestExchange, chunkSize: mostReplies, info: true };
    // Node's types know nothing of `info`.
    return gunzipSync(compressed, options) as unknown as Unpacked;
  } catch (cause) {
    throw new Error('nothing that unpacks', { cause });
  }
}

function fieldOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
