import { known, unknown, type Known } from '../../domain/known.ts';
import { readDecimal, type DecimalRead } from './decimal-text.ts';
import { readMoment, type Zone } from './moment.ts';

/** One line of a table. Every reading of a column that is not as it should be throws CellProblem. */
export interface Cells {
  /** Line of the file on which the row begins, from 1. */
  readonly line: number;
  /** A name for a row that has none from the venue: it is this file's and this line's. */
  readonly madeId: string;
  has(column: string): boolean;
  /** The text as it stands there, white space at its ends dropped; "" where the column is absent. */
  maybe(column: string): string;
  text(column: string): string;
  amount(column: string): string;
  /** Unknown where the cell is empty or "--". */
  maybeAmount(column: string, why: string): Known<string>;
  moment(column: string): string;
  /** The word that the text stands for; refused when it is none of them. */
  word<Word extends string>(column: string, words: Readonly<Record<string, Word>>): Word;
  /** Refuses the cell. `why` completes "…: ". */
  refuse(column: string, why: string): never;
}

/** A cell that cannot be read. `index` is its place in the line, from 0. */
export class CellProblem extends Error {
  readonly index: number;

  constructor(index: number, message: string) {
    super(message);
    this.name = 'CellProblem';
    this.index = index;
  }
}

/** Where the columns of one table stand, by our names. */
export interface Layout {
  readonly places: ReadonlyMap<string, number>;
  readonly headings: readonly string[];
  readonly zone: Zone;
  readonly shortYear: boolean;
  /** Beginning of the names made for rows without one. */
  readonly idPrefix: string;
}

export function cellsOf(record: readonly string[], line: number, layout: Layout): Cells {
  const { places, headings, zone, shortYear, idPrefix } = layout;
  const placeOf = (column: string): number => places.get(column) ?? -1;
  const maybe = (column: string): string => (record[placeOf(column)] ?? '').trim();
  const refuse = (column: string, why: string): never => {
    const index = placeOf(column);
    throw new CellProblem(index, `column "${headings[index] ?? column}": ${why}`);
  };
  const amountOf = (column: string, read: DecimalRead): string =>
    'flaw' in read ? refuse(column, read.flaw) : read.amount;
  return {
    line,
    madeId: `${idPrefix}:${line}`,
    has: (column) => places.has(column),
    maybe,
    refuse,
    text: (column) => maybe(column) || refuse(column, 'it is empty'),
    amount: (column) => amountOf(column, readDecimal(maybe(column))),
    maybeAmount: (column, why) =>
      isAbsent(maybe(column)) ? unknown(why) : known(amountOf(column, readDecimal(maybe(column)))),
    moment(column) {
      const read = readMoment(maybe(column), { zone, shortYear });
      return 'flaw' in read ? refuse(column, read.flaw) : read.at;
    },
    word(column, words) {
      const found = maybe(column).toLowerCase();
      const word = Object.hasOwn(words, found) ? words[found] : undefined;
      return word ?? refuse(column, `expected ${Object.keys(words).join(' or ')}`);
    },
  };
}

/** Bybit writes "--" where there is nothing. */
const isAbsent = (text: string): boolean => text === '' || text === '--';
