import { compare } from '../../domain/money.ts';
import { count, isAmount, listWords } from '../amounts.ts';
import { groupBy } from '../group.ts';
import { millisOf } from '../moments.ts';
import {
  edgeMs,
  exhibitsOf,
  holesIn,
  provenOf,
  type Checked,
  type NewFinding,
  type NotChecked,
  type Reading,
  type Readings,
} from './cross-check.ts';
import { holds, provenIn, withoutEdges } from './stretches.ts';

/** What of a kind of row lasts. */
export interface Lasting<Row> {
  /** Every time by which the venue may look for it: it must come back only where all are proven. */
  readonly times: (row: Row) => readonly string[];
  /** What tells it apart beside its id: compartment, symbol, wallet. */
  readonly place: (row: Row) => readonly string[];
  readonly symbolOf?: (row: Row) => string;
  /** Its section, as the list itself names it. */
  readonly sectionOf?: (row: Row) => string | undefined;
  /** Whether the venue drops such a row where it says that it forgets some. */
  readonly isForgotten?: (row: Row) => boolean;
  /** What must never change, by the words for it; undefined where the row does not say (yet). */
  readonly fields: (row: Row) => Readonly<Record<string, string | undefined>>;
  /** Whether a field that changed is no contradiction. */
  readonly explains?: (field: string, before: Row, after: Row) => boolean;
}

interface Following<Row> {
  /** Plural noun: "trades". */
  readonly what: string;
  readonly rule: string;
  readonly account: string;
  readonly readings: Readings<Row>;
  readonly lasting: Lasting<Row>;
}

/** A row as it was seen last. */
interface Seen<Row> {
  readonly row: Row;
  readonly reading: Reading<Row>;
}

/** A row that is missing, or that changed, in a later reading. */
interface Difference<Row> {
  readonly before: Seen<Row>;
  readonly later: Reading<Row>;
  readonly what: string;
}

interface Followed<Row> {
  readonly gone: Difference<Row>[];
  readonly changed: Difference<Row>[];
  found: number;
  forgotten: number;
}

/** Follows every row from the reading it was first seen in through all that must have it again. */
export function followRows<Row>(following: Following<Row>): Checked {
  const { what, readings } = following;
  const followed = compareAll(following);
  return {
    findings: [
      ...findingsOf('disappeared', followed.gone, following),
      ...findingsOf('changed', followed.changed, following),
    ],
    compared: [count(followed.found, what.replace(/s$/, ''))],
    notChecked: [...forgottenRows(followed, following), ...readings.all.slice(-1).flatMap(holesIn)],
  };
}

/** Whether any reading after the first proves a stretch of time: else nothing can be missing. */
export const isReadAgain = ({
  all,
}: {
  readonly all: readonly Pick<Reading<unknown>, 'coverage'>[];
}): boolean => all.slice(1).some(({ coverage }) => provenOf(coverage) > 0);

function compareAll<Row>({ readings, lasting }: Following<Row>): Followed<Row> {
  const keyOf = (row: Row): string => JSON.stringify([readings.idOf(row), ...lasting.place(row)]);
  const followed: Followed<Row> = { gone: [], changed: [], found: 0, forgotten: 0 };
  const seen = new Map<string, Seen<Row>>();
  for (const reading of readings.all) {
    const rows = groupBy(reading.rows, keyOf);
    const isProven = provenBy(reading, lasting);
    for (const [key, before] of seen) {
      const now = rows.get(key);
      if (now !== undefined) compareRow({ before, now, later: reading, lasting, followed });
      else if (isProven(before.row)) {
        if (mayBeForgotten(before.row, reading, { readings, lasting })) followed.forgotten += 1;
        else followed.gone.push({ before, later: reading, what: '' });
        // Said once.
        seen.delete(key);
      }
    }
    // Rows that nothing tells apart are followed as one: which of them went, or changed, nobody can say.
    for (const [key, [row]] of rows) if (row !== undefined) seen.set(key, { row, reading });
  }
  return followed;
}

/** Where a venue drops rows by their age, it drops none that is younger: the shortest such time is 90 days. */
const oldMs = 60 * 24 * 3_600_000;

function mayBeForgotten<Row>(
  row: Row,
  later: Reading<Row>,
  { readings, lasting }: Pick<Following<Row>, 'readings' | 'lasting'>,
): boolean {
  if (readings.forgotten.length === 0) return false;
  const age = (time: string): number => (millisOf(later.at) ?? 0) - (millisOf(time) ?? 0);
  return lasting.isForgotten?.(row) === true || lasting.times(row).some((time) => age(time) > oldMs);
}

function provenBy<Row>(reading: Reading<Row>, lasting: Lasting<Row>): (row: Row) => boolean {
  const byPlace = new Map<string, ReturnType<typeof provenIn>>();
  return (row) => {
    const place = { symbol: lasting.symbolOf?.(row), section: lasting.sectionOf?.(row) };
    const key = JSON.stringify([place.symbol, place.section]);
    const proven = byPlace.get(key) ?? withoutEdges(provenIn(reading.coverage, place), edgeMs);
    byPlace.set(key, proven);
    const moments = lasting.times(row).map((time) => millisOf(time));
    return moments.every((ms) => ms !== undefined && holds(proven, ms));
  };
}

function compareRow<Row>(about: {
  readonly before: Seen<Row>;
  readonly now: readonly Row[];
  readonly later: Reading<Row>;
  readonly lasting: Lasting<Row>;
  readonly followed: Followed<Row>;
}): void {
  const { before, now, later, lasting, followed } = about;
  const [row, ...others] = now;
  if (row === undefined || others.length > 0) return;
  followed.found += 1;
  const [was, is] = [lasting.fields(before.row), lasting.fields(row)];
  const changes = Object.entries(was).flatMap(([field, value]) => {
    const after = is[field];
    const isKept = value === undefined || !(field in is) || (after !== undefined && isEqual(value, after));
    if (isKept || lasting.explains?.(field, before.row, row) === true) return [];
    return [`${field} ${value} is now ${after === undefined ? 'not told' : after}`];
  });
  if (changes.length > 0) followed.changed.push({ before, later, what: listWords(changes) });
}

/** Amounts are equal whatever zeros trail; everything else only letter by letter. */
const isEqual = (a: string, b: string): boolean =>
  a === b || (isAmount(a) && isAmount(b) && compare(a, b) === 0);

function forgottenRows<Row>(
  { forgotten }: Followed<Row>,
  { what, readings }: Following<Row>,
): readonly NotChecked[] {
  if (forgotten === 0) return [];
  const why = `gone, as the venue forgets them: ${count(forgotten, 'row')} of ${what} (${listWords(readings.forgotten)})`;
  return [{ why, closable: false }];
}

/** One finding for each pair of exhibits. */
function findingsOf<Row>(
  how: 'disappeared' | 'changed',
  differences: readonly Difference<Row>[],
  { what, rule, account, readings, lasting }: Following<Row>,
): readonly NewFinding[] {
  const pairs = groupBy(differences, ({ before, later }) => `${before.reading.exhibit} ${later.exhibit}`);
  return [...pairs.values()].flatMap((pair) => {
    const [first] = pair;
    if (first === undefined) return [];
    const [from, to] = [first.before.reading, first.later];
    const shown = pair.map(({ before: { row }, what: change }) =>
      [`${readings.idOf(row)} of ${lasting.times(row)[0] ?? ''}`, change].filter(Boolean).join(': '),
    );
    const otherKey =
      from.by === to.by ? '' : ` They were read with different keys: one that is shown less looks the same.`;
    return [
      {
        rule,
        title: `${count(pair.length, `row of ${what}`, `rows of ${what}`)} ${how} between two readings`,
        detail: `Read ${from.at} (${from.exhibit}) and ${to.at} (${to.exhibit}): ${listWords(shown, 5)}.${otherKey}`,
        severity: 'high',
        basis: from.by === to.by ? 'fact' : 'inference',
        account,
        exhibits: exhibitsOf(from, to),
        about: pair.map(({ before: { row }, what: change }) =>
          [what, how, readings.idOf(row), ...lasting.place(row), change].join(' '),
        ),
      },
    ];
  });
}
