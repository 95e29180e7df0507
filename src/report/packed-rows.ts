/** Fewer rows are as well off as they are. */
export const worthPacking = 2_000;
const firstBytes = 1024 * 1024;

/**
 * The same list, its rows kept as JSON in one buffer and made again each time one is asked for. A fill as an object with
 * its texts takes three times the memory, and every collection of the young generation would copy it. For lists that
 * are read from beginning to end; a row is another object each time, so nobody tells rows by identity.
 *
 * A list like any other, which cannot be changed: `Array.isArray`, `length`, `for…of`, `map` and JSON work as ever.
 *
 * @param rows plain data: what JSON gives back unchanged. Short lists stay as they are
 */
export function packRows<Row>(rows: readonly Row[]): readonly Row[] {
  return rows.length < worthPacking ? rows : packed(rows);
}

/** The same of rows that are made one by one: they are never objects all at once. */
export function packed<Row>(rows: Iterable<Row>): readonly Row[] {
  const { bytes, ends } = written(rows);
  const rowAt = (index: number): Row => {
    const text = bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index]);
    // Written by us, from a row of this type.
    return JSON.parse(text) as Row;
  };
  return listOf(ends.length, rowAt);
}

/** The rows' JSON one behind the other, and where each ends. */
function written(rows: Iterable<unknown>): { readonly bytes: Buffer; readonly ends: Float64Array } {
  let bytes: Buffer = Buffer.allocUnsafe(firstBytes);
  let ends: Float64Array = new Float64Array(worthPacking);
  let [used, many] = [0, 0];
  for (const row of rows) {
    const text = JSON.stringify(row);
    const most = text.length * mostBytes;
    if (used + most > bytes.length) bytes = roomFor(bytes.subarray(0, used), used + most);
    used += bytes.write(text, used);
    if (many === ends.length) ends = longer(ends);
    ends[many++] = used;
  }
  return { bytes: Buffer.from(bytes.subarray(0, used)), ends: ends.slice(0, many) };
}

/** UTF-8 of one UTF-16 unit, at most. JSON escapes a half of a pair, so that none is lost. */
const mostBytes = 3;

function roomFor(kept: Buffer, least: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(least, kept.length * 1.5));
  kept.copy(larger);
  return larger;
}

function longer(numbers: Float64Array): Float64Array {
  const larger = new Float64Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

/** A list that has nothing but a way to make each of its entries. */
function listOf<Row>(length: number, at: (index: number) => Row): readonly Row[] {
  function* each(): Generator<Row> {
    for (let index = 0; index < length; index++) yield at(index);
  }
  const indexOf = (key: string | symbol): number | undefined => {
    if (typeof key === 'symbol' || !/^(0|[1-9]\d{0,9})$/.test(key)) return undefined;
    const index = Number(key);
    return index < length ? index : undefined;
  };
  const refuse = (): boolean => false;
  return new Proxy<Row[]>([], {
    get(target, key, self) {
      if (key === 'length') return length;
      if (key === Symbol.iterator) return each;
      const index = indexOf(key);
      return index === undefined ? (Reflect.get(target, key, self) as unknown) : at(index);
    },
    has: (target, key) => indexOf(key) !== undefined || Reflect.has(target, key),
    ownKeys: () => [...Array.from({ length }, (_, index) => String(index)), 'length'],
    getOwnPropertyDescriptor(_, key) {
      if (key === 'length') return { value: length, writable: true, enumerable: false, configurable: false };
      const index = indexOf(key);
      return index === undefined
        ? undefined
        : { value: at(index), writable: false, enumerable: true, configurable: true };
    },
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
  });
}
