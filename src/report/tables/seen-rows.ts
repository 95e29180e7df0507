import type { Deposit, Trade, Withdrawal } from '../../domain/trading.ts';
import type { AccountReport, Report, Seen } from '../model.ts';
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
export type EachOnce<Row> = (seen: Seen<Row>) => readonly Row[];

/**
 * Makes it for one list. `within`: where its ids are given; absent: one id is one row. The page, the CSV file
 * and the PDF ask for the same list again, so what was found is kept for as long as the reading is:
 * references, no copies.
 */
export function eachOnceBy<Row extends { readonly id: string }>(by: {
  readonly at: (row: Row) => string;
  readonly within?: (row: Row) => string;
}): EachOnce<Row> {
  const kept = new WeakMap<Seen<Row>, readonly Row[]>();
  return (seen) => {
    const before = kept.get(seen);
    if (before) return before;
    const rows = lastOfEach(seen, by.within ?? (() => ''));
    if (!isInOrder(rows, by.at)) rows.sort((a, b) => compareText(by.at(a), by.at(b)));
    kept.set(seen, rows);
    return rows;
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

function lastOfEach<Row extends { readonly id: string }>(
  { first, later }: Seen<Row>,
  within: (row: Row) => string,
): Row[] {
  const rows: Row[] = [];
  // Found by its id and not by a key made of it: the ids are in memory already.
  const places = new Map<string, Map<string, number>>();
  for (const look of [first, later]) {
    for (const row of look.known ? look.value.rows : []) {
      const ids = placesWithin(places, within(row));
      const place = ids.get(row.id);
      if (place === undefined) ids.set(row.id, rows.push(row) - 1);
      else rows[place] = row;
    }
  }
  return rows;
}

function placesWithin(places: Map<string, Map<string, number>>, market: string): Map<string, number> {
  const known = places.get(market);
  if (known) return known;
  const ids = new Map<string, number>();
  places.set(market, ids);
  return ids;
}

function isInOrder<Row>(rows: readonly Row[], at: (row: Row) => string): boolean {
  let last = '';
  for (const row of rows) {
    const now = at(row);
    if (now < last) return false;
    last = now;
  }
  return true;
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
