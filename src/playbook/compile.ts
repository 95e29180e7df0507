import { assign, initialTransition, setup, transition, type SnapshotFrom } from 'xstate';
import type { Json, JsonObject } from '../domain/json.ts';
import { isSettledWell, type Outcome } from '../domain/outcome.ts';
import type { AccountSection, Condition, Playbook, Section, Step } from './playbook.ts';

/**
 * A playbook becomes two machines: one for the case, one for a lane (an account's contain ∥ preserve,
 * started whenever an account enters scope). Both are pure: they decide what is to be done and never
 * do it. Each leaf state says in its `meta` which step it is about and what that step waits for, so
 * the work that is due can be read from a snapshot alone, after a transition as after a replay.
 */
export interface CompiledPlaybook {
  readonly caseProcedure: Procedure;
  readonly laneProcedure: Procedure;
  readonly steps: ReadonlyMap<string, CompiledStep>;
}

/** A machine at rest: it begins with the facts that are known, and is then only positions. */
export interface Procedure {
  begin(facts: JsonObject): Position;
}

/** Where a procedure stands. Immutable: a move gives the next position. */
export interface Position {
  /** Active states, as xstate nests them. */
  readonly value: unknown;
  readonly isDone: boolean;
  readonly context: ProcedureContext;
  /** What is waited for here. */
  readonly waits: readonly ProcedureMeta[];
  move(event: ProcedureEvent): Position;
}

export interface CompiledStep {
  readonly step: Step;
  readonly section: Section;
}

/** What a step waits for: the operator, its own work, or the operator after it did not end well. */
export type Waiting = 'offered' | 'working' | 'stuck' | 'lanes';

export interface ProcedureMeta {
  readonly step: string;
  readonly waits: Waiting;
}

export interface ProcedureContext {
  readonly facts: JsonObject;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly attempts: Readonly<Record<string, number>>;
  /** Counts how often containment was entered; the return edge adds one. */
  readonly round: number;
}

export type ProcedureEvent =
  | {
      readonly type: 'step.chosen';
      readonly step: string;
      readonly choice: 'continue' | 'skip' | 'retry' | 'accept';
      readonly reason?: string | undefined;
      readonly by: string;
    }
  | {
      readonly type: 'step.finished';
      readonly step: string;
      readonly outcome: Outcome;
      readonly facts: JsonObject;
    }
  | { readonly type: 'lanes.settled' };

const procedure = setup({
  types: {} as {
    context: ProcedureContext;
    events: ProcedureEvent;
    input: { readonly facts: JsonObject };
    meta: ProcedureMeta;
  },
  guards: {
    chose: ({ event }, wanted: { step: string; choice: string }) =>
      event.type === 'step.chosen' && event.step === wanted.step && event.choice === wanted.choice,
    isAbout: ({ event }, wanted: { step: string }) =>
      event.type === 'step.finished' && event.step === wanted.step,
    endedWell: ({ event }, wanted: { step: string; mandatory: boolean }) =>
      event.type === 'step.finished' &&
      event.step === wanted.step &&
      mayGoOn(event.outcome, wanted.mandatory),
    // A pass that was skipped found nothing: the fact is an earlier pass's.
    leadsBack: ({ context }, { step, when }: { step: string; when: Condition }) =>
      !['skipped', 'waived'].includes(context.outcomes[step]?.is ?? '') &&
      sameJson(context.facts[when.fact], when.is),
    fails: ({ context }, condition: Condition) => !sameJson(context.facts[condition.fact], condition.is),
  },
  actions: {
    begin: assign(({ context }, { step }: { step: string }) => ({
      attempts: { ...context.attempts, [step]: (context.attempts[step] ?? 0) + 1 },
    })),
    record: assign(({ context, event }) => (event.type === 'step.finished' ? learn(context, event) : {})),
    settle: assign(({ context, event }) => (event.type === 'step.chosen' ? settle(context, event) : {})),
    enterRound: assign(({ context }) => ({ round: context.round + 1 })),
  },
});

type Config = Parameters<typeof procedure.createMachine>[0];
type States = NonNullable<Config['states']>;
type StateNode = States[string];

type ProcedureMachine = ReturnType<typeof procedure.createMachine>;

/**
 * Compiles a loaded playbook. The case machine has one state a phase; the per-account phase is one
 * state that waits until every lane has settled.
 */
export function compilePlaybook(playbook: Playbook): CompiledPlaybook {
  return {
    caseProcedure: procedureOf(compileCase(playbook)),
    laneProcedure: procedureOf(compileLane(accountSection(playbook))),
    steps: indexSteps(playbook),
  };
}

function procedureOf(machine: ProcedureMachine): Procedure {
  const at = (snapshot: SnapshotFrom<ProcedureMachine>): Position => {
    // xstate's own type of a snapshot loses its parts when the machine is built from data.
    const seen = snapshot as SeenSnapshot;
    return {
      value: seen.value,
      isDone: seen.status === 'done',
      context: seen.context,
      waits: Object.values(seen.getMeta()).filter(isGiven),
      move: (event) => at(transition(machine, snapshot, event)[0]),
    };
  };
  return { begin: (facts) => at(initialTransition(machine, { facts })[0]) };
}

interface SeenSnapshot {
  readonly value: unknown;
  readonly status: string;
  readonly context: ProcedureContext;
  /** Of every active state that declares meta, the compound ones included. */
  getMeta(): Readonly<Record<string, ProcedureMeta | undefined>>;
}

const isGiven = (meta: ProcedureMeta | undefined): meta is ProcedureMeta => meta !== undefined;

function compileCase(playbook: Playbook): ProcedureMachine {
  const states: States = {};
  playbook.sections.forEach((section, index) => {
    const next = playbook.sections[index + 1]?.phase ?? 'closed';
    states[section.phase] =
      section.per === 'account'
        ? lanesState(section, next)
        : { ...chain(section.steps), id: phaseId(section.phase), onDone: { target: next } };
  });
  states['closed'] = { type: 'final' };
  return procedure.createMachine({
    id: 'case',
    context: freshContext,
    initial: playbook.sections[0]?.phase ?? 'closed',
    states,
  });
}

function compileLane(section: AccountSection | undefined): ProcedureMachine {
  const states: States = {};
  for (const track of section?.tracks ?? []) states[track.id] = chain(track.steps);
  return procedure.createMachine({ id: 'lane', context: freshContext, type: 'parallel', states });
}

function lanesState(section: AccountSection, next: string): StateNode {
  return {
    id: phaseId(section.phase),
    meta: { step: section.phase, waits: 'lanes' },
    entry: { type: 'enterRound' },
    on: { 'lanes.settled': { target: next } },
  };
}

// No step can have this name: ids are lower case.
const afterLast = 'END';

/** Steps one after the other, by `next` where a step names one, ending in a final state. */
function chain(steps: readonly Step[]): StateNode {
  const states: States = { [afterLast]: { type: 'final' } };
  steps.forEach((step, index) => {
    const following = step.next ?? steps[index + 1]?.id ?? afterLast;
    states[step.id] = { ...stepState(step), onDone: wayOut(step, following) };
  });
  return { initial: steps[0]?.id ?? afterLast, states };
}

function wayOut(step: Step, following: string): NonNullable<StateNode['onDone']> {
  if (!step.returns) return { target: following };
  const back = {
    target: `#${phaseId(step.returns.to)}`,
    guard: { type: 'leadsBack' as const, params: { step: step.id, when: step.returns.when } },
  };
  return [back, { target: following }];
}

function stepState(step: Step): StateNode {
  const about = { step: step.id };
  const chose = (choice: string) => ({ type: 'chose' as const, params: { ...about, choice } });
  const settleTo = (choice: string) => ({
    target: 'settled',
    guard: chose(choice),
    actions: { type: 'settle' as const },
  });
  // A mandatory step has no way round it: verified, or waived by name.
  const leaveOpen = step.mandatory ? [] : [settleTo('skip')];
  const goOnAnyway = step.mandatory ? [] : [settleTo('continue')];

  return {
    initial: 'considering',
    states: {
      considering: {
        always: [
          ...(step.when ? [{ target: 'settled', guard: { type: 'fails' as const, params: step.when } }] : []),
          { target: step.needs.approval === 'operator' ? 'offered' : 'working' },
        ],
      },
      offered: {
        meta: { ...about, waits: 'offered' },
        on: {
          'step.chosen': [{ target: 'working', guard: chose('continue') }, ...leaveOpen, settleTo('accept')],
        },
      },
      working: {
        meta: { ...about, waits: 'working' },
        entry: { type: 'begin', params: about },
        on: { 'step.finished': workingEnds(step) },
      },
      stuck: {
        meta: { ...about, waits: 'stuck' },
        on: {
          'step.chosen': [{ target: 'working', guard: chose('retry') }, ...goOnAnyway, settleTo('accept')],
        },
      },
      settled: { type: 'final' },
    },
  };
}

function workingEnds(step: Step) {
  const about = { step: step.id };
  const settled = { target: 'settled', actions: { type: 'record' as const } };
  if (!step.required) return [{ ...settled, guard: { type: 'isAbout' as const, params: about } }];
  return [
    {
      ...settled,
      guard: { type: 'endedWell' as const, params: { ...about, mandatory: step.mandatory ?? false } },
    },
    {
      target: 'stuck',
      guard: { type: 'isAbout' as const, params: about },
      actions: { type: 'record' as const },
    },
  ];
}

function learn(
  context: ProcedureContext,
  event: ProcedureEvent & { type: 'step.finished' },
): Partial<ProcedureContext> {
  const learned = Object.entries(event.facts).map(
    ([name, value]) => [`${event.step}.${name}`, value] as const,
  );
  return {
    facts: { ...context.facts, ...Object.fromEntries(learned) },
    outcomes: { ...context.outcomes, [event.step]: event.outcome },
  };
}

function settle(
  context: ProcedureContext,
  event: ProcedureEvent & { type: 'step.chosen' },
): Partial<ProcedureContext> {
  const why = event.reason ?? 'no reason given';
  const chosen: Partial<Record<string, Outcome>> = {
    skip: { is: 'skipped', why, by: event.by },
    accept: { is: 'waived', why, by: event.by },
  };
  // "continue" from a stuck step goes on with the outcome as it stands: still failed, still unknown.
  const outcome = chosen[event.choice] ?? context.outcomes[event.step];
  return outcome ? { outcomes: { ...context.outcomes, [event.step]: outcome } } : {};
}

/** Done but not readable back goes on, shown as unverified; failed and unknown stop at the operator. */
const mayGoOn = (outcome: Outcome, mandatory: boolean): boolean =>
  isSettledWell(outcome) || (outcome.is === 'unverified' && !mandatory);

const freshContext = ({ input }: { input: { readonly facts: JsonObject } }): ProcedureContext => ({
  facts: input.facts,
  outcomes: {},
  attempts: {},
  round: 0,
});

const phaseId = (phase: string): string => `phase-${phase}`;

const sameJson = (a: Json | undefined, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);

const accountSection = (playbook: Playbook): AccountSection | undefined =>
  playbook.sections.find((section) => section.per === 'account');

function indexSteps(playbook: Playbook): ReadonlyMap<string, CompiledStep> {
  const steps = new Map<string, CompiledStep>();
  for (const section of playbook.sections) {
    const all = section.per === 'case' ? section.steps : section.tracks.flatMap((track) => track.steps);
    for (const step of all) steps.set(step.id, { step, section });
  }
  return steps;
}
