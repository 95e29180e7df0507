import type { Json, JsonObject } from '../domain/json.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { JournaledEvent, LaneId } from '../domain/run-event.ts';
import type {
  CompiledPlaybook,
  Position,
  ProcedureContext,
  ProcedureEvent,
  ProcedureMeta,
} from '../playbook/compile.ts';

/**
 * The run's state: a snapshot of the case machine and one of each lane's. Pure: the same journal
 * gives the same state, which is all that `resume` relies on.
 */
export interface RunState {
  readonly playbook: CompiledPlaybook;
  readonly lanes: ReadonlyMap<LaneId, Lane>;
}

export interface Lane {
  readonly id: LaneId;
  readonly account: string | undefined;
  readonly position: Position;
}

/** Something that waits in a lane, read from its snapshot. */
export interface Due extends ProcedureMeta {
  readonly lane: LaneId;
  readonly attempt: number;
}

export const caseLane: LaneId = 'case';

/** Returns the state before the first event. */
export function initialState(playbook: CompiledPlaybook): RunState {
  const lane: Lane = { id: caseLane, account: undefined, position: playbook.caseProcedure.begin({}) };
  return { playbook, lanes: new Map([[caseLane, lane]]) };
}

/** Returns the state after one journaled event. Events that decide nothing leave it as it is. */
export function advance(state: RunState, event: JournaledEvent): RunState {
  if (event.type === 'lane.opened') return releaseLanes(openLane(state, event.lane, event.account));
  if (event.type !== 'step.chosen' && event.type !== 'step.finished') return state;
  const lane = state.lanes.get(event.lane);
  if (!lane) return state;
  return releaseLanes(replaceLane(state, move(lane, event)));
}

/** All that is due now: work to perform, steps to offer, lanes to open. */
export function dueNow(state: RunState): readonly Due[] {
  return [...state.lanes.values()].flatMap((lane) =>
    lane.position.waits.map((waits) => ({
      ...waits,
      lane: lane.id,
      attempt: context(lane).attempts[waits.step] ?? 0,
    })),
  );
}

export const context = (lane: Lane): ProcedureContext => lane.position.context;

export const isClosed = (state: RunState): boolean => state.lanes.get(caseLane)?.position.isDone === true;

/** Lanes of the containment round that the case waits in now. */
export function laneIdsWanted(
  state: RunState,
): readonly { readonly lane: LaneId; readonly account: string }[] {
  const main = state.lanes.get(caseLane);
  if (!main) return [];
  const { facts, round } = context(main);
  return accountsInScope(facts).map((account) => ({
    account,
    lane: round <= 1 ? `account:${account}` : `account:${account}#${round}`,
  }));
}

/** A fact as a step in this lane sees it: the lane's own first, then the case's. */
export function factIn(state: RunState, laneId: LaneId, name: string): Json | undefined {
  const lane = state.lanes.get(laneId);
  const main = state.lanes.get(caseLane);
  return (lane && context(lane).facts[name]) ?? (main && context(main).facts[name]);
}

/** Every outcome so far, by lane and step. */
export function outcomes(state: RunState): readonly { lane: LaneId; step: string; outcome: Outcome }[] {
  return [...state.lanes.values()].flatMap((lane) =>
    Object.entries(context(lane).outcomes).map(([step, outcome]) => ({ lane: lane.id, step, outcome })),
  );
}

function openLane(state: RunState, id: LaneId, account: string): RunState {
  if (state.lanes.has(id)) return state;
  const main = state.lanes.get(caseLane);
  const facts: JsonObject = main ? context(main).facts : {};
  return replaceLane(state, { id, account, position: state.playbook.laneProcedure.begin(facts) });
}

const move = (lane: Lane, event: ProcedureEvent): Lane => ({ ...lane, position: lane.position.move(event) });

/** The case waits on its lanes by their ends: when all that it wants are done, it goes on. */
function releaseLanes(state: RunState): RunState {
  const main = state.lanes.get(caseLane);
  if (!main || !dueNow(state).some((due) => due.waits === 'lanes')) return state;
  const wanted = laneIdsWanted(state);
  const settled = wanted.every(({ lane }) => state.lanes.get(lane)?.position.isDone);
  return settled && wanted.length > 0 ? replaceLane(state, move(main, { type: 'lanes.settled' })) : state;
}

function replaceLane(state: RunState, lane: Lane): RunState {
  return { ...state, lanes: new Map(state.lanes).set(lane.id, lane) };
}

/** The fact that the scope step leaves; a list of account ids. */
export const scopeFact = 'set-scope.accounts';

function accountsInScope(facts: JsonObject): readonly string[] {
  const accounts = facts[scopeFact];
  return Array.isArray(accounts) ? accounts.filter((id): id is string => typeof id === 'string') : [];
}
