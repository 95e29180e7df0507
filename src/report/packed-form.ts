/** How rows are written as short JSON, and read again. */
export interface Form {
  write(row: unknown): unknown;
  /** @param written what JSON gave back of what `write` gave, of this very form */
  read(written: unknown): unknown;
}

/**
 * Names are half of a row's JSON: a row that has those of the first one, in their order, is written as its values. And
 * of the values, half say what many rows say, a symbol or why something is not known: see `Column`; and most others
 * are short: see `joined`.
 */
export function formOfRows(): Form {
  let columns: readonly Column[] | undefined;
  return {
    write(row) {
      if (typeof row !== 'object' || row === null || Array.isArray(row)) return { row };
      const own = Object.keys(row);
      columns ??= own.map((name) => new Column(name));
      const values: readonly unknown[] = Object.values(row);
      // In a list JSON makes null of what an object leaves out.
      const isAlike =
        own.length === columns.length &&
        own.every((name, i) => name === columns?.[i]?.name && name !== '__proto__');
      if (!isAlike || values.includes(undefined)) return { row };
      return joined(columns.map((column, i) => column.write(values[i])));
    },
    read(written) {
      if (!Array.isArray(written)) return (written as { readonly row: unknown }).row;
      const values: readonly unknown[] = written;
      const short = shortIn(values[columns?.length ?? 0]);
      const row: Record<string, unknown> = {};
      let [i, next] = [0, 0];
      for (const column of columns ?? []) {
        const value = values[i++];
        row[column.name] = value === '' ? short[next++] : column.read(value);
      }
      return row;
    },
  };
}

/**
 * V8 keeps each text of up to so many characters that JSON.parse makes in a table of texts it may meet again
 * (json-parser.cc, kMaxInternalizedStringValueLength). Nobody meets an id or an amount again: three of them a row, in
 * 80,000 rows, took 5 MiB of the old generation, 8 MiB of that table and four fifths of the time to read the rows.
 */
const mostInterned = 10;
const between = '|';

/** The short texts of a row as one longer text behind its values, and in their places an empty one. */
function joined(values: readonly unknown[]): readonly unknown[] {
  const short: string[] = [];
  const rest = values.map((value) => {
    if (typeof value !== 'string' || value.length > mostInterned || value.includes(between)) return value;
    short.push(value);
    return '';
  });
  return short.length === 0 ? rest : [...rest, short.join(between).padEnd(mostInterned + 1, between)];
}

/** A piece of so few characters is a copy: it does not keep the whole text. */
const shortIn = (text: unknown): readonly string[] => (typeof text === 'string' ? text.split(between) : []);

/** Values that a column tells apart; ids and times are soon more. */
const mostKept = 64;

/**
 * What stands in one place of every row. A value that came before is written as its number among the first ones; any
 * other text, yes, no or null as it is; and what else it may be in brackets, so that no number is taken for another.
 */
class Column {
  readonly name: string;
  readonly #kept: unknown[] = [];
  // Apart, because a text may be the JSON of another value.
  readonly #texts = new Map<string, number>();
  readonly #others = new Map<string, number>();
  #found = 0;

  constructor(name: string) {
    this.name = name;
  }

  write(value: unknown): unknown {
    if (value === null || typeof value === 'boolean') return value;
    return this.#placeOf(value) ?? (typeof value === 'string' ? value : [value]);
  }

  read(written: unknown): unknown {
    if (typeof written === 'number') return this.#kept[written];
    return Array.isArray(written) ? (written[0] as unknown) : written;
  }

  #placeOf(value: unknown): number | undefined {
    const isFull = this.#kept.length === mostKept;
    // Nearly every value is another one: no more is looked for.
    if (isFull && this.#found < mostKept) return undefined;
    const isText = typeof value === 'string';
    const places = isText ? this.#texts : this.#others;
    const key = isText ? value : JSON.stringify(value);
    const place = places.get(key);
    if (place !== undefined) this.#found += 1;
    else if (!isFull) {
      places.set(key, this.#kept.length);
      return this.#kept.push(isText ? value : frozen(JSON.parse(key))) - 1;
    }
    return place;
  }
}

/** Rows share it, so none may change it. */
function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
