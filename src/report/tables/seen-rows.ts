import type { AccountReport, Report, Seen } from '../model.ts';
import { coverageSentence, moment } from '../words.ts';

/** A row and whose account it is of. */
export type OfAccount<Row> = Row & { readonly account: string };

/** The rows of both readings of every account, each once as last read, in the order of time. */
export function rowsOf<Row extends { readonly id: string }>(
  { accounts }: Report,
  pick: (account: AccountReport) => Seen<Row>,
  { keyOf, at }: { keyOf: (row: Row) => string; at: (row: Row) => string },
): readonly OfAccount<Row>[] {
  return accounts.flatMap((account) => {
    const { first, later } = pick(account);
    const all = [first, later].flatMap((look) => (look.known ? look.value.rows : []));
    const each = [...new Map(all.map((row) => [keyOf(row), row])).values()];
    return each
      .toSorted((a, b) => (at(a) < at(b) ? -1 : 1))
      .map((row) => ({ ...row, account: account.account }));
  });
}

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
      return `Account ${account.account}: ${what}, read at ${moment(at)} (${exhibit}). ${coverageSentence(coverage)}`;
    })
    .join(' ');
}
