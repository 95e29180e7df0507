import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import { add, subtract } from '../../domain/money.ts';
import type { Balance, LedgerEntry } from '../../domain/trading.ts';
import { count, isAmount, listWords } from '../amounts.ts';
import { groupBy } from '../group.ts';
import { millisOf } from '../moments.ts';
import {
  defineCrossCheck,
  fullest,
  holesIn,
  joined,
  notChecked,
  type Checked,
  type NewFinding,
  type Reading,
} from './cross-check.ts';
import { flowsBetween, windowOf } from './flows.ts';
import { decimalsIn, isSame } from './rounding.ts';
import { holds, provenIn } from './stretches.ts';

/** What a wallet held before, and what its ledger says moved, is what it held after. */
export const balancesAndFlows = defineCrossCheck({
  id: 'balances-and-flows',
  title: 'Balances against what the ledger says moved between them',
  check({ account, bookkeeping, balances, ledger }) {
    if (!bookkeeping.known) return notChecked(bookkeeping.why, { closable: false });
    if (!balances.known) return notChecked(`balances: ${balances.why}`, { closable: false });
    const lines = fullest(ledger, 'the ledger');
    if ('why' in lines) return notChecked(lines.why, lines);
    const books = bookkeeping.value;
    const whole = balances.value.all.filter(({ coverage }) => coverage.holes.length === 0);
    const proven = provenIn(lines.coverage);
    const pairs = whole.slice(1).flatMap((after, at) => {
      const before = whole[at];
      const isBetween = before !== undefined && holds(proven, windowOf(before).from, windowOf(after).to);
      return isBetween ? [{ account, books, before, after, lines }] : [];
    });
    const why = `no two whole readings of the balances have a proven ledger (${lines.exhibit}) between them`;
    return joined([
      ...pairs.map(comparePair),
      ...(pairs.length === 0 ? [notChecked(why, { closable: false })] : []),
      { ...nothing, notChecked: holesIn(lines) },
    ]);
  },
});

const nothing: Checked = { findings: [], compared: [], notChecked: [] };

interface Pair {
  readonly account: string;
  readonly books: Bookkeeping;
  readonly before: Reading<Balance>;
  readonly after: Reading<Balance>;
  readonly lines: Reading<LedgerEntry>;
}

type Verdict = 'agrees' | 'differs' | 'unclear' | 'not-told';

interface Judged {
  readonly wallet: string;
  readonly asset: string;
  readonly verdict: Verdict;
  /** What the balance after lacks; "0" where it agrees. */
  readonly off: string;
}

function comparePair(pair: Pair): Checked {
  const linesOf = groupBy(pair.lines.rows, keyOf);
  const judged = holdingsOf(pair).map((holding) => judge(holding, pair, linesOf));
  const of = (verdict: Verdict): readonly Judged[] => judged.filter((each) => each.verdict === verdict);
  const { before, after } = pair;
  const untold = [...new Set(of('not-told').map(({ wallet }) => wallet))].sort();
  return {
    findings: findingOf(of('differs'), pair),
    compared: [
      `${count(of('agrees').length, 'balance')} in ${after.exhibit} follow from ${before.exhibit} and the ledger`,
    ],
    notChecked: [
      ...(untold.length === 0
        ? []
        : [{ why: `the venue's ledger does not tell all moves of ${listWords(untold)}`, closable: false }]),
      ...of('unclear').map(({ wallet, asset }) => ({
        why: `${asset} in ${wallet}: moves that are not settled or have no amount stand in the ledger, or too many while the balances were read`,
        closable: false,
      })),
    ],
  };
}

interface Holding {
  readonly wallet: string;
  readonly asset: string;
}

/** Every coin of a wallet that was held before or after, or moved. */
function holdingsOf({ before, after, lines }: Pair): readonly Holding[] {
  const all = [...before.rows, ...after.rows, ...lines.rows].map(({ wallet, asset }) => ({ wallet, asset }));
  return [...groupBy(all, keyOf).values()].flatMap(([first]) => first ?? []);
}

const keyOf = ({ wallet, asset }: Holding): string => JSON.stringify([wallet, asset]);

function judge(
  holding: Holding,
  { books, before, after }: Pair,
  linesOf: ReadonlyMap<string, readonly LedgerEntry[]>,
): Judged {
  if (!books.tellsAllOf(holding.wallet, holding.asset)) return { ...holding, verdict: 'not-told', off: '0' };
  const [had, has] = [heldOf(holding, before), heldOf(holding, after)];
  const own = linesOf.get(keyOf(holding)) ?? [];
  const dated = own.map((line) => ({ line, ms: millisOf(line.at) ?? Number.NaN }));
  const isUnclear =
    dated.some(({ ms, line }) => Number.isNaN(ms) || !isAmount(line.change)) ||
    own.some((line) => books.isUnsure?.(line) === true);
  const sums = isUnclear ? undefined : flowsBetween(dated, windowOf(before), windowOf(after), books.fee);
  if (had === undefined || has === undefined || sums === undefined) {
    return { ...holding, verdict: 'unclear', off: '0' };
  }
  const moved = subtract(has, had);
  const written = decimalsIn(own.map(({ change }) => change));
  const compared = decimalsIn([had, has]);
  const agrees = sums.some(({ flow, parts }) => isSame(moved, flow, { written, compared, parts }));
  const [byTheClock] = sums;
  return agrees || byTheClock === undefined
    ? { ...holding, verdict: 'agrees', off: '0' }
    : { ...holding, verdict: 'differs', off: subtract(moved, byTheClock.flow) };
}

/** A coin that a whole list of balances does not name is not held. */
function heldOf(holding: Holding, { rows }: Reading<Balance>): string | undefined {
  const own = rows.filter((row) => keyOf(row) === keyOf(holding));
  if (own.some(({ free, locked }) => !isAmount(free) || !isAmount(locked))) return undefined;
  return own.reduce((total, { free, locked }) => add(total, add(free, locked)), '0');
}

function findingOf(off: readonly Judged[], { account, before, after, lines }: Pair): readonly NewFinding[] {
  if (off.length === 0) return [];
  const shown = off.map(({ wallet, asset, off: amount }) => `${amount} ${asset} in ${wallet}`);
  return [
    {
      rule: 'balances-and-flows',
      title: `${count(off.length, 'balance')} changed by another amount than the ledger says`,
      detail: `Between ${before.at} and ${after.at} the ledger does not explain ${listWords(shown)} (balances in ${before.exhibit} and ${after.exhibit}, ledger in ${lines.exhibit}). Something moved that no list tells, or a list was read wrongly.`,
      severity: 'high',
      basis: 'fact',
      account,
      exhibits: [before.exhibit, after.exhibit, lines.exhibit],
    },
  ];
}
