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
  return rows.length < worthPacking || packedLists.has(rows) ? rows : packed(rows);
}

/** Lists that are packed already. */
const packedLists = new WeakSet<object>();

/** The same of rows that are made one by one: they are never objects all at once. */
export function packed<Row>(rows: Iterable<Row>): readonly Row[] {
  const { bytes, ends, form } = written(rows);
  const rowAt = (index: number): Row => {
    const text = bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index]);
    // Written by us, from a row of this type.
    return form.read(JSON.parse(text)) as Row;
  };
  return listOf(ends.length, rowAt);
}

interface Written {
  readonly bytes: Buffer;
  readonly ends: Float64Array;
  readonly form: Form;
}

/** The rows' JSON one behind the other, and where each ends. */
function written(rows: Iterable<unknown>): Written {
  const form = formOfRows();
  let bytes: Buffer = Buffer.allocUnsafe(firstBytes);
  let ends: Float64Array = new Float64Array(worthPacking);
  let [used, many] = [0, 0];
  for (const row of rows) {
    const text = JSON.stringify(form.write(row));
    const most = text.length * mostBytes;
    if (used + most > bytes.length) bytes = roomFor(bytes.subarray(0, used), used + most);
    used += bytes.write(text, used);
    if (many === ends.length) ends = longer(ends);
    ends[many++] = used;
  }
  return { bytes: Buffer.from(bytes.subarray(0, used)), ends: ends.slice(0, many), form };
}

interface Form {
  write(row: unknown): readonly unknown[] | { readonly row: unknown };
  read(written: unknown): unknown;
}

/** Names are half of a row's JSON: a row that has those of the first one, in their order, is written as its values. */
function formOfRows(): Form {
  let names: readonly string[] | undefined;
  return {
    write(row) {
      if (typeof row !== 'object' || row === null || Array.isArray(row)) return { row };
      const own = Object.keys(row);
      names ??= own;
      const values: readonly unknown[] = Object.values(row);
      // In a list JSON makes null of what an object leaves out.
      const isAlike =
        own.length === names.length && own.every((name, i) => name === names?.[i] && name !== '__proto__');
      return isAlike && !values.includes(undefined) ? values : { row };
    },
    read(written) {
      if (!Array.isArray(written)) return (written as { readonly row: unknown }).row;
      const values: readonly unknown[] = written;
      const row: Record<string, unknown> = {};
      for (const [i, name] of (names ?? []).entries()) row[name] = values[i];
      return row;
    },
  };
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
  const list = new Proxy<Row[]>([], {
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
  packedLists.add(list);
  return list;
}
