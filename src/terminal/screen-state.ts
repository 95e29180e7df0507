import type { Outcome } from '../domain/outcome.ts';
import type { Phase } from '../domain/phase.ts';
import type {
  AccountInCase,
  CaseMode,
  LaneId,
  RunEvent,
  StepChosen,
  StepOffered,
} from '../domain/run-event.ts';
import { laneName, longestName, stepKey, type Names } from './names.ts';
import { showable } from './sanitise.ts';
import { tell, type Told } from './tell.ts';

/**
 * All that the header and the board show, built from events and nothing else. Every string in it has
 * been made showable on the way in. Times are ISO 8601 UTC (drill time in a drill).
 */
export interface ScreenState extends Names {
  readonly opened?: {
    readonly caseId: string;
    readonly mode: CaseMode;
    readonly title: string;
  };
  readonly phase?: Phase;
  /** The last outcome of each step, by lane and step: a retry that verified replaces the failure. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly titles: ReadonlyMap<string, string>;
  readonly accounts: ReadonlyMap<string, string>;
  readonly lanes: ReadonlyMap<LaneId, { readonly name: string; readonly settled?: Outcome }>;
  /** Steps at work, in the order they began, by lane and step. */
  readonly running: ReadonlyMap<string, Running>;
  /** Acts whose intent is on disk and whose result is not: sent, or about to be. */
  readonly acting: ReadonlyMap<string, Acting>;
  /** Acts that an interruption left in doubt, until each is looked up. */
  readonly uncertain: readonly string[];
  /** What happened, oldest first, the last hundred. */
  readonly happened: readonly Happened[];
  readonly money?: { readonly lost: string; readonly perMinute: string; readonly asset: string };
  readonly timers: ReadonlyMap<string, { readonly name: string; readonly dueAt: string }>;
  /** The next action, while the operator has not chosen. */
  readonly offered: StepOffered | undefined;
  /** What a person is to do at a venue's page, until it is done. */
  readonly guide: Guide | undefined;
  readonly verdict?: { readonly is: string; readonly because: string };
}

export interface Running {
  readonly lane: LaneId;
  readonly title: string;
  readonly since: string;
  readonly attempt: number;
  readonly text?: string;
  readonly done?: number;
  readonly total?: number;
}

interface Acting {
  readonly text: string;
  readonly by: 'api' | 'hand';
  readonly step: string;
}

export interface Guide {
  readonly title: string;
  readonly page: string;
  readonly lines: readonly string[];
  /** The act by hand that it belongs to; absent when no act was announced: a look, not a change. */
  readonly act?: string;
  readonly step?: string;
}

export interface Happened extends Told {
  readonly at: string;
}

export const emptyScreen: ScreenState = {
  outcomes: new Map(),
  titles: new Map(),
  accounts: new Map(),
  lanes: new Map(),
  running: new Map(),
  acting: new Map(),
  uncertain: [],
  happened: [],
  timers: new Map(),
  offered: undefined,
  guide: undefined,
};

/** The screen after an event; `at` is when it happened. Pure: the state that came in is not changed. */
export function nextScreen(state: ScreenState, event: RunEvent, at: string): ScreenState {
  const next = { ...state, ...change(state, event, at) };
  const told = tell(event, next);
  return told
    ? { ...next, happened: [...state.happened, { ...told, at: showable(at, 40) }].slice(-mostHappened) }
    : next;
}

const mostHappened = 100;
const longestText = 400;

function change(state: ScreenState, event: RunEvent, at: string): Partial<ScreenState> {
  switch (event.type) {
    case 'case.opened':
      return openCase(event);
    case 'phase.entered':
      return { phase: event.phase };
    case 'phase.returned':
      return { phase: event.to };
    case 'lane.opened':
      return { lanes: put(state.lanes, event.lane, { name: laneLabel(state, event) }) };
    case 'lane.settled':
      return {
        lanes: put(state.lanes, event.lane, { name: laneName(state, event.lane), settled: event.outcome }),
      };
    case 'step.offered':
      return {
        offered: event,
        guide: undefined,
        titles: put(state.titles, stepKey(event), line(event.title)),
      };
    case 'guide.shown':
      return { guide: guideOf(state, event) };
    case 'answer.given':
      // A guide that no act stands behind ends with the first answer; the others with their act.
      return state.guide?.act === undefined ? { guide: undefined } : {};
    case 'step.chosen':
      return chooseStep(state, event);
    case 'step.started':
      return startStep(state, event, at);
    case 'progress':
      return progress(state, event);
    case 'step.finished':
      return {
        running: without(state.running, stepKey(event)),
        outcomes: put(state.outcomes, stepKey(event), event.outcome),
      };
    case 'act.intended':
      return { acting: put(state.acting, event.act, actingOf(event)) };
    case 'act.finished':
      return {
        acting: without(state.acting, event.act),
        uncertain: state.uncertain.filter((act) => act !== line(event.act)),
        guide: state.guide?.act === event.act ? undefined : state.guide,
      };
    case 'timer.set':
      return {
        timers: put(state.timers, timerKey(event), {
          name: line(event.timer),
          dueAt: showable(event.dueAt, 40),
        }),
      };
    case 'timer.due':
      return { timers: without(state.timers, timerKey(event)) };
    case 'money.leaving':
      return {
        money: { lost: line(event.lost), perMinute: line(event.perMinute), asset: line(event.asset) },
      };
    case 'run.resumed':
      // What was at work when the process ended is not at work now; the run starts it again.
      return {
        uncertain: event.uncertain.map(line),
        running: new Map(),
        acting: new Map(),
        guide: undefined,
      };
    case 'run.stopped':
      return { running: new Map() };
    case 'case.closed':
      return { verdict: { is: event.verdict, because: line(event.because) }, running: new Map() };
    default:
      return {};
  }
}

function openCase(event: Extract<RunEvent, { type: 'case.opened' }>): Partial<ScreenState> {
  const title = event.scenario?.title ?? event.playbook.id;
  return {
    opened: { caseId: showable(event.caseId, longestName), mode: event.mode, title: line(title) },
    accounts: new Map(event.accounts.map((account) => [account.id, accountName(account)])),
  };
}

const accountName = (account: AccountInCase): string => showable(account.label || account.id, longestName);

function laneLabel(state: ScreenState, opened: { readonly lane: LaneId; readonly account: string }): string {
  const name = state.accounts.get(opened.account) ?? showable(opened.account, longestName);
  const round = /#(\d+)$/.exec(opened.lane)?.[1];
  return round === undefined ? name : `${name} #${round}`;
}

function chooseStep(state: ScreenState, chosen: StepChosen): Partial<ScreenState> {
  const why = chosen.reason ?? 'no reason was given';
  const settled: Partial<Record<StepChosen['choice'], Outcome>> = {
    skip: { is: 'skipped', why, by: chosen.by },
    accept: { is: 'waived', why, by: chosen.by },
  };
  const outcome = settled[chosen.choice];
  return {
    offered: state.offered && stepKey(state.offered) === stepKey(chosen) ? undefined : state.offered,
    outcomes: outcome ? put(state.outcomes, stepKey(chosen), outcome) : state.outcomes,
  };
}

function startStep(
  state: ScreenState,
  event: Extract<RunEvent, { type: 'step.started' }>,
  at: string,
): Partial<ScreenState> {
  const { lane, attempt } = event;
  const title = line(event.title);
  return {
    titles: put(state.titles, stepKey(event), title),
    running: put(state.running, stepKey(event), { lane, title, since: at, attempt }),
  };
}

function progress(state: ScreenState, event: Extract<RunEvent, { type: 'progress' }>): Partial<ScreenState> {
  const before = state.running.get(stepKey(event));
  if (!before) return {};
  const { done, total } = event;
  const running: Running = {
    lane: before.lane,
    title: before.title,
    since: before.since,
    attempt: before.attempt,
    text: line(event.text),
    ...(done === undefined ? {} : { done }),
    ...(total === undefined ? {} : { total }),
  };
  return { running: put(state.running, stepKey(event), running) };
}

function actingOf({ what, target, by, step }: Extract<RunEvent, { type: 'act.intended' }>): Acting {
  return { text: line(`${what} ${target}`), by, step };
}

/** A guide belongs to the act by hand that was announced last: that is what the operator does now. */
function guideOf(state: ScreenState, event: Extract<RunEvent, { type: 'guide.shown' }>): Guide {
  const [act, acting] = [...state.acting].findLast(([, candidate]) => candidate.by === 'hand') ?? [];
  return {
    title: line(event.title),
    page: line(event.page),
    lines: event.lines.map(line),
    ...(act === undefined || !acting ? {} : { act, step: acting.step }),
  };
}

const timerKey = (timer: { readonly lane: string; readonly timer: string }): string =>
  `${timer.lane} ${timer.timer}`;
const line = (text: string): string => showable(text, longestText);

function put<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
