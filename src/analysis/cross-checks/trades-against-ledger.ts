import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import type { LedgerEntry } from '../../domain/trading.ts';
import { isAmount } from '../amounts.ts';
import { groupBy } from '../group.ts';
import { millisOf } from '../moments.ts';
import { defineCrossCheck, fullest, holesIn, notChecked, type Checked } from './cross-check.ts';
import {
  comparedOf,
  findingOf,
  unclearRows,
  unreadMarkets,
  type Both,
  type Judged,
  type Verdict,
} from './fill-findings.ts';
import { groupFills, type FillGroup } from './fill-groups.ts';
import { provenByGroup } from './proven-by-group.ts';
import { differences, movesOf, reckonings, type Moves } from './fill-moves.ts';
import { decimalsIn, type Exactness } from './rounding.ts';
import { holds } from './stretches.ts';

/** Every fill has its ledger lines, every line of a fill its fill, and their amounts agree, fees considered. */
export const tradesAgainstLedger = defineCrossCheck({
  id: 'trades-against-ledger',
  title: 'Fills against the ledger',
  check({ account, bookkeeping, trades, ledger }) {
    if (!bookkeeping.known) return notChecked(bookkeeping.why, { closable: false });
    const fills = fullest(trades, 'trades');
    if ('why' in fills) return notChecked(fills.why, fills);
    const lines = fullest(ledger, 'the ledger');
    if ('why' in lines) return notChecked(lines.why, lines);
    const proven = provenByGroup(fills, lines, bookkeeping.value);
    // Of some section at least: which one a group lies in is looked at group by group.
    const stretches = proven.anywhere;
    if (stretches.length === 0) {
      return notChecked('no stretch of time is proven in both lists', { closable: true });
    }
    return compare({ account, books: bookkeeping.value, fills, lines, stretches, proven: proven.of });
  },
});

function compare(both: Both): Checked {
  const { books, fills, lines, stretches } = both;
  const decimals = decimalsOf(lines.rows);
  const rows = { fills: fills.rows, lines: lines.rows.filter(books.isOfFill) };
  if (rows.lines.length === 0 && rows.fills.some(books.booksFill)) {
    const why = `${lines.exhibit} has no line of any fill: this wallet's fills are booked elsewhere, or it was read wrongly`;
    return notChecked(why, { closable: false });
  }
  const differing = (group: FillGroup): Moves | undefined => differenceOf(group, books, decimals);
  const { groups, leftOut } = groupFills(rows, books.names, (group) => differing(group)?.size === 0);
  const judged = groups.map((group): Judged => {
    const off = differing(group);
    return { group, off: off ?? new Map(), verdict: judge(group, off, both) };
  });
  // Where not one agrees, more likely all are booked otherwise than firebreak has it.
  const basis = judged.some(({ verdict }) => verdict === 'agrees') ? 'fact' : 'inference';
  const of = (verdict: Verdict): readonly Judged[] => judged.filter((each) => each.verdict === verdict);
  // By symbol: a line without a fill may be of a market that nobody read.
  const isWhole = typeof fills.coverage.symbols === 'string';
  return {
    findings: [
      ...findingOf('no-lines', of('no-lines'), { ...both, basis }),
      ...(isWhole ? findingOf('no-fill', of('no-fill'), { ...both, basis }) : []),
      ...findingOf('differs', of('differs'), { ...both, basis }),
    ],
    compared: [comparedOf(of('agrees'), stretches)],
    notChecked: [
      ...(isWhole ? [] : unreadMarkets(of('no-fill'), both)),
      ...unclearRows(of('unclear'), leftOut),
      ...holesIn(fills),
      ...holesIn(lines),
    ],
  };
}

/** The most decimals that the ledger writes of each asset. */
function decimalsOf(lines: readonly LedgerEntry[]): ReadonlyMap<string, number> {
  const byAsset = groupBy(lines, ({ asset }) => asset);
  return new Map([...byAsset].map(([asset, own]) => [asset, decimalsIn(own.map(({ change }) => change))]));
}

/** By how much fills and lines differ, asset by asset; undefined where the rows do not tell enough. */
function differenceOf(
  { fills, lines }: FillGroup,
  books: Bookkeeping,
  decimals: ReadonlyMap<string, number>,
): Moves | undefined {
  if (!fills.every(books.booksFill) || lines.some((line) => !isAmount(line.change))) return undefined;
  if (books.isUnsure && lines.some(books.isUnsure)) return undefined;
  const moves = fills.map(movesOf);
  const told = moves.filter((each) => each !== undefined);
  if (told.length < moves.length) return undefined;
  const exactness = (asset: string): Exactness => ({
    written: decimals.get(asset) ?? 0,
    compared: decimalsIn(told.flatMap(({ gross, fee }) => [gross.get(asset) ?? '0', fee.get(asset) ?? '0'])),
    parts: fills.length + lines.length,
  });
  const off = reckonings(told, lines, books.fee).map((each) => differences(each, exactness));
  const least = off.toSorted((a, b) => a.size - b.size)[0];
  // Named by its fill, and booked in assets that the fill does not name: "XBT.F" for XBT.
  const isRenamed =
    books.names.reference !== 'nothing' &&
    fills.length > 0 &&
    lines.some(({ asset }) => !told.some(({ gross, fee }) => gross.has(asset) || fee.has(asset)));
  return isRenamed ? undefined : least;
}

function judge(group: FillGroup, off: Moves | undefined, { books, proven }: Both): Verdict {
  const { fills, lines } = group;
  const times = [...fills, ...lines].map(({ at }) => millisOf(at) ?? Number.NaN);
  if (!holds(proven(group), Math.min(...times), Math.max(...times))) return 'outside';
  // Of another kind, which this ledger does not book: no line is missing.
  if (lines.length === 0 && !fills.some(books.booksFill)) return 'outside';
  if (off === undefined) return 'unclear';
  if (off.size === 0) return 'agrees';
  if (lines.length === 0) return 'no-lines';
  if (fills.length > 0) return 'differs';
  // A fill moves two coins: a fee alone may be of anything.
  return new Set(lines.map(({ asset }) => asset)).size > 1 ? 'no-fill' : 'unclear';
}
