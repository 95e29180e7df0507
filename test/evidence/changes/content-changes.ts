/** One change of a file's bytes. */
export interface ContentChange {
  readonly kind: Kind | 'lines';
  readonly what: string;
  readonly bytes: Uint8Array;
}

export const kinds = [
  'bit flipped',
  'byte replaced',
  'byte deleted',
  'byte inserted',
  'two bytes exchanged',
  'end cut off',
  'beginning cut off',
] as const;
export type Kind = (typeof kinds)[number];

/** Numbers in [0, 1), the same ones for the same seed. */
export type Draw = () => number;

/** What is done at a place. `bit`: the one that is flipped; absent: drawn, as other values are. */
export interface Way {
  readonly kind: Kind;
  readonly bit?: number;
}

/** One way of each kind: which bit, which other byte and which new byte are drawn. */
export const ways: readonly Way[] = kinds.map((kind) => ({ kind }));

/** The same, and each of the eight bits. */
export const allWays: readonly Way[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((bit): Way => ({ kind: 'bit flipped', bit })),
  ...ways.filter(({ kind }) => kind !== 'bit flipped'),
];

/**
 * The change at this byte; an insertion may stand behind the last one. Undefined where there is none to make: past
 * the end, between two equal neighbours, nothing before the first byte to cut off.
 */
export function changeAt(bytes: Uint8Array, at: number, way: Way, draw: Draw): ContentChange | undefined {
  const { kind, bit = Math.floor(draw() * 8) } = way;
  const here = bytes[at];
  if (here === undefined && kind !== 'byte inserted') return undefined;
  const now = changed(bytes, at, { kind, bit, draw });
  if (Buffer.compare(now, bytes) === 0) return undefined;
  return { kind, what: `${kind} at ${at}`, bytes: now };
}

function changed(
  bytes: Uint8Array,
  at: number,
  { kind, bit, draw }: { readonly kind: Kind; readonly bit: number; readonly draw: Draw },
): Uint8Array {
  const here = bytes[at] ?? 0;
  switch (kind) {
    case 'bit flipped':
      return spliced(bytes, at, 1, [here ^ (1 << bit)]);
    case 'byte replaced':
      return spliced(bytes, at, 1, [(here + 1 + Math.floor(draw() * 255)) % 256]);
    case 'byte deleted':
      return spliced(bytes, at, 1, []);
    case 'byte inserted':
      return spliced(bytes, at, 0, [Math.floor(draw() * 256)]);
    case 'two bytes exchanged':
      return spliced(bytes, at, 2, [...bytes.subarray(at, at + 2)].reverse());
    case 'end cut off':
      return bytes.subarray(0, at);
    case 'beginning cut off':
      return bytes.subarray(at);
  }
}

const spliced = (bytes: Uint8Array, at: number, count: number, now: readonly number[]): Uint8Array =>
  Buffer.concat([bytes.subarray(0, at), Uint8Array.from(now), bytes.subarray(at + count)]);

// Where the order of lines says something (manifests, journal, hand-overs), there are fewer of them.
const mostPaired = 40;

/** Each line left out, each doubled, and two in each other's place: each two, in a long file each two neighbours. */
export function lineChanges(bytes: Uint8Array): readonly ContentChange[] {
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .split(/(?<=\n)/);
  const reach = lines.length > mostPaired ? 1 : lines.length;
  const made = lines.flatMap((line, i) => [
    { what: `line ${i + 1} deleted`, lines: lines.toSpliced(i, 1) },
    { what: `line ${i + 1} doubled`, lines: lines.toSpliced(i, 0, line) },
    ...lines.slice(i + 1, i + 1 + reach).map((_, n) => ({
      what: `lines ${i + 1} and ${i + n + 2} exchanged`,
      lines: exchanged(lines, i, i + n + 1),
    })),
  ]);
  return made
    .map(({ what, lines: now }) => ({
      kind: 'lines' as const,
      what,
      bytes: Buffer.from(now.join(''), 'latin1'),
    }))
    .filter(({ bytes: now }) => !now.equals(bytes));
}

const exchanged = (lines: readonly string[], i: number, j: number): readonly string[] =>
  lines.with(i, lines[j] ?? '').with(j, lines[i] ?? '');

/** Marsaglia's xorshift, 32 bits: the same numbers for the same seed, so that a failure can be seen again. */
export function randomFrom(seed: number): Draw {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
