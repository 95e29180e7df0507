import { NoPicture, type Picture } from './picture.ts';

// ITU-T T.81 table B.1: what is needed to decode; APP14 tells how colours are coded. All else (EXIF with
// its places and previews, comments, profiles) stays in the exhibit.
const needed = new Set([0xc0, 0xc1, 0xc2, 0xc4, 0xdb, 0xdd, 0xee]);
const otherFrames = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/**
 * Takes over a JPEG's coded pixels, which PDF can hold as they are, after walking through its segments.
 *
 * @throws NoPicture
 */
export function readJpeg(bytes: Buffer, mostPixels: number): Picture {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new NoPicture('it is no JPEG');
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let frame: Buffer | undefined;
  for (let at = 2; ;) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) throw new NoPicture('it is cut off or damaged');
    if (marker === 0xd9) break;
    const end = at + 4 > bytes.length ? Infinity : at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) throw new NoPicture('it is cut off');
    if (otherFrames.has(marker)) throw new NoPicture('it is a kind of JPEG that is not shown');
    const segment = bytes.subarray(at, end);
    if (marker >= 0xc0 && marker <= 0xc2) {
      if (frame) throw new NoPicture('it says twice how large it is');
      frame = segment;
    }
    const after = marker === 0xda ? endOfScan(bytes, end) : end;
    if (needed.has(marker) || marker === 0xda) kept.push(bytes.subarray(at, after));
    at = after;
  }
  if (!frame || frame.length < 10) throw new NoPicture('it does not say how large it is');
  return { ...shapeOf(frame, mostPixels), bytes: Buffer.concat([...kept, Buffer.from([0xff, 0xd9])]) };
}

/** Coded pixels go on to the next marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new NoPicture('it is cut off');
}

function shapeOf(frame: Buffer, mostPixels: number): Omit<Picture, 'bytes'> {
  const [height, width] = [frame.readUInt16BE(5), frame.readUInt16BE(7)];
  const components = frame[9];
  if (frame[4] !== 8) throw new NoPicture('it has more than eight bits a colour');
  if (width === 0 || height === 0) throw new NoPicture('it has no pixels');
  if (width * height > mostPixels) throw new NoPicture(`it has ${width} × ${height} pixels`);
  if (components !== 1 && components !== 3) throw new NoPicture('its colours are those of print');
  const colours = components === 1 ? 'DeviceGray' : 'DeviceRGB';
  return { width, height, colours, filter: 'DCTDecode', smaller: false };
}
