import { balancesAndFlows } from './balances-and-flows.ts';
import { balancesAndLists } from './balances-and-lists.ts';
import type { CrossCheck, CrossCheckInput, NewFinding } from './cross-check.ts';
import { orderFills } from './order-fills.ts';
import { rowsThatStayed } from './rows-that-stayed.ts';
import { tradesAgainstLedger } from './trades-against-ledger.ts';

/** Every check, in the order in which findings are shown: what is missing altogether comes first. */
export const crossChecks: readonly CrossCheck[] = [
  rowsThatStayed,
  tradesAgainstLedger,
  orderFills,
  balancesAndFlows,
  balancesAndLists,
];

/** What was compared, what differs and what could not be compared, each with its check's title. */
export interface CrossCheckReport {
  readonly findings: readonly NewFinding[];
  readonly compared: readonly { readonly title: string; readonly what: string }[];
  readonly notChecked: readonly {
    readonly title: string;
    readonly why: string;
    readonly closable: boolean;
  }[];
}

/** Lets every check look at one account. */
export function crossCheck(input: CrossCheckInput): CrossCheckReport {
  const checked = crossChecks.map(({ title, check }) => ({ title, ...check(input) }));
  return {
    findings: checked.flatMap(({ findings }) => findings),
    compared: checked.flatMap(({ title, compared }) => compared.map((what) => ({ title, what }))),
    notChecked: checked.flatMap(({ title, notChecked }) =>
      unique(notChecked).map((each) => ({ title, ...each })),
    ),
  };
}

/** Two checks of one list meet the same hole; so do two readings. */
const unique = <One extends { readonly why: string }>(all: readonly One[]): readonly One[] => [
  ...new Map(all.map((one) => [one.why, one])).values(),
];
