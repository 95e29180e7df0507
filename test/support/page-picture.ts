import { execFileSync } from 'node:child_process';
import { crc32, deflateSync } from 'node:zlib';

/** A page of a PDF, drawn by pdftoppm (poppler-utils), as a PNG with a palette: a third of the usual size. */
export function drawPage(pdfFile: string, page: number, dpi: number): Uint8Array {
  const args = ['-r', `${dpi}`, '-f', `${page}`, '-l', `${page}`, pdfFile];
  return paletteOf(readPpm(execFileSync('pdftoppm', args, { maxBuffer: 64 * 1024 * 1024 })));
}

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel. */
  readonly rgb: Uint8Array;
}

function readPpm(bytes: Buffer): Picture {
  const [header, width, height] = /^P6\s(\d+)\s(\d+)\s255\s/.exec(bytes.toString('latin1', 0, 64)) ?? [];
  if (header === undefined) throw new Error('pdftoppm did not write a picture of eight bits');
  return { width: Number(width), height: Number(height), rgb: bytes.subarray(header.length) };
}

/** Coarser and coarser until no more than 256 colours are left; text and lines bear it well. */
function paletteOf(picture: Picture): Uint8Array {
  for (const step of [17, 51, 85]) {
    const snapped = picture.rgb.map((value) => Math.round(value / step) * step);
    const colours = new Map<number, number>();
    const pixels = new Uint8Array(picture.width * picture.height);
    for (let at = 0; at < pixels.length; at++) {
      const colour = Buffer.from(snapped.buffer, at * 3, 3).readUIntBE(0, 3);
      const index = colours.get(colour) ?? colours.size;
      colours.set(colour, index);
      pixels[at] = index;
    }
    if (colours.size <= 256) return png(picture, [...colours.keys()], pixels);
  }
  throw new Error('four levels a channel cannot give more than 64 colours');
}

/** PNG, third edition, §11: header, palette, one row after the other unfiltered, end. */
function png({ width, height }: Picture, colours: readonly number[], pixels: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.from(colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
