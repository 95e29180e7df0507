import { notYet, type Hole } from '../domain/coverage.ts';
import type { Paging, SectionWay } from '../venues/index.ts';
import { toIso, toMs } from './interval.ts';

/** What is asked for. Times are ISO 8601 UTC, inclusive, on the venue's clock. */
export interface Asked {
  readonly symbols?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

/** What was asked of a time that has not come at the venue; its clock decides. */
export function aheadOf({ from, to }: Asked, nowMs: number, what: string): readonly Hole[] {
  if (to === undefined || toMs(to) <= nowMs) return [];
  const begins = from === undefined ? nowMs : Math.max(nowMs, toMs(from));
  return [{ what, why: notYet, from: toIso(begins), to }];
}

/** Ids lead to the very first row by themselves; windows of time begin where the section's reach does. */
export function beginningOf(
  from: string | undefined,
  paging: Paging,
  { reachMs }: SectionWay,
  nowMs: number,
): string | undefined {
  if (from !== undefined || reachMs === undefined || paging.style !== 'time-window') return from;
  return toIso(nowMs - reachMs);
}

const hourMs = 3_600_000;

/** The part that the venue still tells, and the hole of what lies before it. */
export function withinReach(
  from: string | undefined,
  to: string,
  {
    reachMs,
    nowMs,
    ...where
  }: {
    readonly reachMs: number | undefined;
    readonly nowMs: number;
    readonly what: string;
    readonly section?: string;
  },
): { readonly from?: string; readonly beyondReach: readonly Hole[] } {
  if (from === undefined) return { beyondReach: [] };
  const earliest = reachMs === undefined ? 0 : nowMs - reachMs;
  if (toMs(from) >= earliest) return { from, beyondReach: [] };
  // Asked for as long as the venue keeps, a moment ago: the bounds of the coverage say the rest.
  if (earliest - toMs(from) < hourMs) return { from: toIso(earliest), beyondReach: [] };
  const why = `the venue tells nothing older than ${Math.round((reachMs ?? 0) / 86_400_000)} days`;
  const edge = toIso(Math.min(earliest, toMs(to)));
  return { from: edge, beyondReach: [{ ...where, why, from, to: edge, beyondReach: true }] };
}
