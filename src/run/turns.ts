import type { Answer, Operator, Question } from '../domain/question.ts';

export interface Turns {
  /** Asks after whoever is asking now. */
  ask(question: Question): Promise<Answer>;
  /** The same, but undefined when `withdrawn` aborts before there is an answer. */
  askUntil(question: Question, withdrawn: AbortSignal): Promise<Answer | undefined>;
  /** Asks while nobody else does; undefined as soon as somebody wants to, or `withdrawn` aborts. */
  askIdly(question: Question, withdrawn: AbortSignal): Promise<Answer | undefined>;
}

/** One question at a time, in the order asked: a menu and a step's question never overlap. */
export function createTurns(operator: Operator, signal: AbortSignal): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let idle = new AbortController();

  function ask(question: Question, until: AbortSignal = signal): Promise<Answer> {
    const answer = last.then(() => {
      until.throwIfAborted();
      return operator.answer(question, until);
    });
    last = answer.catch(() => undefined);
    return answer;
  }

  /** An idle question makes room at once. */
  const makeRoom = (): void => idle.abort();

  async function until(question: Question, withdrawn: AbortSignal): Promise<Answer | undefined> {
    try {
      return await ask(question, AbortSignal.any([signal, withdrawn]));
    } catch (error) {
      if (signal.aborted || !withdrawn.aborted) throw error;
      return undefined;
    }
  }

  return {
    ask(question) {
      makeRoom();
      return ask(question);
    },
    askUntil(question, withdrawn) {
      makeRoom();
      return until(question, withdrawn);
    },
    askIdly(question, withdrawn) {
      idle = new AbortController();
      return until(question, AbortSignal.any([idle.signal, withdrawn]));
    },
  };
}
