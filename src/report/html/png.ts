import { crc32, deflateSync, inflateSync } from 'node:zlib';
import type { Picture } from '../pdf/picture.ts';

/**
 * Writes decoded pixels as a PNG of our own: what a browser's decoder gets to see was made here, with no
 * chunk of the file that somebody sent. The same pixels give the same bytes.
 */
export function writePng({ width, height, bytes }: Picture): Buffer {
  const pixels = inflateSync(bytes);
  const stride = width * 3;
  // Filter 0 before each line (PNG, third edition, §9.2).
  const lines = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y++) pixels.copy(lines, y * (stride + 1) + 1, y * stride, (y + 1) * stride);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a sample, colour type 2 (RGB); compression, filter and interlace 0.
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
