import { add, subtract } from '../../domain/money.ts';
import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import type { Balance, LedgerEntry } from '../../domain/trading.ts';
import { count, isAmount, listWords } from '../amounts.ts';
import { groupBy } from '../group.ts';
import { millisOf } from '../moments.ts';
import { exhibitsOf, type Checked, type NewFinding, type NotChecked, type Reading } from './cross-check.ts';
import { flowsBetween, windowOf } from './flows.ts';
import { decimalsIn, isSame } from './rounding.ts';

/** What is told to have moved the coins of some wallets between two readings of the balances. */
export interface Told {
  /** For words: "the ledger". */
  readonly by: string;
  /** What it lies in, and in which words: "ledger in EX-003". */
  readonly readings: readonly Reading<unknown>[];
  readonly where: string;
  readonly lines: readonly LedgerEntry[];
  /** Lines that may have moved in that time, or before or after it; either is right. */
  readonly mayBe?: readonly LedgerEntry[];
  readonly tellsAllOf: Bookkeeping['tellsAllOf'];
  readonly fee: Bookkeeping['fee'];
  readonly isUnsure?: Bookkeeping['isUnsure'];
  /** Why a difference in this coin would say nothing; undefined where it would. */
  readonly excuse?: (asset: string) => NotChecked | undefined;
}

export interface Pair {
  readonly rule: string;
  readonly account: string;
  readonly before: Reading<Balance>;
  readonly after: Reading<Balance>;
  readonly told: Told;
  /** How sure a difference is, and what else would explain it. */
  readonly basis: NewFinding['basis'];
  readonly reservation: string;
}

type Verdict = 'agrees' | 'differs' | 'unclear' | 'not-told';

interface Judged {
  readonly wallet: string;
  readonly asset: string;
  readonly verdict: Verdict;
  /** What the balance after lacks; "0" where it agrees. */
  readonly off: string;
}

/** Compares every coin of a wallet that was held before or after, or moved. */
export function comparePair(pair: Pair): Checked {
  const { before, after, told } = pair;
  const linesOf = groupBy(told.lines, keyOf);
  const mayBeOf = groupBy(told.mayBe ?? [], keyOf);
  const judged = holdingsOf(pair).map((holding) => judge(holding, pair, { linesOf, mayBeOf }));
  const of = (verdict: Verdict): readonly Judged[] => judged.filter((each) => each.verdict === verdict);
  const untold = [...new Set(of('not-told').map(({ wallet }) => wallet))].sort();
  const excuses = of('differs').map((each) => ({ ...each, excuse: told.excuse?.(each.asset) }));
  return {
    findings: findingOf(
      excuses.filter(({ excuse }) => excuse === undefined),
      pair,
    ),
    compared: [
      `${count(of('agrees').length, 'balance')} in ${after.exhibit} follow from ${before.exhibit} and ${told.by}`,
    ],
    notChecked: [
      ...(untold.length === 0
        ? []
        : [{ why: `${told.by} does not tell all moves of ${listWords(untold)}`, closable: false }]),
      ...excuses.flatMap(({ excuse }) => excuse ?? []),
      ...of('unclear').map(({ wallet, asset }) => ({
        why: `${asset} in ${wallet}: moves that are not settled or have no amount are told, or too many while the balances were read`,
        closable: false,
      })),
    ],
  };
}

interface Holding {
  readonly wallet: string;
  readonly asset: string;
}

function holdingsOf({ before, after, told }: Pair): readonly Holding[] {
  const all = [...before.rows, ...after.rows, ...told.lines].map(({ wallet, asset }) => ({ wallet, asset }));
  return [...groupBy(all, keyOf).values()].flatMap(([first]) => first ?? []);
}

const keyOf = ({ wallet, asset }: Holding): string => JSON.stringify([wallet, asset]);

type LinesOf = ReadonlyMap<string, readonly LedgerEntry[]>;

function judge(
  holding: Holding,
  { told, before, after }: Pair,
  { linesOf, mayBeOf }: { readonly linesOf: LinesOf; readonly mayBeOf: LinesOf },
): Judged {
  if (!told.tellsAllOf(holding.wallet, holding.asset)) return { ...holding, verdict: 'not-told', off: '0' };
  const [had, has] = [heldOf(holding, before), heldOf(holding, after)];
  const own = linesOf.get(keyOf(holding)) ?? [];
  const mayBe = mayBeOf.get(keyOf(holding)) ?? [];
  const dated = own.map((line) => ({ line, ms: millisOf(line.at) ?? Number.NaN }));
  const isUnclear =
    dated.some(({ ms, line }) => Number.isNaN(ms) || !isAmount(line.change)) ||
    mayBe.some(({ change }) => !isAmount(change)) ||
    own.some((line) => told.isUnsure?.(line) === true);
  const sums = isUnclear ? undefined : flowsBetween(dated, windowOf(before), windowOf(after), told.fee);
  const choices = sumsOfSome(mayBe);
  if (had === undefined || has === undefined || sums === undefined || choices === undefined) {
    return { ...holding, verdict: 'unclear', off: '0' };
  }
  const moved = subtract(has, had);
  const written = decimalsIn([...own, ...mayBe].map(({ change }) => change));
  const compared = decimalsIn([had, has]);
  const agrees = sums.some(({ flow, parts }) =>
    choices.some((more) =>
      isSame(moved, add(flow, more), { written, compared, parts: parts + mayBe.length }),
    ),
  );
  const [byTheClock] = sums;
  return agrees || byTheClock === undefined
    ? { ...holding, verdict: 'agrees', off: '0' }
    : { ...holding, verdict: 'differs', off: subtract(moved, byTheClock.flow) };
}

/** With more, some sum would explain any change of a balance. */
const mostChoices = 6;

/** Every sum that some of the lines make, "0" of none first; undefined where there are too many. */
function sumsOfSome(lines: readonly LedgerEntry[]): readonly string[] | undefined {
  if (lines.length > mostChoices) return undefined;
  return lines.reduce<readonly string[]>(
    (sums, { change }) => [...sums, ...sums.map((sum) => add(sum, change))],
    ['0'],
  );
}

/** A coin that a whole list of balances does not name is not held. */
function heldOf(holding: Holding, { rows }: Reading<Balance>): string | undefined {
  const own = rows.filter((row) => keyOf(row) === keyOf(holding));
  if (own.some(({ free, locked }) => !isAmount(free) || !isAmount(locked))) return undefined;
  return own.reduce((total, { free, locked }) => add(total, add(free, locked)), '0');
}

function findingOf(off: readonly Judged[], pair: Pair): readonly NewFinding[] {
  if (off.length === 0) return [];
  const { account, before, after, told, rule, basis, reservation } = pair;
  const shown = off.map(({ wallet, asset, off: amount }) => `${amount} ${asset} in ${wallet}`);
  return [
    {
      rule,
      title: `${count(off.length, 'balance')} changed by another amount than ${told.by} says`,
      detail: `Between ${before.at} and ${after.at} ${told.by} does not explain ${listWords(shown)} (balances in ${before.exhibit} and ${after.exhibit}, ${told.where}). ${reservation}`,
      severity: 'high',
      basis,
      account,
      exhibits: exhibitsOf(before, after, ...told.readings),
      about: off.map(({ wallet, asset }) => `${wallet} ${asset} from ${before.exhibit} to ${after.exhibit}`),
    },
  ];
}
