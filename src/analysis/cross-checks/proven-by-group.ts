import type { Bookkeeping } from '../../domain/bookkeeping.ts';
import type { Coverage } from '../../domain/coverage.ts';
import type { LedgerEntry, Trade } from '../../domain/trading.ts';
import { edgeMs, type Reading } from './cross-check.ts';
import type { FillGroup } from './fill-groups.ts';
import { inBoth, provenIn, withoutEdges, type Place, type Stretch } from './stretches.ts';

/**
 * Where trades and ledger are both proven, less the edges: of some section, and for the rows of one group. A
 * group that has no fill may have had one anywhere: then a hole of any section of the trades counts.
 */
export function provenByGroup(
  fills: Reading<Trade>,
  lines: Reading<LedgerEntry>,
  { fillsAreIn: section }: Bookkeeping,
): { readonly anywhere: readonly Stretch[]; readonly of: (group: FillGroup) => readonly Stretch[] } {
  const ofLines = provenIn(lines.coverage, { section });
  const known = new Map<string, readonly Stretch[]>();
  const at = (place: Place): readonly Stretch[] => {
    const key = JSON.stringify([place.symbol, place.section]);
    const found = known.get(key) ?? withoutEdges(inBoth(provenIn(fills.coverage, place), ofLines), edgeMs);
    known.set(key, found);
    return found;
  };
  const some = provenIn(withoutSections(fills.coverage));
  return {
    anywhere: withoutEdges(inBoth(some, ofLines), edgeMs),
    of: (group) => (group.fills.length === 0 ? at({}) : group.fills.map(at).reduce(inBoth)),
  };
}

const withoutSections = (coverage: Coverage): Coverage => ({
  ...coverage,
  holes: coverage.holes.filter(({ section }) => section === undefined),
});
