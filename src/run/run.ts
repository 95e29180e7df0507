import type { Account } from '../domain/account.ts';
import type { Clock } from '../domain/clock.ts';
import { worstOutcome as worstOf, type Outcome } from '../domain/outcome.ts';
import { phases, type Phase } from '../domain/phase.ts';
import type { Answer, ChoiceQuestion, Operator, Question } from '../domain/question.ts';
import type { CaseMode, JournaledEvent, RunEvent } from '../domain/run-event.ts';
import type { CompiledPlaybook } from '../playbook/compile.ts';
import type { RunnableStep, StepWorld } from '../playbook/step-kind.ts';
import { closeActs } from './acts.ts';
import type { AttachFile } from './attach-menu.ts';
import { createEarlyEnds } from './early-ends.ts';
import { hasAttached, offerStep, pickOffer, workMenu, type Offer } from './menu.ts';
import { performStep } from './perform.ts';
import type { Recorder } from './recorder.ts';
import {
  advance,
  caseLane,
  context,
  dueNow,
  initialState,
  isClosed,
  laneIdsWanted,
  outcomes,
  type Due,
} from './state.ts';
import type { RunState } from './state.ts';
import { StopRequested } from './stop.ts';
import { createTurns } from './turns.ts';
import { createWorld, operatorName, type WorldParts } from './world.ts';

export interface RunParts<World extends StepWorld> {
  readonly recorder: Recorder;
  readonly playbook: CompiledPlaybook;
  readonly kinds: ReadonlyMap<string, RunnableStep<World>>;
  readonly operator: Operator;
  readonly clock: Clock;
  readonly mode: CaseMode;
  readonly accounts: readonly Account[];
  /** Aborted by Ctrl-C or a signal from outside. */
  readonly interrupted: AbortSignal;
  emit(event: RunEvent): void;
  /** Adds what the steps need beyond the run: venues, credentials, hands. */
  worldOf(base: StepWorld): World;
  skipAhead?(ms: number): Promise<void>;
  /** Takes up a file that the operator names in a menu. Absent: none is taken. */
  readonly attach?: AttachFile;
}

export type RunEnd =
  | { readonly is: 'closed'; readonly outcomes: readonly Outcome[] }
  | { readonly is: 'stopped'; readonly reason: string; readonly interrupted: boolean };

/**
 * Runs a case until it is closed or stopped: events are journaled, then move the pure state, and the
 * state says what is due. Called with a recorder that holds earlier events, it continues where they
 * end: that is all there is to `resume`.
 *
 * @throws what broke the run (a journal that cannot be written, a bug); everything acknowledged is on disk.
 */
export async function runCase<World extends StepWorld>(parts: RunParts<World>): Promise<RunEnd> {
  const run = createRun(parts);
  const stopped = await run.untilClosedOrStopped();
  if (!stopped) return { is: 'closed', outcomes: outcomes(run.state()).map(({ outcome }) => outcome) };
  await parts.recorder.append({ type: 'run.stopped', reason: stopped.message });
  return { is: 'stopped', reason: stopped.message, interrupted: stopped.interrupted };
}

/** Rebuilds the state from journaled events. */
export function replay(playbook: CompiledPlaybook, events: readonly JournaledEvent[]): RunState {
  return events.reduce(advance, initialState(playbook));
}

function createRun<World extends StepWorld>(parts: RunParts<World>) {
  let state = replay(parts.playbook, parts.recorder.events);
  let wake = Promise.withResolvers<void>();
  let broke: Error | undefined;
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, parts.interrupted]);
  const stopAsked = aborted(signal);
  const underWay = new Map<string, Promise<void>>();
  const turns = createTurns(parts.operator, signal);

  const ring = (): void => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };

  const earlyEnds = createEarlyEnds(ring);
  let idling = new AbortController();
  // Only a person is asked anew: a script has its answer to each question ready, once.
  const isPerson = parts.operator.kind === 'person';

  /** The one way anything happens: on disk first, then the state moves, then everybody sees it. */
  const append = async (event: JournaledEvent): Promise<JournaledEvent> => {
    const written = await parts.recorder.append(event);
    state = advance(state, written);
    parts.emit(written);
    ring();
    return written;
  };
  const recorder: Recorder = {
    get events() {
      return parts.recorder.events;
    },
    openedAt: parts.recorder.openedAt,
    append,
    capture: (exchange, rules) => parts.recorder.capture(exchange, rules),
    acquire: (item) => parts.recorder.acquire(item),
    draftRows: () => parts.recorder.draftRows(),
    read: (exhibit) => parts.recorder.read(exhibit),
    readRows: (exhibit, onRow) => parts.recorder.readRows(exhibit, onRow),
  };
  const turn = (question: Question): Promise<Answer> => turns.ask(question);
  const worldParts: WorldParts = {
    recorder,
    clock: parts.clock,
    mode: parts.mode,
    accounts: parts.accounts,
    signal,
    state: () => state,
    emit: (event) => parts.emit(event),
    turn,
    earlyEnds,
    nextEvent: () => wake.promise,
    ...(parts.skipAhead ? { skipAhead: parts.skipAhead } : {}),
  };

  const attaching = parts.attach ? { attach: parts.attach } : {};

  async function perform(due: Due): Promise<void> {
    const { step, section } = stepOf(due);
    const at = { lane: due.lane, step: due.step, attempt: due.attempt };
    await append({
      type: 'step.started',
      ...at,
      phase: section.phase,
      title: step.title,
      kind: step.do.kind,
    });
    const result = await performStep(step, parts.kinds, parts.worldOf(createWorld(worldParts, at)));
    signal.throwIfAborted();
    await closeActs(at, recorder);
    const { outcome, summary, facts = {} } = result;
    await append({ type: 'step.finished', ...at, outcome, summary, facts });
  }

  async function openLanes(): Promise<void> {
    for (const { lane, account } of missingLanes()) {
      await append({ type: 'lane.opened', lane, account, because: 'the account is in scope' });
    }
  }

  const missingLanes = () => laneIdsWanted(state).filter(({ lane }) => !state.lanes.has(lane));

  /** One action at a time: the first offer, or the one picked from the list. */
  async function offerNext(offers: readonly Due[]): Promise<void> {
    const open = offers.map(toOffer);
    let offer = open[0];
    while (offer) {
      const menu = {
        events: () => recorder.events,
        emit: parts.emit,
        turn,
        menu: (question: ChoiceQuestion) =>
          isPerson ? turns.askUntil(question, earlyEnds.changed()) : turn(question),
        earlyEnds,
        append,
        ...attaching,
      };
      const choice = await offerStep(offer, menu);
      if (choice !== 'back') {
        await append(choice);
        return;
      }
      const now = dueNow(state).filter(isOffer).map(toOffer);
      offer = now[await pickOffer(now, menu)];
    }
  }

  function toOffer(due: Due): Offer {
    const lane = state.lanes.get(due.lane);
    const outcome = lane && context(lane).outcomes[due.step];
    const { step } = stepOf(due);
    return {
      at: { lane: due.lane, step: due.step, attempt: due.attempt },
      step,
      check: parts.kinds.get(step.check.kind)?.summary ?? step.check.kind,
      account: parts.accounts.find((account) => account.id === lane?.account),
      stuck:
        due.waits === 'stuck' && outcome
          ? { outcome, summary: lastSummary(recorder.events, due) }
          : undefined,
    };
  }

  function stepOf(due: Due) {
    const found = parts.playbook.steps.get(due.step);
    if (!found) throw new Error(`no step ${due.step} in the playbook`);
    return found;
  }

  function startDue(): void {
    const due = dueNow(state);
    for (const one of due) {
      if (one.waits === 'working') start(`${one.lane}/${one.step}#${one.attempt}`, () => perform(one));
      if (one.waits === 'lanes' && missingLanes().length > 0) start('lanes', openLanes);
    }
    const offers = due.filter(isOffer);
    if (offers.length > 0) start('offer', () => offerNext(offers));
    const isIdle = isPerson && offers.length === 0 && earlyEnds.choices().length > 0;
    if (isIdle) start('idle', () => offerToEnd());
    else idling.abort();
  }

  /** While nothing is offered and work goes on that may be ended early, a person is offered just that. */
  async function offerToEnd(): Promise<void> {
    idling = new AbortController();
    const withdrawn = AbortSignal.any([idling.signal, earlyEnds.changed()]);
    const picked = await turns.askIdly(workMenu({ earlyEnds, ...attaching }), withdrawn);
    if (picked === undefined) return;
    const menu = { turn, append, events: () => recorder.events, ...attaching };
    if (await hasAttached(picked, menu)) return;
    if (picked === 'quit') throw new StopRequested('the operator quit', { interrupted: false });
    earlyEnds.end(String(picked), operatorName(recorder.events) ?? 'operator');
  }

  function start(key: string, work: () => Promise<void>): void {
    if (underWay.has(key)) return;
    const task = work()
      .catch(breakOff)
      .finally(() => {
        underWay.delete(key);
        ring();
      });
    underWay.set(key, task);
  }

  /** The first error counts: after it, and after Ctrl-C, work ends by being told so. */
  function breakOff(error: unknown): void {
    if (signal.aborted) return;
    broke = error instanceof Error ? error : new Error(String(error));
    ending.abort(error);
  }

  async function recordProgress(): Promise<void> {
    for (const event of derivedEvents(state, recorder.events)) await append(event);
  }

  async function goOn(): Promise<void> {
    for (;;) {
      await recordProgress();
      if (isClosed(state) || signal.aborted) return;
      const woken = wake.promise;
      startDue();
      // A run that waits for nobody would show a still screen for ever.
      if (underWay.size === 0)
        throw new Error(`nothing is due, and the case is not closed: ${whereIs(state)}`);
      await Promise.race([woken, stopAsked]);
    }
  }

  async function untilClosedOrStopped(): Promise<StopRequested | undefined> {
    await goOn().catch(breakOff);
    ending.abort();
    await Promise.allSettled(underWay.values());
    if (broke instanceof StopRequested) return broke;
    if (broke) throw broke;
    return isClosed(state) ? undefined : new StopRequested('interrupted', { interrupted: true });
  }

  return { state: () => state, untilClosedOrStopped };
}

const isOffer = (due: Due): boolean => due.waits === 'offered' || due.waits === 'stuck';

/** Phase and lane changes follow from the state; they are journaled for the readers, and decide nothing. */
function derivedEvents(state: RunState, events: readonly JournaledEvent[]): readonly JournaledEvent[] {
  const derived: JournaledEvent[] = [];
  const main = state.lanes.get(caseLane);
  const phase = main && phaseOf(main.position.value);
  const before = events.findLast((e) => e.type === 'phase.entered');
  if (phase && phase !== 'closed' && before?.phase !== phase) {
    derived.push(...returned(before?.phase, phase as Phase));
    derived.push({ type: 'phase.entered', phase: phase as Phase });
  }
  for (const lane of state.lanes.values()) {
    const settled = lane.id !== caseLane && lane.position.isDone;
    if (!settled || events.some((e) => e.type === 'lane.settled' && e.lane === lane.id)) continue;
    derived.push({
      type: 'lane.settled',
      lane: lane.id,
      outcome: worstOf(Object.values(context(lane).outcomes)),
    });
  }
  return derived;
}

function returned(from: Phase | undefined, to: Phase): readonly JournaledEvent[] {
  if (!from || phases.indexOf(to) >= phases.indexOf(from)) return [];
  return [{ type: 'phase.returned', from, to, because: 'one more key or address was found' }];
}

const phaseOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : Object.keys(value as object)[0];

const whereIs = (state: RunState): string =>
  [...state.lanes.values()].map(({ id, position }) => `${id} ${JSON.stringify(position.value)}`).join(', ');

function lastSummary(events: readonly JournaledEvent[], due: Due): string {
  const finished = events.findLast(
    (e) => e.type === 'step.finished' && e.lane === due.lane && e.step === due.step,
  );
  return finished?.type === 'step.finished' ? finished.summary : '';
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
