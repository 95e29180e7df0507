import { buildAccounts } from './build/accounts.ts';
import { analyseAccounts } from './build/account-analysis.ts';
import { buildAcquisitions } from './build/acquisitions.ts';
import { buildActions } from './build/actions.ts';
import { viewCase, type CaseView } from './build/case-view.ts';
import { buildCustody } from './build/custody.ts';
import { buildExhibits } from './build/exhibits.ts';
import { buildFindings } from './build/findings.ts';
import { buildGaps } from './build/gaps.ts';
import { buildIdentification } from './build/identification.ts';
import { buildIntegrity } from './build/integrity.ts';
import { buildLimitations } from './build/limitations.ts';
import { buildParticulars } from './build/particulars.ts';
import { buildRecommendations } from './build/recommendations.ts';
import { buildSharedLists } from './build/shared-lists.ts';
import { buildSteps } from './build/steps.ts';
import { buildSubjects } from './build/subjects.ts';
import { actionItemsOf } from './build/sentences-of-run.ts';
import { buildSummary } from './build/summary.ts';
import { buildTimeline } from './build/timeline.ts';
import { buildVerdict } from './build/verdict.ts';
import type { CaseRecord } from './case-record.ts';
import type { Report } from './model.ts';

/**
 * Builds the report from the journal and the exhibits, and from nothing else: no clock, no venue, no
 * file of its own. The same record gives the same report anywhere. A record that was cut off, or an
 * exhibit that is missing or damaged, gives a report with gaps. Strings of venues stay as they are:
 * every view must escape them.
 *
 * @throws BadInput when the journal does not begin with the opening of a case.
 */
export function buildReport(record: CaseRecord): Report {
  const view = viewCase(record);
  const analyses = analyseAccounts(view);
  const { gaps, kinded, unknowns } = buildGaps(view, analyses);
  const verdict = buildVerdict(view, analyses, unknowns);
  const subjects = buildSubjects(view, analyses);
  const items = actionItemsOf(view);
  const sharedLists = buildSharedLists(view);

  return {
    format: 'firebreak-report/1',
    identification: buildIdentification(view),
    verdict,
    summary: buildSummary(view, analyses, { verdict, subjects }),
    subjects,
    clocks: clocksOf(view),
    timeline: buildTimeline(view, analyses),
    actions: buildActions(view),
    steps: buildSteps(view),
    accounts: buildAccounts(view, analyses),
    findings: buildFindings(view),
    gaps,
    decisions: decisionsOf(view),
    notes: notesOf(view),
    custody: buildCustody(view),
    exhibits: buildExhibits(view),
    ...(sharedLists.length > 0 ? { sharedLists } : {}),
    integrity: buildIntegrity(view),
    limitations: buildLimitations(view),
    particulars: buildParticulars(view, analyses),
    acquisitions: buildAcquisitions(view),
    recommendations: buildRecommendations(view, { gaps: kinded, items }),
    ...(items ? { actionItems: items } : {}),
  };
}

const clocksOf = ({ records }: CaseView): Report['clocks'] =>
  records.flatMap(({ event }) =>
    event.type === 'clock.measured' ? [{ ...event.offset, moment: event.moment }] : [],
  );

const notesOf = ({ records }: CaseView): Report['notes'] =>
  records.flatMap(({ at, event }) =>
    event.type === 'note.added' ? [{ at, text: event.text, by: event.by }] : [],
  );

const decisionsOf = ({ records }: CaseView): Report['decisions'] =>
  records.flatMap(({ at, event }) => {
    if (event.type !== 'decision.recorded') return [];
    const { what, recommended, chosen, because, by } = event;
    return [{ at, what, recommended, chosen, because, by }];
  });
