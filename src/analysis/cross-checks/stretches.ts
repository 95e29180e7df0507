import type { Coverage, Hole } from '../../domain/coverage.ts';
import { isoOf, millisOf } from '../moments.ts';

/** Both ends inclusive, milliseconds since 1970 UTC. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Where rows lie in a list. */
export interface Place {
  readonly symbol?: string | undefined;
  /** As the list itself names its sections; absent: nobody knows in which, and a hole of any counts. */
  readonly section?: string | undefined;
}

/**
 * The stretches of time that a coverage proves, oldest first: of one place, or of the list as a whole. None
 * for a list of what is now, and for a symbol that was not read.
 */
export function provenIn(
  { from, to, symbols, sections, holes }: Coverage,
  { symbol, section }: Place = {},
): readonly Stretch[] {
  const start = from === undefined ? undefined : millisOf(from);
  const end = to === undefined ? undefined : millisOf(to);
  if (start === undefined || end === undefined || symbols.length === 0) return [];
  const wasRead = typeof symbols === 'string' || symbol === undefined || symbols.includes(symbol);
  const wasAsked = sections === undefined || (section !== undefined && sections.includes(section));
  if (!wasRead || !wasAsked) return [];
  return holes
    .filter((hole) => hole.symbol === undefined || hole.symbol === symbol)
    .filter((hole) => !isElsewhere(hole, section))
    .reduce<readonly Stretch[]>((proven, hole) => without(proven, hole), [{ from: start, to: end }]);
}

/** Whether a hole is of another section, which says nothing of this one. */
const isElsewhere = (hole: Hole, section: string | undefined): boolean =>
  section !== undefined && hole.section !== undefined && hole.section !== section;

/** A hole without bounds spoils everything: nobody can say where it is. */
function without(stretches: readonly Stretch[], hole: Hole): readonly Stretch[] {
  const from = hole.from === undefined ? undefined : millisOf(hole.from);
  const to = hole.to === undefined ? undefined : millisOf(hole.to);
  if (from === undefined || to === undefined) return [];
  return stretches.flatMap((stretch) => {
    if (to < stretch.from || from > stretch.to) return [stretch];
    return [
      { from: stretch.from, to: Math.min(stretch.to, from - 1) },
      { from: Math.max(stretch.from, to + 1), to: stretch.to },
    ].filter((part) => part.to >= part.from);
  });
}

/** What lies in both, oldest first. */
export const inBoth = (some: readonly Stretch[], others: readonly Stretch[]): readonly Stretch[] =>
  some
    .flatMap((one) =>
      others.map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) })),
    )
    .filter(({ from, to }) => to >= from)
    .sort((a, b) => a.from - b.from);

/** The same without so much of both ends: what happened there may stand in one list only. */
export const withoutEdges = (stretches: readonly Stretch[], ms: number): readonly Stretch[] =>
  stretches.map(({ from, to }) => ({ from: from + ms, to: to - ms })).filter(({ from, to }) => to >= from);

/** Whether one stretch holds both moments, and so all between them. */
export const holds = (stretches: readonly Stretch[], from: number, to = from): boolean =>
  stretches.some((stretch) => stretch.from <= from && stretch.to >= to);

export const lengthOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((total, { from, to }) => total + (to - from), 0);

/** "2026-01-01T00:00:00.000Z–2026-03-14T03:00:00.000Z", several joined by "and". */
export const showStretches = (stretches: readonly Stretch[]): string =>
  stretches.map(({ from, to }) => `${isoOf(from) ?? from}–${isoOf(to) ?? to}`).join(' and ');
