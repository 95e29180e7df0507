import type { Kernel } from './kernel.ts';
import type { Window } from './matcher.ts';
import type { Mark } from './part-starts.ts';

/** Finds the places before `below` at which something packed may begin, in order, of bytes in the kernel's memory. */
export type FindMarks = (bytes: Buffer, below: number) => readonly Mark[];

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

export function createFindMarks(kernel: Kernel): FindMarks {
  const tables = kernel.reserve(places * 2 * tableSize);
  kernel.bytes(tables, tables + places * 2 * tableSize).set(tablesOf());
  const { findMark } = kernel.loops;
  return (bytes, below) => {
    const found: Mark[] = [];
    const [begin, end] = [bytes.byteOffset, bytes.byteOffset + Math.min(below, bytes.length)];
    for (let at = findMark(begin, end, tables); at < end; at = findMark(at + 1, end, tables)) {
      const kind = kindAt(bytes, at - begin);
      if (kind !== undefined) found.push({ at: at - begin, kind });
    }
    return found;
  };
}

/** No mark is the beginning of another. */
const kindAt = (bytes: Buffer, at: number): Kind | undefined =>
  marks.find(([, mark]) => mark.equals(bytes.subarray(at, at + mark.length)))?.[0];

// Of a file that is made of marks not all are kept: it is read again from there on.
const mostMarks = 64 * 1024;

/** The marks of a text, noted while it passes by in windows. */
export class SeenMarks {
  readonly list: Mark[] = [];
  /** All before this place are in the list. */
  upTo = 0;
  readonly #findMarks: FindMarks;

  constructor(findMarks: FindMarks) {
    this.#findMarks = findMarks;
  }

  /** @param overlap what of a window comes once more in the next */
  note({ bytes, at, last }: Window, overlap: number): void {
    if (this.upTo !== at) return;
    const below = last ? bytes.length : bytes.length - overlap;
    const found = this.#findMarks(bytes, below);
    if (this.list.length + found.length > mostMarks) return;
    for (const mark of found) this.list.push({ ...mark, at: at + mark.at });
    this.upTo = at + below;
  }
}
