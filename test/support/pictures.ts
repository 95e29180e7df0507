import { crc32, deflateSync } from 'node:zlib';

export function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** A PNG of these lines, each with its filter's byte first. */
export function png(
  width: number,
  height: number,
  form: readonly [number, number],
  lines: readonly (readonly number[])[],
  more: readonly Buffer[] = [],
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set(form, 8);
  const packed = deflateSync(Buffer.from(lines.flat()));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A baseline JPEG of eight by eight grey pixels, with a comment that must not be passed on. */
export const jpeg = Buffer.concat([
  Buffer.from('ffd8fffe000868656c6c6f21', 'hex'),
  Buffer.from(`ffdb004300${'01'.repeat(64)}`, 'hex'),
  Buffer.from('ffc0000b080008000801011100', 'hex'),
  Buffer.from('ffc40014000100000000000000000000000000000000', 'hex'),
  Buffer.from('ffc40014100100000000000000000000000000000000', 'hex'),
  Buffer.from('ffda0008010100003f00', 'hex'),
  Buffer.from('3fffd9', 'hex'),
]);
