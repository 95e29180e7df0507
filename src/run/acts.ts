import type { ActFinished, ActIntended, At } from '../domain/run-event.ts';
import type { Failure } from '../domain/failure.ts';
import type { Answer, Question } from '../domain/question.ts';
import { VenueFailure } from '../domain/failure.ts';
import type { Act } from '../playbook/step-kind.ts';
import type { Recorder } from './recorder.ts';

interface ActWorld {
  readonly at: At;
  readonly operator: string;
  readonly recorder: Recorder;
  ask(question: Question): Promise<Answer>;
  failed(failure: Failure): Promise<void>;
}

/**
 * Changes the account, once: intent on disk → effect → reading the world back → result on disk. If
 * an earlier process left an intent without a result, the world is read first; only what provably
 * did not happen, or may be repeated, is done again. What the world does not tell is asked.
 *
 * @throws what `effect` throws if it is not a venue's failure: a stop or a bug, never a verdict.
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
  await tryEffect(act, world);
  return finish(id, await act.readBack(), world);
}

/** Promise 2: the middle was lost, so look before anything is sent. Undefined = it may be done now. */
async function reconcile(act: Act, id: string, world: ActWorld): Promise<ActFinished | undefined> {
  const seen = await act.readBack();
  if (seen.result === 'done') return finish(id, seen, world);
  if (seen.result === 'not-done' || act.repeatable) return undefined;
  const said = await world.ask(didItHappen(act, seen.how));
  if (said === 'did-not') return undefined;
  const how =
    said === 'happened' ? 'the operator looked and says that it happened' : `nobody could tell: ${seen.how}`;
  return finish(id, { result: said === 'happened' ? 'done' : 'unknown', how }, world);
}

async function tryEffect(act: Act, world: ActWorld): Promise<void> {
  try {
    await act.effect();
  } catch (error) {
    // The venue's refusal is recorded, but what happened is for the reading back to say.
    if (!(error instanceof VenueFailure)) throw error;
    await world.failed(error.failure);
  }
}

async function finish(
  act: string,
  seen: { result: 'done' | 'not-done' | 'unknown'; how: string; exhibits?: readonly string[] },
  world: ActWorld,
): Promise<ActFinished> {
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
