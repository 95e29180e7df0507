import { DateTime } from 'luxon';
import type { Account, AccountId } from '../domain/account.ts';
import type { Clock } from '../domain/clock.ts';
import type { Exhibit, ExhibitSource } from '../domain/exhibit.ts';
import type { Finding } from '../domain/finding.ts';
import type { Json } from '../domain/json.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Answer, Question } from '../domain/question.ts';
import type { At, CaseMode, JournaledEvent, RunEvent } from '../domain/run-event.ts';
import { isSystemError } from '../domain/system-error.ts';
import { canonicalJson, EvidenceError } from '../evidence/index.ts';
import type { EarlyEnd, StepWorld } from '../playbook/step-kind.ts';
import { performAct } from './acts.ts';
import type { EarlyEnds } from './early-ends.ts';
import type { Recorder } from './recorder.ts';
import { caseLane, context, factIn, type Lane, type RunState } from './state.ts';
import { StopRequested } from './stop.ts';

/** What a step's world is made of. */
export interface WorldParts {
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly mode: CaseMode;
  readonly accounts: readonly Account[];
  readonly signal: AbortSignal;
  state(): RunState;
  emit(event: RunEvent): void;
  /** Asks the operator, after whoever is asking now. */
  turn(question: Question): Promise<Answer>;
  /** What the operator may end early; absent: nothing. */
  readonly earlyEnds?: EarlyEnds;
  /** Resolves after the next journaled event. */
  nextEvent(): Promise<void>;
  /** In a drill a wait may be passed over by moving the drill's clock. */
  skipAhead?(ms: number): Promise<void>;
}

/** Builds the world that one attempt of one step sees. */
export function createWorld(parts: WorldParts, at: At): StepWorld {
  const { recorder, clock } = parts;
  const lane = parts.state().lanes.get(at.lane);
  const account = parts.accounts.find((candidate) => candidate.id === lane?.account);
  const operator = operatorName(recorder.events);
  const asked = new Map<string, number>();
  const foundHere = new Map<string, number>();

  const ask = async (question: Question): Promise<Answer> => {
    const id = questionId(at, account, question.id);
    const nth = asked.get(id) ?? 0;
    asked.set(id, nth + 1);
    // Nothing is typed twice: an answer of this attempt, given before an interruption, still stands.
    return answersGiven(recorder.events, at, id)[nth] ?? askAnew(question);
  };
  const askAnew = async (question: Question): Promise<Answer> => {
    const id = questionId(at, account, question.id);
    const answer = await parts.turn({ ...question, id });
    const by = operatorName(recorder.events) ?? 'operator';
    await recorder.append({ type: 'answer.given', ...at, question: id, prompt: question.prompt, answer, by });
    return answer;
  };

  const append = async (event: JournaledEvent): Promise<void> => {
    await recorder.append(event);
  };
  const world: StepWorld = {
    at,
    mode: parts.mode,
    clock,
    signal: parts.signal,
    openedAt: recorder.openedAt,
    get operator() {
      return operatorName(recorder.events) ?? 'operator';
    },
    accounts: parts.accounts,
    account,
    fact: (name) => factIn(parts.state(), at.lane, name),
    factOf: (id, name) => latestOf(parts.state(), id, (l) => context(l).facts[name]),
    outcomeOf: (id, step) => latestOf<Outcome>(parts.state(), id, (l) => context(l).outcomes[step]),
    events: () => recorder.events,
    ask,
    askAnew,
    act: (act) =>
      performAct(act, { at, operator: operator ?? 'operator', recorder, askAnew, failed: world.failed }),
    read: (id) => orAltered(id, () => recorder.read(findExhibit(recorder.events, id))),
    readRows: (id, onRow) => orAltered(id, () => recorder.readRows(findExhibit(recorder.events, id), onRow)),
    acquire: (item) => acquire(recorder, at, world.operator, item),
    draftRows: () => draftRows(recorder, at, world.operator),
    observe: (seen) => append({ type: 'observation.made', ...at, ...seen }),
    measured: (measured) => append({ type: 'clock.measured', ...at, ...measured }),
    decided: (decision) =>
      appendOnce(recorder, { type: 'decision.recorded', ...at, ...decision, by: world.operator }),
    find: (finding) => recordFinding(recorder, at, finding, foundHere),
    failed: (failure) => append({ type: 'failure.recorded', ...at, failure }),
    progress: (text, done, total) =>
      parts.emit({
        type: 'progress',
        ...at,
        text,
        ...(done === undefined ? {} : { done }),
        ...(total === undefined ? {} : { total }),
      }),
    waitForFact: (name, budgetMs) => waitForFact(parts, at, name, budgetMs),
    waitUntil: (timer, dueAt) => waitUntil(parts, at, timer, dueAt),
    once: (id, work) => once(recorder, at, id, work),
    ...(parts.earlyEnds ? { endable: endableIn(parts.earlyEnds, at, account) } : {}),
    stop: (reason) => Promise.reject(new StopRequested(reason, { interrupted: false })),
  };
  return world;
}

const endableIn =
  (earlyEnds: EarlyEnds, at: At, account: Account | undefined) =>
  (what: string): EarlyEnd =>
    earlyEnds.begin(`${at.lane}/${at.step}`, account ? `${what} of ${account.label}` : what);

/** Question ids are unique in the case: a lane's carry its account. */
export function questionId(at: Pick<At, 'step'>, account: Account | undefined, local: string): string {
  return `${at.step}${account ? `@${account.id}` : ''}/${local}`;
}

/** The name that the operator gave in the first questions. */
export function operatorName(events: readonly JournaledEvent[]): string | undefined {
  const given = events.find((e) => e.type === 'answer.given' && e.question.endsWith('/who-are-you'));
  return given?.type === 'answer.given' ? String(given.answer) : undefined;
}

function answersGiven(events: readonly JournaledEvent[], at: At, id: string): readonly Answer[] {
  return events.flatMap((e) =>
    e.type === 'answer.given' && e.question === id && e.lane === at.lane && e.attempt === at.attempt
      ? [e.answer]
      : [],
  );
}

async function acquire(
  recorder: Recorder,
  at: At,
  operator: string,
  item: Parameters<StepWorld['acquire']>[0],
): Promise<Exhibit> {
  const exhibit = await recorder.acquire({ ...item, ...circumstances(recorder, operator, item.source) });
  await recorder.append({ type: 'exhibit.acquired', ...at, exhibit });
  return exhibit;
}

function draftRows(recorder: Recorder, at: At, operator: string): ReturnType<StepWorld['draftRows']> {
  const draft = recorder.draftRows();
  return {
    ...draft,
    async finish(item, proof) {
      const described = { ...item, ...circumstances(recorder, operator, item.source) };
      const exhibit = await draft.finish(described, proof);
      await recorder.append({ type: 'exhibit.acquired', ...at, exhibit });
      return exhibit;
    },
  };
}

/** By whom, and how the host's clock stood to the venue's. */
function circumstances(recorder: Recorder, operator: string, source: ExhibitSource) {
  const offset = source.from === 'venue' ? clockOffset(recorder.events, source.venue) : undefined;
  return {
    acquiredBy: source.from === 'operator' ? operator : 'firebreak',
    ...(offset === undefined ? {} : { clockOffsetMs: offset }),
  };
}

function clockOffset(events: readonly JournaledEvent[], venue: string): number | undefined {
  const measured = events.findLast((e) => e.type === 'clock.measured' && e.offset.venue === venue);
  return measured?.type === 'clock.measured' ? measured.offset.offsetMs : undefined;
}

/** @throws EvidenceError EXHIBIT_ALTERED when somebody changed the file or took it away */
async function orAltered<T>(id: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isSystemError(error, ['ENOENT'])) throw error;
    throw new EvidenceError('EXHIBIT_ALTERED', `${id} is no longer in the case folder`, error);
  }
}

function findExhibit(events: readonly JournaledEvent[], id: string): Exhibit {
  const found = events.find((e) => e.type === 'exhibit.acquired' && e.exhibit.id === id);
  if (found?.type !== 'exhibit.acquired') throw new Error(`no exhibit ${id} in this case`);
  return found.exhibit;
}

/** What this attempt recorded before an interruption is not recorded again. */
async function appendOnce(recorder: Recorder, event: JournaledEvent): Promise<void> {
  const text = canonicalJson(event);
  if (recorder.events.some((e) => e.type === event.type && canonicalJson(e) === text)) return;
  await recorder.append(event);
}

/**
 * The same thing found again, after an interruption, by a retry or in a later round, is the same
 * finding; two alike in one look are two. `foundHere` counts what this look has found.
 */
async function recordFinding(
  recorder: Recorder,
  at: At,
  finding: Omit<Finding, 'id'>,
  foundHere: Map<string, number>,
): Promise<void> {
  const text = textOf(finding);
  const nth = foundHere.get(text) ?? 0;
  foundHere.set(text, nth + 1);
  const found = recorder.events.flatMap((e) => (e.type === 'finding.recorded' ? [e.finding] : []));
  if (found.filter((earlier) => textOf(earlier) === text).length > nth) return;
  const id = `FD-${String(found.length + 1).padStart(3, '0')}`;
  await recorder.append({ type: 'finding.recorded', ...at, finding: { ...finding, id } });
}

const textOf = ({ rule, title, detail, account = '' }: Omit<Finding, 'id'>): string =>
  [rule, title, detail, account].join('\n');

/** What the lanes of an account say: of its last containment round that says anything. */
function latestOf<T>(
  state: RunState,
  account: AccountId,
  read: (lane: Lane) => T | undefined,
): T | undefined {
  const lanes = [...state.lanes.values()].filter((lane) => lane.account === account && lane.id !== caseLane);
  return lanes
    .reverse()
    .map(read)
    .find((said) => said !== undefined);
}

async function waitForFact(parts: WorldParts, at: At, name: string, budgetMs: number): Promise<boolean> {
  const has = (): Json | undefined => factIn(parts.state(), at.lane, name);
  const until = parts.clock.monotonicMs() + budgetMs;
  const timeout = new AbortController();
  const late = parts.clock
    .sleep(budgetMs, AbortSignal.any([timeout.signal, parts.signal]))
    .catch(() => undefined);
  while (has() === undefined && parts.clock.monotonicMs() < until && !parts.signal.aborted) {
    await Promise.race([parts.nextEvent(), late]);
  }
  timeout.abort();
  return has() !== undefined;
}

async function once(recorder: Recorder, at: At, id: string, work: () => Promise<Json>): Promise<Json> {
  const isIt = (e: JournaledEvent): boolean =>
    e.type === 'result.kept' && e.lane === at.lane && e.step === at.step && e.id === id;
  const kept = recorder.events.findLast(isIt);
  if (kept?.type === 'result.kept') return kept.value;
  const value = await work();
  await recorder.append({ type: 'result.kept', ...at, id, value });
  return value;
}

/** Time is an event: the due moment is journaled first, so an overdue timer fires at once on resume. */
async function waitUntil(parts: WorldParts, at: At, timer: string, dueAt: string): Promise<void> {
  const { recorder, clock } = parts;
  const isSet = recorder.events.some(
    (e) => e.type === 'timer.set' && e.timer === timer && e.lane === at.lane && e.dueAt === dueAt,
  );
  if (!isSet) await recorder.append({ type: 'timer.set', ...at, timer, dueAt });
  const left = DateTime.fromISO(dueAt, { zone: 'utc' }).diff(clock.now()).toMillis();
  if (left > 0) {
    if (parts.skipAhead) await parts.skipAhead(left);
    else await clock.sleep(left, parts.signal);
  }
  await recorder.append({ type: 'timer.due', ...at, timer });
}
