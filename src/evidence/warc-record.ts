import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { crc32, gzip, inflateRawSync } from 'node:zlib';

/** One record of ISO 28500:2017 (WARC/1.1). */
export interface WarcRecord {
  readonly type: 'warcinfo' | 'request' | 'response' | 'metadata';
  /** A URN without angle brackets: "urn:uuid:…". */
  readonly id: string;
  /** UTC, ISO 8601. */
  readonly date: string;
  readonly contentType: string;
  /** Named fields beyond those that every record has. */
  readonly fields: readonly (readonly [string, string])[];
  readonly block: Uint8Array;
}

/** The record as its own gzip member: members can be appended, found by offset and read alone. */
export async function gzipRecord(record: WarcRecord): Promise<Buffer> {
  const member = await compress(serialise(record), { level: 9 });
  // RFC 1952 §2.3.1: the operating system's number would make the same record differ by machine.
  member[operatingSystemAt] = unknownSystem;
  return member;
}

/** Where the gzip member that begins at `offset` ends; undefined when no whole member of ours is there. */
export function endOfMember(file: Uint8Array, offset: number): number | undefined {
  if (Buffer.compare(file.subarray(offset, offset + memberHeader.length), memberHeader) !== 0)
    return undefined;
  const body = inflateAt(file, offset + memberHeader.length);
  if (!body) return undefined;
  const trailer = Buffer.from(file.subarray(body.end, body.end + 8));
  if (trailer.length < 8) return undefined;
  const holds =
    trailer.readUInt32LE(0) === crc32(body.bytes) && trailer.readUInt32LE(4) === body.bytes.length;
  return holds ? body.end + 8 : undefined;
}

/** The bytes where members of ours begin. */
export const memberHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);

/**
 * An id that the same case and exchange always get: RFC 9562 §5.8 (version 8), made from SHA-256.
 * The case is part of it, since record ids must differ between files too.
 */
export function recordId(caseId: string, exchange: string, type: WarcRecord['type']): string {
  const bytes = hash('sha256', JSON.stringify(['firebreak-warc/1', caseId, exchange, type]), 'buffer');
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)];
  return `urn:uuid:${groups.join('-')}`;
}

const compress = promisify<Buffer, { level: number }, Buffer>(gzip);
const operatingSystemAt = 9;
const unknownSystem = 255;
// A record holds one HTTP message; more than this out of one is no record of ours.
const largestRecord = 256 * 1024 * 1024;

function serialise(record: WarcRecord): Buffer {
  const head = [
    'WARC/1.1',
    `WARC-Type: ${record.type}`,
    `WARC-Record-ID: <${record.id}>`,
    `WARC-Date: ${record.date}`,
    ...record.fields.map(([name, value]) => `${name}: ${value}`),
    `WARC-Block-Digest: sha256:${hash('sha256', record.block, 'hex')}`,
    `Content-Type: ${record.contentType}`,
    `Content-Length: ${record.block.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), record.block, Buffer.from('\r\n\r\n')]);
}

function inflateAt(file: Uint8Array, offset: number): { bytes: Buffer; end: number } | undefined {
  try {
    // With `info`, Node returns the engine too, which knows how much of the input was the member's.
    const { buffer, engine } = inflateRawSync(file.subarray(offset), {
      info: true,
      maxOutputLength: largestRecord,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return { bytes: buffer, end: offset + engine.bytesWritten };
  } catch {
    return undefined;
  }
}
