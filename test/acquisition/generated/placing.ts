import { DateTime } from 'luxon';
import type { Pair } from '../../contract/world.ts';
import { gridsOf, type History } from './grid.ts';
import { tieAtEdges, type Placed, type Stretch } from './moments.ts';

/** How large an account is drawn, and from which seed. */
export interface AccountPlan {
  readonly seed: number;
  readonly fills: number;
  /** Deposits, withdrawals and transfers: of each so many. */
  readonly movements: number;
  readonly stretch: Stretch;
  /** One moment of every list holds more rows than its longest page. */
  readonly isCrowded?: boolean;
  /** What cannot be read is drawn, too: see unread.ts. */
  readonly isWhole?: boolean;
  /** So many sweeps of dust, each at a moment of its own; absent: some. */
  readonly sweeps?: number;
}

export const iso = (ms: number): string => DateTime.fromMillis(ms, { zone: 'utc' }).toISO() ?? '';

/** 1 → 0.00001: a different amount for each number. */
export const amountNo = (index: number, unit = 5): string => (index / 10 ** unit).toFixed(unit);

/** Moves rows onto the edges that the declarations of these lists have. */
export function place(
  { venue }: Pair,
  rows: readonly Placed[],
  { stretch }: AccountPlan,
  names: readonly History[],
): void {
  tieAtEdges(
    rows,
    names.flatMap((name) => gridsOf(venue, name)),
    stretch,
  );
}

/** A page and ten rows more fall into one moment, in the middle. */
export function crowd(
  rows: readonly Placed[],
  { isCrowded = false, stretch }: AccountPlan,
  page: number,
): void {
  if (!isCrowded) return;
  const first = Math.floor((rows.length - page) / 2);
  const moment = rows[first]?.atMs ?? stretch.from;
  for (const row of rows.slice(first, first + page + 10)) row.atMs = moment;
}
