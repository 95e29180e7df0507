import { known, unknown } from '../../domain/known.ts';
import type { Recommendation, Report } from '../model.ts';
import { lastFact, recordId, type CaseView } from './case-view.ts';
import type { KindedGap } from './gap.ts';
import { proposals } from './proposals.ts';

type Unnumbered = Omit<Recommendation, 'id'>;

/** What was recorded in Review, then what rules propose; nobody is named as owner whom no record names. */
export function buildRecommendations(
  view: CaseView,
  { gaps, items }: { readonly gaps: readonly KindedGap[]; readonly items: Report['actionItems'] },
): readonly Recommendation[] {
  return [...recorded(view, items), ...proposals(view, gaps)].map((one, i) => ({
    id: `RC-${String(i + 1).padStart(2, '0')}`,
    ...one,
  }));
}

function recorded(view: CaseView, items: Report['actionItems']): readonly Unnumbered[] {
  const seq = lastFact(view, 'items', 'action-items')?.seq;
  return (items ?? []).map(({ what, who, until }) => ({
    what,
    because: 'the operator recorded it in the review',
    priority: unknown('the review did not ask for one; the owner would know'),
    owner: known(who),
    due: known(until),
    status: 'recorded',
    restsOn: seq === undefined ? [] : [recordId(seq)],
  }));
}
