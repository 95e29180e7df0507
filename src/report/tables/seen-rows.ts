import type { Deposit, Trade, Withdrawal } from '../../domain/trading.ts';
import type { AccountReport, Report, Seen } from '../model.ts';
import { rowReader } from '../packed-rows.ts';
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

/** Where a row stands, and when it was. */
interface Placed {
  readonly places: Uint32Array;
  readonly times: readonly string[];
}

function lastOfEach<Row extends { readonly id: string }>(
  lists: readonly (readonly Row[])[],
  within: (row: Row) => string,
  at: (row: Row) => string,
): Placed {
  // As long as they can get at once: lists that grow are copied again and again.
  const most = lists.reduce((sum, { length }) => sum + length, 0);
  const places = new Uint32Array(most);
  const times = new Array<string>(most);
  // Found by its id and not by a key made of it: no text is made for a row.
  const entries = new Map<string, Map<string, number>>();
  let [place, many] = [0, 0];
  for (const rows of lists) {
    for (const row of rows) {
      const ids = placesWithin(entries, within(row));
      let entry = ids.get(row.id);
      if (entry === undefined) ids.set(row.id, (entry = many++));
      places[entry] = place++;
      times[entry] = at(row);
    }
  }
  times.length = many;
  return { places: places.slice(0, many), times };
}

function inOrder({ places, times }: Placed): Uint32Array {
  if (times.every((time, i) => i === 0 || time >= (times[i - 1] ?? ''))) return places;
  const order = times.map((_, i) => i).sort((a, b) => compareText(times[a] ?? '', times[b] ?? ''));
  return Uint32Array.from(order, (i) => places[i] ?? 0);
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
