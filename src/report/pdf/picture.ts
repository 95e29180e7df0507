import { readPng } from './png-picture.ts';
import { readJpeg } from './jpeg-picture.ts';

/** A picture as a PDF holds it (ISO 32000-1 §8.9.5): eight bits a sample. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly colours: 'DeviceRGB' | 'DeviceGray';
  readonly filter: 'FlateDecode' | 'DCTDecode';
  readonly bytes: Buffer;
  /** Fewer pixels than the exhibit has. */
  readonly smaller: boolean;
}

/** Why a file that begins like a picture is not shown; its words hold nothing of the file's. */
export class NoPicture extends Error {
  override readonly name = 'NoPicture';
}

const mostPixels = 40_000_000;
/** What is larger is not shown. */
export const mostPictureBytes = 16 * 1024 * 1024;

/**
 * Makes a picture of a file that anybody may have made. Nothing of it is unpacked beyond the size that it
 * says, and nothing but pixels is passed on.
 *
 * @throws NoPicture
 */
export function readPicture(bytes: Uint8Array): Picture {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (all.length > mostPictureBytes) throw new NoPicture(`it is larger than ${mostPictureBytes} bytes`);
  return all[0] === 0xff ? readJpeg(all, mostPixels) : readPng(all, mostPixels);
}
