import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { NoPicture, type Picture } from './picture.ts';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
/** Colour type → samples a pixel (PNG, third edition, §11.2.1). */
const samplesOf = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);
// On paper and on a screen no more can be seen.
const widest = 1600;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly samples: number;
}

/**
 * Decodes a PNG and packs it anew: what a reader's program gets to see is ours. Transparent parts become
 * white; a large picture is made smaller by leaving pixels out.
 *
 * @param mostPixels what is more is not unpacked at all
 * @throws NoPicture
 */
export function readPng(bytes: Buffer, mostPixels: number): Picture {
  const { header, palette, alphas, packed } = readChunks(bytes);
  const { width, height, depth, colour, samples } = header;
  if (width * height > mostPixels) throw new NoPicture(`it has ${width} × ${height} pixels`);
  const stride = Math.ceil((width * samples * depth) / 8);
  const lines = unfilter(inflate(packed, (stride + 1) * height), header, stride);
  const every = Math.max(1, Math.ceil(width / widest), Math.ceil(height / (1.4 * widest)));
  const [w, h] = [Math.floor(width / every), Math.floor(height / every)];
  const rgb = Buffer.alloc(w * h * 3);
  const pixelAt = pixelReader(lines, { stride, depth, colour, samples }, palette, alphas);
  for (let y = 0, to = 0; y < h; y++) {
    for (let x = 0; x < w; x++, to += 3) pixelAt(x * every, y * every, rgb, to);
  }
  return {
    width: w,
    height: h,
    colours: 'DeviceRGB',
    filter: 'FlateDecode',
    bytes: deflateSync(rgb),
    smaller: every > 1,
  };
}

function readChunks(bytes: Buffer) {
  if (!bytes.subarray(0, 8).equals(signature)) throw new NoPicture('it is no PNG');
  let header: Header | undefined;
  let palette: Buffer = Buffer.alloc(0);
  let alphas: Buffer = Buffer.alloc(0);
  const packed: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > bytes.length) throw new NoPicture('it is cut off');
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== bytes.readUInt32BE(at + 8 + length)) {
      throw new NoPicture('it is damaged');
    }
    if (type === 'IHDR') header = readHeader(content);
    else if (type === 'PLTE') palette = content;
    else if (type === 'tRNS') alphas = content;
    else if (type === 'IDAT') packed.push(content);
    else if (type === 'IEND') break;
    at += 12 + length;
  }
  if (!header) throw new NoPicture('it does not say how large it is');
  return { header, palette, alphas, packed: Buffer.concat(packed) };
}

function readHeader(content: Buffer): Header {
  if (content.length !== 13) throw new NoPicture('it does not say how large it is');
  const [width, height] = [content.readUInt32BE(0), content.readUInt32BE(4)];
  const [depth = 0, colour = 0, compression, filter, interlace] = content.subarray(8);
  const samples = samplesOf.get(colour);
  const isDepth = colour === 3 ? [1, 2, 4, 8] : colour === 0 ? [1, 2, 4, 8, 16] : [8, 16];
  if (samples === undefined || !isDepth.includes(depth) || compression !== 0 || filter !== 0) {
    throw new NoPicture('its form is none that PNG has');
  }
  if (width === 0 || height === 0) throw new NoPicture('it has no pixels');
  if (interlace !== 0) throw new NoPicture('it is interlaced');
  return { width, height, depth, colour, samples };
}

/** Exactly as many bytes as the picture has; a bomb stops there. */
function inflate(packed: Buffer, size: number): Buffer {
  try {
    const bytes = inflateSync(packed, { maxOutputLength: size });
    if (bytes.length === size) return bytes;
  } catch {
    // Said below.
  }
  throw new NoPicture('its pixels cannot be unpacked to the size that it says');
}

/** Undoes the five filters (§9.2), in place; returns the lines with the filter's byte still before each. */
function unfilter(bytes: Buffer, { height, depth, samples }: Header, stride: number): Buffer {
  const back = Math.max(1, (samples * depth) >> 3);
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1) + 1;
    const filter = bytes[from - 1] ?? 0;
    if (filter > 4) throw new NoPicture('a line of it has no known filter');
    if (filter === 0) continue;
    for (let x = 0; x < stride; x++) {
      const left = x >= back ? (bytes[from + x - back] ?? 0) : 0;
      const above = y > 0 ? (bytes[from + x - stride - 1] ?? 0) : 0;
      const corner = x >= back && y > 0 ? (bytes[from + x - stride - 1 - back] ?? 0) : 0;
      bytes[from + x] = (bytes[from + x] ?? 0) + guess(filter, left, above, corner);
    }
  }
  return bytes;
}

function guess(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const [toLeft, toAbove, toCorner] = [
    Math.abs(above - corner),
    Math.abs(left - corner),
    Math.abs(left + above - 2 * corner),
  ];
  return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
}

type PixelReader = (x: number, y: number, into: Buffer, at: number) => void;

function pixelReader(
  lines: Buffer,
  { stride, depth, colour, samples }: Omit<Header, 'width' | 'height'> & { readonly stride: number },
  palette: Buffer,
  alphas: Buffer,
): PixelReader {
  // Of 16 bits the upper eight: the screen shows no more.
  const sample = (x: number, y: number, n: number): number => {
    const from = y * (stride + 1) + 1;
    if (depth >= 8) return lines[from + (x * samples + n) * (depth >> 3)] ?? 0;
    const bit = x * depth;
    return ((lines[from + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
  };
  const grey = depth < 8 ? 255 / ((1 << depth) - 1) : 1;
  const onWhite = (value: number, alpha: number): number =>
    Math.round((value * alpha + 255 * (255 - alpha)) / 255);
  return (x, y, into, at) => {
    const first = sample(x, y, 0);
    const alpha = colour === 3 ? (alphas[first] ?? 255) : samples % 2 === 0 ? sample(x, y, samples - 1) : 255;
    for (let n = 0; n < 3; n++) {
      const value =
        colour === 3 ? (palette[first * 3 + n] ?? 0) : samples >= 3 ? sample(x, y, n) : first * grey;
      into[at + n] = onWhite(value, alpha);
    }
  };
}
