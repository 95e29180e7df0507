import { formOfRows, type Form } from './packed-form.ts';
import { packTexts } from './packed-texts.ts';

/** Fewer rows are as well off as they are. */
export const worthPacking = 2_000;

/**
 * The same list, its rows kept as JSON, outside of the heap, and made again each time one is asked for. A fill as an
 * object with its texts takes three times the memory, and every collection of the young generation would copy it.
 * For lists that are read from beginning to end; a row is another object each time, so nobody tells rows by identity.
 * What many rows say alike is one value, which is frozen.
 *
 * A list like any other, which cannot be changed: `Array.isArray`, `length`, `for…of`, `map` and JSON work as ever.
 *
 * @param rows plain data: what JSON gives back unchanged. Short lists stay as they are
 */
export function packRows<Row>(rows: readonly Row[]): readonly Row[] {
  return rows.length < worthPacking || packedLists.has(rows) ? rows : packed(rows);
}

/** Lists that are packed already, and how a row of each is made. */
const packedLists = new WeakMap<object, (index: number) => unknown>();

/** The same of rows that are made one by one: they are never objects all at once. */
export function packed<Row>(rows: Iterable<Row>): readonly Row[] {
  const form = formOfRows();
  const texts = packTexts(written(rows, form));
  // Written by us, from a row of this type.
  return listOf(texts.length, (index) => form.read(JSON.parse(texts.at(index))) as Row);
}

/**
 * A way to ask for one row after the other by its place: of a packed list it costs less than the list itself,
 * which must first find out that it is asked for a place.
 *
 * @param rows the places asked for are in it
 */
export function rowReader<Row>(rows: readonly Row[]): (index: number) => Row | undefined {
  const rowAt = packedLists.get(rows);
  // Put there with the list of this type.
  return rowAt ? (index) => rowAt(index) as Row : (index) => rows[index];
}

function* written(rows: Iterable<unknown>, form: Form): Generator<string> {
  for (const row of rows) yield JSON.stringify(form.write(row));
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
  packedLists.set(list, at);
  return list;
}
