import type { Outcome } from '../domain/outcome.ts';
import type { Phase } from '../domain/phase.ts';
import type {
  JournaledEvent,
  JournalRecord,
  StepChosen,
  StepFinished,
  StepStarted,
} from '../domain/run-event.ts';

/** A journaled event with its place and time. */
export type Entry = Pick<JournalRecord, 'seq' | 'at' | 'event'>;

/** All attempts of one step in one lane, as the record tells them. */
export interface StepRun {
  readonly lane: string;
  readonly step: string;
  readonly phase: Phase;
  readonly title: string;
  /** The step kind; absent when the step was skipped before it started. */
  readonly kind?: string;
  readonly attempts: number;
  /** Absent while an attempt is under way, or was when the record ends. */
  readonly outcome?: Outcome;
  readonly summary: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** Seq of the records it rests on. */
  readonly records: readonly number[];
}

/** Follows every step through its attempts, in order of first appearance. */
export function followSteps(entries: readonly Entry[]): readonly StepRun[] {
  const runs = new Map<string, StepRun>();
  let casePhase: Phase = 'open';
  for (const entry of entries) {
    const { event } = entry;
    if (event.type === 'phase.entered') casePhase = event.phase;
    if (!isAboutStep(event)) continue;
    const key = JSON.stringify([event.lane, event.step]);
    const before = runs.get(key) ?? unstarted(event, casePhase);
    runs.set(key, { ...follow(before, entry, event), records: [...before.records, entry.seq] });
  }
  return [...runs.values()];
}

type StepEvent = StepStarted | StepFinished | StepChosen;

const isAboutStep = (event: JournaledEvent): event is StepEvent =>
  event.type === 'step.started' || event.type === 'step.finished' || event.type === 'step.chosen';

function unstarted(event: StepEvent, casePhase: Phase): StepRun {
  return {
    lane: event.lane,
    step: event.step,
    // Lanes of accounts exist for containment only.
    phase: event.lane === 'case' ? casePhase : 'contain',
    title: event.step,
    attempts: 0,
    summary: '',
    records: [],
  };
}

function follow(run: StepRun, { at }: Entry, event: StepEvent): StepRun {
  if (event.type === 'step.started') {
    // A new attempt is under way: the outcome of the one before no longer stands.
    const { outcome: _outcome, finishedAt: _finishedAt, ...open } = run;
    const { phase, title, kind } = event;
    return { ...open, phase, title, kind, attempts: run.attempts + 1, startedAt: run.startedAt ?? at };
  }
  if (event.type === 'step.finished') {
    return { ...run, outcome: event.outcome, summary: event.summary, finishedAt: at };
  }
  const settled = settle(event);
  return settled ? { ...run, outcome: settled, finishedAt: at } : run;
}

/** Skip and accept settle a step without work; "continue" leaves the outcome as it stands. */
function settle({ choice, reason, by }: StepChosen): Outcome | undefined {
  const why = reason ?? 'no reason given';
  if (choice === 'skip') return { is: 'skipped', why, by };
  return choice === 'accept' ? { is: 'waived', why, by } : undefined;
}
