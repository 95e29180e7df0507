import type { AccountReport, Report } from '../model.ts';

/** Rows, each made when it is asked for, and how many there are: a hundred thousand need not be made at once. */
export interface EachRow<Row> extends Iterable<Row> {
  readonly length: number;
}

/** A row and whose account it is of. */
export type OfAccount<Row> = Row & {
  readonly account: string;
  /** The account's venue, by its id; empty: no key of the account is in the case. */
  readonly venue: string;
};

/** An account's name and venue, as each of its rows has them. */
export const ownerOf = (
  { subjects }: Pick<Report, 'subjects'>,
  { account }: AccountReport,
): { readonly account: string; readonly venue: string } => ({
  account,
  venue: subjects.find(({ account: { id } }) => id === account)?.account.venue ?? '',
});

/** What a part of the report's accounts has, one account after the other. */
export function eachOf<Row>(
  report: Pick<Report, 'accounts' | 'subjects'>,
  pick: (account: AccountReport) => EachRow<Row>,
): EachRow<OfAccount<Row>> {
  const lists = report.accounts.map((account) => ({ owner: ownerOf(report, account), rows: pick(account) }));
  return {
    length: lists.reduce((sum, { rows }) => sum + rows.length, 0),
    *[Symbol.iterator]() {
      for (const { owner, rows } of lists) for (const row of rows) yield { ...row, ...owner };
    },
  };
}

/** The first `most` of them. */
export const first = <Row>(rows: EachRow<Row>, most: number): readonly Row[] => [...firstOf(rows, most)];

/** The same, each made when it is asked for. */
export const firstOf = <Row>(rows: EachRow<Row>, most: number): EachRow<Row> => ({
  length: Math.min(rows.length, Math.max(most, 0)),
  *[Symbol.iterator]() {
    let left = most;
    if (left <= 0) return;
    for (const row of rows) {
      yield row;
      if (--left <= 0) return;
    }
  },
});
