import { DateTime, type DurationLikeObject } from 'luxon';
import { millisOf } from '../../analysis/index.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import type { Particular } from '../model.ts';
import { firstTrace, type AccountAnalysis } from './account-analysis.ts';
import type { CaseView } from './case-view.ts';
import { openingRecordId, pointsOf } from './particular.ts';
import { utc } from './sentence.ts';

const point = pointsOf('notification');

// Spans that contracts and regulations often count from the moment of knowing (GDPR art. 33: 72 hours; NIS2
// art. 23: 24 and 72 hours, one month; DORA art. 19 and its standards: 4 and 24 hours). Whether one applies,
// and from which moment it counts, is for counsel: the report gives times and no duty.
const spans: readonly (readonly [words: string, span: DurationLikeObject])[] = [
  ['4 hours', { hours: 4 }],
  ['24 hours', { hours: 24 }],
  ['72 hours', { hours: 72 }],
  ['one month', { months: 1 }],
];

/** Facts for whoever has to notify somebody: when it was known, and when spans from then end. */
export function notificationClock(
  view: CaseView,
  analyses: readonly AccountAnalysis[],
): readonly Particular[] {
  const from = [openingRecordId(view)];
  const trace = firstTrace(analyses);
  return [
    point('Case opened', known(utc(view.openedAt, 'host')), from),
    point('First trace', trace.known ? known(utc(trace.value, 'venue')) : trace),
    ...spans.map(([words, span]) => point(`${words} after the opening`, endOf(view.openedAt, span), from)),
    point(
      'Duty to notify',
      unknown('the record holds times and no duties; counsel would know whether one applied, and from when'),
    ),
    point(
      'Notifications made',
      unknown('the record has no place of its own for them; the incident lead would know; notes may tell'),
    ),
  ];
}

function endOf(openedAt: string, span: DurationLikeObject): Known<string> {
  const opened = millisOf(openedAt);
  const at = opened === undefined ? null : DateTime.fromMillis(opened, { zone: 'utc' }).plus(span).toISO();
  return at === null ? unknown('the time of the opening cannot be read') : known(utc(at, 'host'));
}
