import type { Needle } from './needles.ts';

/** A piece of a text under search. */
export interface Window {
  readonly bytes: Buffer;
  /** Where in the text it begins. */
  readonly at: number;
  /** Whether the text begins or ends with this piece: else what touches its edges is not known. */
  readonly first: boolean;
  readonly last: boolean;
}

/** Bytes that are looked at, and whether they begin and end as the text does. */
export type Seen = Omit<Window, 'at'>;

/** Finds any of a fixed set of needles. */
export interface Matcher {
  /** Bytes of the longest needle; 0 without any. */
  readonly longest: number;
  find(window: Seen, onFound: (needle: Needle) => void): void;
}

/**
 * Looks for thousands of needles in one pass that skips most bytes (S. Wu, U. Manber: A fast algorithm
 * for multi-pattern searching, 1994): time grows with the text and hardly with the number of secrets.
 */
export function createMatcher(needles: readonly Needle[]): Matcher {
  const ofLength = (from: number, below: number): Needle[] =>
    needles.filter(({ bytes: { length } }) => length >= from && length < below);
  const finders = [
    skipping(ofLength(16, Infinity), 16),
    skipping(ofLength(8, 16), 8),
    ...ofLength(1, 8).map(oneByOne),
  ];
  return {
    longest: needles.reduce((most, { bytes }) => Math.max(most, bytes.length), 0),
    find(window, onFound) {
      for (const find of finders) find(window, onFound);
    },
  };
}

export type Find = Matcher['find'];

const blockSize = 4;
const hashBits = 18;

/** The last block of the first `reach` bytes decides how far no needle can begin. */
function skipping(needles: readonly Needle[], reach: number): Find {
  if (needles.length === 0) return () => undefined;
  const skips = new Uint8Array(1 << hashBits).fill(reach - blockSize + 1);
  const ending = new Map<number, Needle[]>();
  for (const needle of needles) {
    for (let at = 0; at + blockSize <= reach; at++) {
      const block = hashOf(needle.bytes.readInt32LE(at));
      skips[block] = Math.min(skips[block] ?? 0, reach - blockSize - at);
    }
    const last = hashOf(needle.bytes.readInt32LE(reach - blockSize));
    ending.set(last, [...(ending.get(last) ?? []), needle]);
  }
  return (window, onFound) => {
    const { bytes } = window;
    const blocks = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = reach - blockSize; at + blockSize <= bytes.length;) {
      const block = hashOf(blocks.getInt32(at, true));
      const skip = skips[block] ?? 1;
      if (skip === 0) {
        const from = at - (reach - blockSize);
        for (const needle of ending.get(block) ?? []) {
          if (isAt(bytes, needle.bytes, from)) onFound(needle);
        }
      }
      at += skip === 0 ? 1 : skip;
    }
  };
}

const hashOf = (block: number): number => Math.imul(block, 0x9e3779b1) >>> (32 - hashBits);

export const isAt = (text: Buffer, needle: Buffer, at: number): boolean =>
  at + needle.length <= text.length && text.compare(needle, 0, needle.length, at, at + needle.length) === 0;

export const oneByOne =
  (needle: Needle): Find =>
  (window, onFound) => {
    const { bytes } = window;
    for (let at = bytes.indexOf(needle.bytes); at !== -1; at = bytes.indexOf(needle.bytes, at + 1)) {
      if (!needle.standsAlone || standsAlone(window, at, at + needle.bytes.length)) return onFound(needle);
    }
  };

/** At an inner edge the neighbour is in the window before or behind, and judged there: windows overlap. */
function standsAlone({ bytes, first, last }: Seen, from: number, to: number): boolean {
  if ((from === 0 && !first) || (to === bytes.length && !last)) return false;
  return !isWord(bytes[from - 1]) && !isWord(bytes[to]);
}

const isWord = (byte: number | undefined): boolean =>
  byte !== undefined && /[A-Za-z0-9]/.test(String.fromCharCode(byte));
