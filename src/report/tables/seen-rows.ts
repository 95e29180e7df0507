import type { Deposit, Trade, Withdrawal } from '../../domain/trading.ts';
import type { AccountReport, Report, Seen } from '../model.ts';
import { rowReader } from '../packed-rows.ts';
import { packTexts, type PackedTexts } from '../packed-texts.ts';
import { coverageSentence, moment } from '../words.ts';
import { eachOf, type EachRow, type OfAccount } from './each-row.ts';
import type { ColumnOf } from './table.ts';

/** The column that says at which venue, for a file that is read without the report. */
export const venueColumn: ColumnOf<{ readonly venue: string }> = [
  'venue',
  'Venue',
  'code',
  'The venue, by its id; unknown where no key of the account is in the case',
  ({ venue }) => venue || 'unknown',
  'file',
];

/** The rows of both readings of a list, each once as last read, in the order of time; equal times as they were read. */
export type EachOnce<Row> = (seen: Seen<Row>) => EachRow<Row>;

/**
 * Makes it for one list. `within`: where its ids are given; absent: one id is one row. The page, the CSV file
 * and the PDF ask for the same list again, so what was found is kept for as long as the reading is:
 * places in the two lists, no rows.
 */
export function eachOnceBy<Row extends { readonly id: string }>(by: {
  readonly at: (row: Row) => string;
  readonly within?: (row: Row) => string;
}): EachOnce<Row> {
  const kept = new WeakMap<Seen<Row>, EachRow<Row>>();
  return (seen) => {
    const before = kept.get(seen);
    if (before) return before;
    const [first = [], later = []] = [seen.first, seen.later].map((look) =>
      look.known ? look.value.rows : [],
    );
    const rows = rowsAt(inOrder(lastOfEach([first, later], by.within ?? (() => ''), by.at)), first, later);
    kept.set(seen, rows);
    return rows;
  };
}

/** The rows at these places; those of the later list are counted on behind the first's. */
function rowsAt<Row>(places: Uint32Array, first: readonly Row[], later: readonly Row[]): EachRow<Row> {
  const [ofFirst, ofLater] = [rowReader(first), rowReader(later)];
  const { length: many } = first;
  return {
    length: places.length,
    *[Symbol.iterator]() {
      for (const place of places) {
        const row = place < many ? ofFirst(place) : ofLater(place - many);
        if (row !== undefined) yield row;
      }
    },
  };
}

/** Two fills of different markets may have one id. */
export const fillsOnce = eachOnceBy<Trade>({ at: ({ at }) => at, within: ({ symbol }) => symbol });
export const depositsOnce = eachOnceBy<Deposit>({ at: ({ at }) => at });
export const withdrawalsOnce = eachOnceBy<Withdrawal>({ at: ({ requestedAt }) => requestedAt });

/** The rows of both readings of every account. */
export const rowsOf = <Row>(
  report: Report,
  pick: (account: AccountReport) => Seen<Row>,
  eachOnce: EachOnce<Row>,
): EachRow<OfAccount<Row>> => eachOf(report, (account) => eachOnce(pick(account)));

/** Where each row stands that was read last, and when each that was read was, by its place. */
interface Placed {
  readonly places: Uint32Array;
  readonly times: PackedTexts;
}

function lastOfEach<Row extends { readonly id: string }>(
  lists: readonly (readonly Row[])[],
  within: (row: Row) => string,
  at: (row: Row) => string,
): Placed {
  // As long as they can get at once: lists that grow are copied again and again.
  const places = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  // Found by its id and not by a key made of it: no text is made for a row.
  const entries = new Map<string, Map<string, number>>();
  let many = 0;
  function* enter(): Generator<string> {
    let place = 0;
    for (const rows of lists) {
      for (const row of rows) {
        const ids = placesWithin(entries, within(row));
        let entry = ids.get(row.id);
        if (entry === undefined) ids.set(row.id, (entry = many++));
        places[entry] = place++;
        yield at(row);
      }
    }
  }
  // Outside of the heap, as the rows are: V8 sets its limit by what lives in it. Half of a surrogate pair is another
  // character there; a text that has one is no time, and stands where that character puts it.
  const times = packTexts(enter());
  return { places: places.slice(0, many), times };
}

function inOrder({ places, times }: Placed): Uint32Array {
  const timeAt = (entry: number): string => times.at(places[entry] ?? 0);
  if (isInOrder(places.length, timeAt)) return places;
  const texts = Array.from(places, (place) => times.at(place));
  const order = texts.map((_, i) => i).sort((a, b) => compareText(texts[a] ?? '', texts[b] ?? ''));
  return Uint32Array.from(order, (i) => places[i] ?? 0);
}

function isInOrder(many: number, timeAt: (entry: number) => string): boolean {
  let last = '';
  for (let entry = 0; entry < many; entry++) {
    const time = timeAt(entry);
    if (time < last) return false;
    last = time;
  }
  return true;
}

function placesWithin(places: Map<string, Map<string, number>>, market: string): Map<string, number> {
  const known = places.get(market);
  if (known) return known;
  const ids = new Map<string, number>();
  places.set(market, ids);
  return ids;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What the readings of a list prove, account by account: an empty table may be no more than unread. */
export function proofOf({ accounts }: Report, pick: (account: AccountReport) => Seen<unknown>): string {
  if (accounts.length === 0) return 'Unknown: no account was read.';
  return accounts
    .map((account) => {
      const { first, later } = pick(account);
      const look = later.known ? later : first;
      if (!look.known) return `Account ${account.account}: unknown: ${look.why}.`;
      const { at, exhibit, rows, coverage } = look.value;
      const what =
        rows.length === 0 ? (coverage.holes.length === 0 ? 'none' : 'none in what was read') : rows.length;
      return `Account ${account.account}: ${what}, read at ${moment(at)} by the host’s clock (${exhibit}). ${coverageSentence(coverage)}`;
    })
    .join(' ');
}
