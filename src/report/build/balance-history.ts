import { isAmount, millisOf } from '../../analysis/index.ts';
import { known, unknown } from '../../domain/known.ts';
import { compare, subtract, sum } from '../../domain/money.ts';
import type { AssetHistory } from '../model.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import { movesOf, type Move } from './balance-moves.ts';
import { observed, readAt, type CaseView } from './case-view.ts';

type Reading = AssetHistory['readings'][number];
type Point = { readonly at: string; readonly total: string };

/** A reading of balances takes a while and says only when it was over: what moved meanwhile may be in it. */
const whileReadingMs = 2 * 60_000;
const afterwardsMs = 10_000;
/** More than a picture can show; the rows themselves are in the lists. */
const mostPoints = 1_000;

/** The total of each asset at every reading, and the way from one to the next where it can be told. */
export function balanceHistory(view: CaseView, analysis: AccountAnalysis): readonly AssetHistory[] {
  const byAsset = readingsOf(view, analysis.account.id);
  const moves = movesOf(view, analysis);
  return [...byAsset]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([asset, readings]) => ({
      asset,
      readings,
      computed: moves.known ? compute(readings, moves.value.get(asset) ?? []) : moves,
    }));
}

function readingsOf(view: CaseView, account: string): ReadonlyMap<string, readonly Reading[]> {
  const looks = observed(view, account, 'balances').flatMap((look) => {
    const listing = view.reader.listing(look.event.exhibit, 'balances');
    if (!listing.known || listing.value.coverage.holes.length > 0) return [];
    return [{ at: readAt(view, look), exhibit: look.event.exhibit, rows: listing.value.rows }];
  });
  const assets = new Set(looks.flatMap(({ rows }) => rows.map(({ asset }) => asset)));
  const readings = [...assets].map((asset) => {
    const own = looks.flatMap(({ at, exhibit, rows }): Reading[] => {
      const parts = rows.filter((row) => row.asset === asset).flatMap(({ free, locked }) => [free, locked]);
      // A whole reading that does not name an asset says that there is none of it.
      return parts.every(isAmount) ? [{ at, exhibit, total: sum(parts) }] : [];
    });
    return [asset, own] as const;
  });
  return new Map(readings.filter(([, own]) => own.length > 0));
}

function compute(readings: readonly Reading[], moves: readonly Move[]): AssetHistory['computed'] {
  const last = readings.at(-1);
  const end = last && millisOf(last.at);
  if (!last || end === undefined) return unknown('no reading of it has a time');
  const before = moves.filter(({ ms }) => ms <= end);
  const points = rollBack(last.total, before);
  const missed = readings.find((reading) => !meets(reading, points, last.total));
  if (missed) {
    return unknown(`fills, withdrawals and deposits alone do not lead to the reading of ${missed.exhibit}`);
  }
  const [first] = points;
  const held = first ? [{ at: first.at, total: first.before }] : [];
  return known([...held, ...thinned(points.map(({ at, total }) => ({ at, total })))]);
}

type Computed = Point & { readonly ms: number; readonly before: string };

/** The total after each move, so that the last one ends at what was read. */
function rollBack(total: string, moves: readonly Move[]): readonly Computed[] {
  let after = total;
  const points: Computed[] = [];
  for (const { at, ms, change } of moves.toReversed()) {
    const before = subtract(after, change);
    points.push({ at, ms, total: after, before });
    after = before;
  }
  return points.reverse();
}

/** Whether the way passes the reading's total at some moment at which it may have been taken. */
function meets({ at, total }: Reading, points: readonly Computed[], end: string): boolean {
  const ms = millisOf(at);
  if (ms === undefined) return false;
  const [first] = points;
  if (!first) return compare(total, end) === 0;
  const [from, to] = [ms - whileReadingMs, ms + afterwardsMs];
  const near = points.filter((point) => point.ms >= from && point.ms <= to);
  const entering = points.findLast((point) => point.ms < from)?.total ?? first.before;
  return [entering, ...near.map((point) => point.total)].some((one) => compare(one, total) === 0);
}

/** At most about `mostPoints`: of each run of neighbours the lowest, the highest and the last. */
function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length <= mostPoints) return points;
  const size = Math.ceil((points.length * 3) / mostPoints);
  const kept: Point[] = [];
  for (let start = 0; start < points.length; start += size) {
    const run = points.slice(start, start + size);
    const lowest = run.reduce((a, b) => (compare(b.total, a.total) < 0 ? b : a));
    const highest = run.reduce((a, b) => (compare(b.total, a.total) > 0 ? b : a));
    kept.push(...run.filter((point) => point === lowest || point === highest || point === run.at(-1)));
  }
  return kept;
}
