import type { Kernel } from './kernel.ts';
import type { Mark } from './part-starts.ts';

/** Finds the places of a piece before `below` at which something packed may begin, in order. */
export type FindMarks = (
  piece: Buffer,
  in_: { readonly below: number; readonly isPng: boolean },
) => readonly Pick<Mark, 'at' | 'kind'>[];

type Kind = Mark['kind'];

const marks: readonly (readonly [Kind, Buffer])[] = [
  ['gzip', Buffer.from([0x1f, 0x8b, 0x08])],
  ['zip entry', Buffer.from('PK\x03\x04', 'latin1')],
  ['stream', Buffer.from('stream', 'latin1')],
  // What gzip, ZIP, PDF and PNG begin with, in base64: attachments of a mail, data URIs.
  ...['H4sI', 'UEsDB', 'JVBERi', 'iVBORw'].map((mark) => ['base64', Buffer.from(mark, 'latin1')] as const),
  // Chunks of a PNG that hold compressed text or a profile.
  ...['zTXt', 'iTXt', 'iCCP'].map((mark) => ['png', Buffer.from(mark, 'latin1')] as const),
];

/** The longest of them: so far a mark that begins in a piece may go on behind it. */
export const longestMark = marks.reduce((most, [, { length }]) => Math.max(most, length), 0);

const places = 3;
const bitsOfAByte = 8;
const tableSize = 16;

/** For each of the first three places and each half of a byte: which of eight groups of marks have it there. */
function tablesOf(): Buffer {
  const tables = Buffer.alloc(places * 2 * tableSize);
  for (const [n, [, mark]] of marks.entries()) {
    const group = 1 << (n % bitsOfAByte);
    for (let place = 0; place < places; place++) {
      const byte = mark[place] ?? 0;
      const [lower, upper] = [
        2 * place * tableSize + (byte & 0x0f),
        (2 * place + 1) * tableSize + (byte >> 4),
      ];
      tables[lower] = (tables[lower] ?? 0) | group;
      tables[upper] = (tables[upper] ?? 0) | group;
    }
  }
  return tables;
}

/** Takes a room of the kernel's for each piece, so none that anybody else wants to keep. */
export function createFindMarks(kernel: Kernel, room: number): FindMarks {
  const tables = kernel.reserve(places * 2 * tableSize);
  kernel.bytes(tables, tables + places * 2 * tableSize).set(tablesOf());
  return (piece, { below, isPng }) => {
    kernel.makeRooms(room + 1, piece.length);
    const text = kernel.room(room, piece.length);
    text.set(piece);
    const found: Pick<Mark, 'at' | 'kind'>[] = [];
    const [begin, end] = [text.byteOffset, text.byteOffset + Math.min(below, piece.length)];
    const { findMark } = kernel.loops;
    for (let at = findMark(begin, end, tables); at < end; at = findMark(at + 1, end, tables)) {
      const kind = kindAt(text, at - begin);
      if (kind !== undefined && (kind !== 'png' || isPng)) found.push({ at: at - begin, kind });
    }
    return found;
  };
}

/** No mark is the beginning of another. */
const kindAt = (text: Buffer, at: number): Kind | undefined =>
  marks.find(([, mark]) => mark.equals(text.subarray(at, at + mark.length)))?.[0];
