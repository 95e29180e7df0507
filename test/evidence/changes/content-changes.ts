/** One change of a file's bytes. */
export interface ContentChange {
  readonly what: string;
  readonly bytes: Uint8Array;
}

export const kinds = ['bit flipped', 'byte replaced', 'byte deleted', 'byte inserted', 'cut off'] as const;
export type Kind = (typeof kinds)[number];

/** What may be done at a place: an insertion also behind the last byte, the rest at a byte that is there. */
export const placesOf = (kind: Kind, bytes: Uint8Array): number =>
  bytes.length + (kind === 'byte inserted' ? 1 : 0);

/** The change of this kind at this byte; `random` in [0, 1) chooses which bit or which other byte. */
export function changeAt(kind: Kind, bytes: Uint8Array, at: number, random: number): ContentChange {
  const here = bytes[at] ?? 0;
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + 1)];
  const changed: Readonly<Record<Kind, () => Uint8Array>> = {
    'bit flipped': () => Buffer.concat([before, [here ^ (1 << Math.floor(random * 8))], after].map(bytesOf)),
    'byte replaced': () =>
      Buffer.concat([before, [(here + 1 + Math.floor(random * 255)) % 256], after].map(bytesOf)),
    'byte deleted': () => Buffer.concat([before, after]),
    'byte inserted': () =>
      Buffer.concat([before, [Math.floor(random * 256)], bytes.subarray(at)].map(bytesOf)),
    'cut off': () => before,
  };
  return { what: `${kind} at ${at}`, bytes: changed[kind]() };
}

const bytesOf = (part: Uint8Array | readonly number[]): Uint8Array => Uint8Array.from(part);

/** Each two neighbours put in the other order, each line left out, each line doubled. */
export function lineChanges(bytes: Uint8Array): readonly ContentChange[] {
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .split(/(?<=\n)/);
  const made = lines.flatMap((line, i) => [
    { what: `line ${i + 1} deleted`, lines: lines.toSpliced(i, 1) },
    { what: `line ${i + 1} doubled`, lines: lines.toSpliced(i, 0, line) },
    { what: `lines ${i + 1} and ${i + 2} in the other order`, lines: swapped(lines, i) },
  ]);
  return made
    .map(({ what, lines: now }) => ({ what, bytes: Buffer.from(now.join(''), 'latin1') }))
    .filter(({ bytes: now }) => !now.equals(bytes));
}

const swapped = (lines: readonly string[], i: number): readonly string[] =>
  lines.toSpliced(i, 2, ...lines.slice(i, i + 2).reverse());

/** Marsaglia's xorshift, 32 bits: the same numbers for the same seed, so that a failure can be seen again. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
