/** Where a change is most likely to be overlooked, for whoever cannot try each byte. */
export interface Places {
  /** The first byte, the last, the one in the middle, and the place behind the last. */
  readonly ends: readonly number[];
  /** Edges of lines, and the bytes that give a format its structure. */
  readonly edges: readonly number[];
}

// Of a longer text, or a larger encoding, as many of them, evenly spread.
const mostEdges = 48;

export function placesIn(bytes: Buffer): Places {
  const ends = [0, bytes.length >> 1, bytes.length - 1, bytes.length];
  const edges = [...new Set([...lineEdges(bytes), ...structure(bytes)])]
    .filter((at) => at < bytes.length && !ends.includes(at))
    .sort((a, b) => a - b);
  const step = Math.max(1, edges.length / mostEdges);
  const spread = Array.from(
    { length: Math.min(edges.length, mostEdges) },
    (_, n) => edges[Math.floor(n * step)] ?? 0,
  );
  return { ends: [...new Set(ends)], edges: spread };
}

/** Of each line the first byte, the last, and the line feed. */
function* lineEdges(bytes: Buffer): Generator<number> {
  for (let from = 0, feed; (feed = bytes.indexOf('\n', from)) >= 0; from = feed + 1) {
    yield from;
    if (feed > from) yield feed - 1;
    yield feed;
  }
}

function structure(bytes: Buffer): Iterable<number> {
  if (bytes[0] === 0x30) return derHeaders(bytes, 0, bytes.length);
  if (bytes[0] === 0x1f) return gzipMembers(bytes);
  return signsOf(bytes.toString('latin1'));
}

/** What parts a text: a manifest's two blanks, JSON's brackets, colons and commas, the end of armour. */
function* signsOf(text: string): Generator<number> {
  for (const { index } of text.matchAll(/ {2}|[{}[\]:,]|=+\n|-----/g)) yield index;
}

/** RFC 1952 §2.3: where a member may begin, with the method and the flags behind its mark. */
function* gzipMembers(bytes: Buffer): Generator<number> {
  const mark = Buffer.from([0x1f, 0x8b, 0x08]);
  for (let at = 0; (at = bytes.indexOf(mark, at)) >= 0; at++) yield* [at, at + 2, at + 3];
}

/** X.690 §8.1: the tag and the length of each value, and of those within it. */
function* derHeaders(bytes: Buffer, from: number, to: number): Generator<number> {
  for (let at = from; at + 2 <= to;) {
    const [tag = 0, first = 0] = bytes.subarray(at, at + 2);
    const long = first < 128 ? 0 : first - 128;
    if (long > 4 || at + 2 + long > to) return;
    const length = long === 0 ? first : bytes.readUIntBE(at + 2, long);
    const inside = at + 2 + long;
    yield* [at, at + 1];
    if ((tag & 0x20) !== 0) yield* derHeaders(bytes, inside, Math.min(to, inside + length));
    at = inside + length;
  }
}
