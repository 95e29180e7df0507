import type { Kernel } from './kernel.ts';
import { isAt, oneByOne, type Find, type Matcher } from './matcher.ts';
import type { Needle } from './needles.ts';

/**
 * Finds any of some hundreds of needles in bytes that lie in the kernel's memory. A needle covers one of the places
 * that are looked at, whichever it begins at, and what stands there is known to be a piece of it: the rest is not read.
 */
export function createSampler(needles: readonly Needle[], kernel: Kernel): Matcher {
  const ofLength = (from: number, below: number): Needle[] =>
    needles.filter(({ bytes: { length } }) => length >= from && length < below);
  const finders = [
    sampling(ofLength(32, Infinity), kernel),
    sampling(ofLength(16, 32), kernel),
    sampling(ofLength(8, 16), kernel),
    ...ofLength(1, 8).map(oneByOne),
  ];
  return {
    longest: needles.reduce((most, { bytes }) => Math.max(most, bytes.length), 0),
    find(window, onFound) {
      for (const find of finders) find(window, onFound);
    },
  };
}

// Eight bytes of ordinary text are next to never in a needle.
const gram = 8;

/** Needles of at least eight bytes. */
function sampling(needles: readonly Needle[], kernel: Kernel): Find {
  if (needles.length === 0) return () => undefined;
  const reach = reachOf(needles);
  // With less to reach over than two grams, the steps between whole grams would be too short.
  const size = reach < 2 * gram ? gram / 2 : gram;
  const { firstFrom, placesOf } = noteGrams(needles, { size, reach, kernel });
  const step = reach - size + 1;
  return ({ bytes }, onFound) => {
    const end = bytes.byteOffset + bytes.length - size + 1;
    for (let at = firstFrom(bytes.byteOffset, end, step); at < end; at = firstFrom(at + step, end, step)) {
      const from = at - bytes.byteOffset;
      for (const { needle, offset } of placesOf(bytes.toString('latin1', from, from + size))) {
        if (from >= offset && isAt(bytes, needle.bytes, from - offset)) onFound(needle);
      }
    }
  };
}

const longestReach = 64;
const mostGrams = 64 * 1024;

/** So many bytes of a needle's beginning are known by their pieces: as many as there is memory for. */
function reachOf(needles: readonly Needle[]): number {
  const shortest = needles.reduce((least, { bytes }) => Math.min(least, bytes.length), longestReach);
  const affordable = gram + Math.floor(mostGrams / needles.length);
  return Math.min(shortest, Math.max(affordable, 2 * gram));
}

/** A needle, and where in it a piece stands. */
interface Place {
  readonly needle: Needle;
  readonly offset: number;
}

// Most pieces of texts that are none of needles' are told from them by one bit. Tables of up to 128 KiB stay in a
// core's cache.
const bitsPerGram = 32;
const [fewestBits, mostBits] = [16, 20];

function noteGrams(
  needles: readonly Needle[],
  { size, reach, kernel }: { readonly size: number; readonly reach: number; readonly kernel: Kernel },
) {
  const grams = needles.length * (reach - size + 1);
  const bits = Math.min(mostBits, Math.max(fewestBits, Math.ceil(Math.log2(grams * bitsPerGram))));
  const table = kernel.reserve(2 ** bits / 8);
  const noting = kernel.reserve(gram);
  const [drop, shift] = [BigInt(8 * (gram - size)), BigInt(64 - bits)];
  const places = new Map<string, Place[]>();
  for (const needle of needles) {
    for (let offset = 0; offset + size <= reach; offset++) {
      const piece = needle.bytes.subarray(offset, offset + size);
      kernel.bytes(noting, noting + size).set(piece);
      kernel.loops.note(noting, drop, shift, table);
      const known = places.get(piece.toString('latin1'));
      if (known) known.push({ needle, offset });
      else places.set(piece.toString('latin1'), [{ needle, offset }]);
    }
  }
  const { find } = kernel.loops;
  return {
    firstFrom: (at: number, end: number, step: number) => find(at, end, step, drop, shift, table),
    placesOf: (piece: string): readonly Place[] => places.get(piece) ?? [],
  };
}
