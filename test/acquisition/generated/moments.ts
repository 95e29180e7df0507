import fc from 'fast-check';
import type { Grid } from './grid.ts';

/** Both ends inclusive, milliseconds since 1970 UTC. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Something that will be a row: only its moment may still change. */
export interface Placed {
  readonly symbol: string;
  atMs: number;
}

// Half of all rows share their moment with the row before: a bot's order meets several others.
const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 60 }) },
  { weight: 1, arbitrary: fc.integer({ min: 500, max: 5_000 }) },
);

/** Returns ascending moments, the first and the last at the very ends of the stretch. */
export function drawMoments(count: number, { from, to }: Stretch, seed: number): readonly number[] {
  const steps = fc.sample(step, { seed, numRuns: count });
  const places: number[] = [];
  let place = 0;
  for (const [index, each] of steps.entries()) {
    place += index === 0 ? 0 : index === count - 1 ? Math.max(1, each) : each;
    places.push(place);
  }
  const scale = (to - from) / Math.max(1, place);
  return places.map((each) => from + Math.round(each * scale));
}

/** Puts rows at the worst moments: at the edges of every window, and in ties over every edge of a page. */
export function tieAtEdges(rows: readonly Placed[], grids: readonly Grid[], stretch: Stretch): void {
  const windows = new Set(grids.flatMap(({ windowMs }) => windowMs ?? []));
  for (const windowMs of windows) {
    for (const edge of edgesOf(windowMs, stretch)) tieAtWindowEdge(ascending(rows), edge);
  }
  for (const grid of grids) {
    for (const group of groupsOf(rows, grid, stretch)) tieAtPageEdges(group, grid.pageSize);
  }
}

function edgesOf(windowMs: number, { from, to }: Stretch): readonly number[] {
  const count = Math.ceil((to - from) / windowMs) - 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => to - (index + 1) * windowMs);
}

const ascending = (rows: readonly Placed[]): readonly Placed[] => rows.toSorted((a, b) => a.atMs - b.atMs);

/** The two rows on either side move onto the edge, their neighbours a millisecond away from it. */
function tieAtWindowEdge(sorted: readonly Placed[], edge: number): void {
  const at = sorted.findIndex(({ atMs }) => atMs >= edge);
  if (at < 2 || at + 1 >= sorted.length) return;
  move(sorted[at - 2], edge - 1);
  move(sorted[at - 1], edge);
  move(sorted[at], edge);
  // Those of its own moment would otherwise stand before it.
  const later = sorted.slice(at + 1).find(({ atMs }) => atMs > edge);
  if (later !== undefined) move(later, edge + 1);
}

function move(row: Placed | undefined, atMs: number): void {
  if (row !== undefined) row.atMs = atMs;
}

/** Rows that are paged together: of one window, and of one symbol where the list is by symbol. */
function groupsOf(
  rows: readonly Placed[],
  { windowMs, bySymbol }: Grid,
  { from, to }: Stretch,
): readonly (readonly Placed[])[] {
  const lists = bySymbol ? [...Map.groupBy(rows, ({ symbol }) => symbol).values()] : [rows];
  if (windowMs === undefined) return lists.map(ascending);
  return lists.flatMap((list) =>
    [...Map.groupBy(list, ({ atMs }) => Math.floor((to - Math.max(from, atMs)) / windowMs)).values()].map(
      ascending,
    ),
  );
}

/** Four rows of one moment lie over each edge, counted from either end. */
function tieAtPageEdges(group: readonly Placed[], pageSize: number): void {
  for (let edge = pageSize; edge + 2 < group.length; edge += pageSize) {
    for (const at of [edge, group.length - edge]) {
      const moment = group[at - 1]?.atMs;
      if (moment === undefined) continue;
      for (const row of group.slice(Math.max(0, at - 2), at + 2)) row.atMs = moment;
    }
  }
}
