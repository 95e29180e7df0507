import { known, unknown } from '../../domain/known.ts';
import type { StepReport } from '../model.ts';
import type { CaseView } from './case-view.ts';

/** Every step that the record knows, with its last outcome. */
export function buildSteps({ steps }: CaseView): readonly StepReport[] {
  return steps.map((run) => ({
    phase: run.phase,
    lane: run.lane,
    step: run.step,
    title: run.title,
    attempts: run.attempts,
    outcome: run.outcome ?? notEnded(run.attempts),
    summary: run.summary,
    startedAt: run.startedAt === undefined ? unknown('it did not start') : known(run.startedAt),
    finishedAt:
      run.finishedAt === undefined ? unknown('the record holds no end of it') : known(run.finishedAt),
  }));
}

/** Started without an end is unknown: it may have done its work. Offered and never started is not reached. */
const notEnded = (attempts: number): StepReport['outcome'] =>
  attempts > 0
    ? { is: 'unknown', why: 'it was started and the record holds no result' }
    : { is: 'not-reached' };
