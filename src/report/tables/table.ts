import type { Known } from '../../domain/known.ts';
import type { Report } from '../model.ts';
import type { EachRow } from './each-row.ts';

/**
 * What a column holds: `time` ISO 8601 UTC, `amount` a decimal string as the venue wrote it, `count` a whole
 * number, `ids` what the row rests on, `code` an id or address, `text` anything else.
 */
export type ColumnKind = 'time' | 'amount' | 'count' | 'ids' | 'code' | 'text';

export interface Column {
  /** As in the CSV file's header. */
  readonly name: string;
  /** As over a printed column. */
  readonly title: string;
  readonly kind: ColumnKind;
  /** What it means, for whoever gets the CSV file alone. */
  readonly about: string;
  /** For programs: a page says the same once for the table, or in another column. */
  readonly isInFileOnly: boolean;
}

/** One table of the report: a row is a fact. HTML, Markdown and CSV are drawn from the same declaration. */
export interface ReportTable {
  /** Also the CSV file's name. */
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly columns: readonly Column[];
  /** The rows' cells, in the order of the columns; as they are: a view spells out and escapes. */
  rows(report: Report): EachRow<readonly string[]>;
  /** What an empty table means here: "none" only where that was read, else why it is not known. */
  none(report: Report): string;
}

/** A column with what it takes from a row. */
export type ColumnOf<Row> = readonly [
  name: string,
  title: string,
  kind: ColumnKind,
  about: string,
  of: (row: Row) => string,
  where?: 'file',
];

/** Makes a table of typed rows. */
export function defineTable<Row>(spec: {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly columns: readonly ColumnOf<Row>[];
  /** Made when they are asked for: no table of a large case is in memory as rows, nor as text. */
  rows(report: Report): EachRow<Row>;
  none(report: Report): string;
}): ReportTable {
  const { id, title, about, none } = spec;
  const cellsOf = (row: Row): readonly string[] => spec.columns.map(([, , , , of]) => of(row));
  return {
    id,
    title,
    about,
    none,
    columns: spec.columns.map(([name, heading, kind, meaning, , where]) => ({
      name,
      title: heading,
      kind,
      about: meaning,
      isInFileOnly: where === 'file',
    })),
    rows: (report) => {
      const rows = spec.rows(report);
      return {
        length: rows.length,
        *[Symbol.iterator]() {
          for (const row of rows) yield cellsOf(row);
        },
      };
    },
  };
}

/** The value's text, or that it is unknown and why: an empty cell would read as "none". */
export const knownText = <T>(fact: Known<T>, say: (value: T) => string = String): string =>
  fact.known ? say(fact.value) : `unknown: ${fact.why}`;

export const yesNo = (value: boolean | 'unknown'): string =>
  value === 'unknown' ? 'unknown' : value ? 'yes' : 'no';
