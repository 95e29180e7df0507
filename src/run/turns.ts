import type { Answer, Operator, Question } from '../domain/question.ts';

/** One question at a time, in the order asked: a menu and a step's question never overlap. */
export function createTurns(
  operator: Operator,
  signal: AbortSignal,
): { ask(question: Question): Promise<Answer> } {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask(question) {
      const answer = last.then(() => {
        signal.throwIfAborted();
        return operator.answer(question, signal);
      });
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}
