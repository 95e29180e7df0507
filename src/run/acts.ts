import type { ActFinished, ActIntended, At } from '../domain/run-event.ts';
import type { Failure } from '../domain/failure.ts';
import type { Answer, Question } from '../domain/question.ts';
import { BadInput, VenueFailure } from '../domain/failure.ts';
import type { Act } from '../playbook/step-kind.ts';
import type { Recorder } from './recorder.ts';

interface ActWorld {
  readonly at: At;
  readonly operator: string;
  readonly recorder: Recorder;
  askAnew(question: Question): Promise<Answer>;
  failed(failure: Failure): Promise<void>;
}

/**
 * Changes the account, once: intent on disk → effect → reading the world back → result on disk. If
 * an earlier process left an intent without a result, the world is read first; only what provably
 * did not happen, or may be repeated, is done again. What the world does not tell is asked.
 *
 * @throws what `effect` or `readBack` throws if it is no refusal: a stop or a bug, never a verdict.
 */
export async function performAct(act: Act, world: ActWorld): Promise<ActFinished> {
  const id = actId(world.at, act);
  const earlier = world.recorder.events.find((e) => e.type === 'act.finished' && e.act === id);
  if (earlier) return earlier as ActFinished;

  const wasIntended = world.recorder.events.some((e) => e.type === 'act.intended' && e.act === id);
  if (wasIntended) {
    const reconciled = await reconcile(act, id, world);
    if (reconciled) return reconciled;
  } else {
    await world.recorder.append(intent(act, id, world));
  }
  const refused = await tryEffect(act, world);
  const seen = await lookAt(act, world);
  const how = refused === undefined ? seen.how : `${seen.how}; refused: ${refused}`;
  return finish(id, { ...seen, how }, world);
}

/** An attempt that ends leaves no act open: what it no longer looks at is unknown, and the record says so. */
export async function closeActs(at: At, recorder: Recorder): Promise<void> {
  const finished = new Set(recorder.events.flatMap((e) => (e.type === 'act.finished' ? [e.act] : [])));
  for (const event of recorder.events) {
    if (event.type !== 'act.intended' || !isOf(at, event) || finished.has(event.act)) continue;
    const how = 'the step ended without reading it back';
    const seen = { act: event.act, result: 'unknown', how, exchanges: [], exhibits: [] } as const;
    await recorder.append({ type: 'act.finished', ...at, ...seen });
  }
}

const isOf = (at: At, event: At): boolean =>
  event.lane === at.lane && event.step === at.step && event.attempt === at.attempt;

/** Promise 2: the middle was lost, so look before anything is sent. Undefined = it may be done now. */
async function reconcile(act: Act, id: string, world: ActWorld): Promise<ActFinished | undefined> {
  const seen = await lookAt(act, world);
  if (seen.result === 'done') return finish(id, seen, world);
  if (seen.result === 'not-done' || act.repeatable) return undefined;
  const said = await world.askAnew(didItHappen(act, seen.how));
  if (said === 'did-not') return undefined;
  const how =
    said === 'happened' ? 'the operator looked and says that it happened' : `nobody could tell: ${seen.how}`;
  return finish(id, { result: said === 'happened' ? 'done' : 'unknown', how }, world);
}

/** A refusal is recorded and returned; what happened is for the reading back to say. */
async function tryEffect(act: Act, world: ActWorld): Promise<string | undefined> {
  try {
    await act.effect();
    return undefined;
  } catch (error) {
    return await refusalOf(error, world);
  }
}

type Seen = Awaited<ReturnType<Act['readBack']>>;

/** Whoever cannot look does not know: an act is never left open because its reading failed. */
async function lookAt(act: Act, world: ActWorld): Promise<Seen> {
  try {
    return await act.readBack();
  } catch (error) {
    return { result: 'unknown', how: `it could not be read back: ${await refusalOf(error, world)}` };
  }
}

/** @throws the error itself unless a venue or a person's input refused: a stop, or a bug. */
async function refusalOf(error: unknown, world: ActWorld): Promise<string> {
  if (error instanceof VenueFailure) await world.failed(error.failure);
  else if (!(error instanceof BadInput)) throw error;
  return error.message;
}

async function finish(act: string, seen: Seen, world: ActWorld): Promise<ActFinished> {
  const events = world.recorder.events;
  const since = events.findIndex((e) => e.type === 'act.intended' && e.act === act);
  const exchanges = events.slice(since).flatMap((e) => (e.type === 'exchange.captured' ? [e.exchange] : []));
  const event: ActFinished = {
    type: 'act.finished',
    ...world.at,
    act,
    result: seen.result,
    how: seen.how,
    exchanges,
    exhibits: seen.exhibits ?? [],
  };
  await world.recorder.append(event);
  return event;
}

function intent(act: Act, id: string, world: ActWorld): ActIntended {
  const { account, what, target, by, repeatable, undo, why } = act;
  const approvedBy = world.operator;
  return {
    type: 'act.intended',
    ...world.at,
    act: id,
    account,
    what,
    target,
    by,
    ...(act.with && { with: act.with }),
    repeatable,
    undo,
    why,
    approvedBy,
  };
}

const actId = (at: At, act: Act): string => `${at.lane}/${at.step}#${at.attempt}/${act.id}`;

function didItHappen(act: Act, how: string): Question {
  return {
    id: `${act.id}/did-it-happen`,
    kind: 'choice',
    prompt: `Before the interruption: ${act.what} (${act.target}). Did it happen?`,
    why: `It was about to be done, and reading the world back did not tell: ${how}. Look before you answer.`,
    choices: [
      { value: 'cannot-tell', label: 'I cannot tell', key: 'u' },
      { value: 'happened', label: 'It happened', key: 'h' },
      { value: 'did-not', label: 'It did not happen: do it now', key: 'd' },
    ],
    initial: 'cannot-tell',
  };
}
