import type { Particular } from '../model.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import type { CaseView } from './case-view.ts';
import { notificationClock } from './notification-clock.ts';
import { environmentOf } from './particulars-of-environment.ts';
import { peopleOf } from './particulars-of-people.ts';
import { reportItself } from './particulars-of-report.ts';
import { scopeOf } from './particulars-of-scope.ts';

/** What examiners ask of any report before they read it: which one, by whom, on whose word, of what, with what. */
export const buildParticulars = (
  view: CaseView,
  analyses: readonly AccountAnalysis[],
): readonly Particular[] => [
  ...reportItself(view),
  ...peopleOf(view),
  ...scopeOf(view, analyses),
  ...environmentOf(view),
  ...notificationClock(view, analyses),
];
