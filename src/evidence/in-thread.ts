import { parentPort, Worker } from 'node:worker_threads';
import { EvidenceError } from './evidence-error.ts';

/**
 * Runs a module in a thread of its own and resolves with the one message that it posts. The module finds `work` as
 * `workerData`; what it throws rejects here, and the thread is gone in any case.
 */
export function inThread<Result>(module: URL, work: unknown): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    const worker = new Worker(module, { workerData: work });
    worker.once('message', (result: Result) => resolve(result));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a thread ended without an answer (${code})`)));
  });
}

/** A thread that answers one question after the other. */
export interface AnsweringThread<Question, Answer> {
  /** Not before the last was answered. Rejects with what the answer failed with, or when the thread has ended. */
  ask(question: Question): Promise<Answer>;
  stop(): Promise<void>;
}

/** What comes back from a thread. An error keeps its words and causes on the way, but neither class nor code. */
type Reply<Answer> = { readonly answer: Answer } | Failure;

interface Failure {
  readonly error: unknown;
  readonly ours?: EvidenceError['code'];
  /** Of the system: ENOSPC, EACCES, … */
  readonly code?: string;
}

/** Starts a module that calls `answerAll`, and finds `work` as `workerData`. */
export function answeringThread<Question, Answer>(
  module: URL,
  work: unknown,
): AnsweringThread<Question, Answer> {
  const worker = new Worker(module, { workerData: work });
  let ended: Error | undefined;
  let settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    settle?.reject(ended);
  };
  worker.on('message', (reply: Reply<Answer>) =>
    'answer' in reply ? settle?.resolve(reply.answer) : settle?.reject(errorOf(reply)),
  );
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => end(new Error(`a thread ended without an answer (${code})`)));
  return {
    ask: (question) =>
      new Promise<Answer>((resolve, reject) => {
        if (ended) return reject(ended);
        settle = { resolve, reject };
        worker.postMessage(question);
      }),
    stop: async () => void (await worker.terminate()),
  };
}

/** The other end of `answeringThread`, called once in its module. */
export function answerAll<Question, Answer>(answer: (question: Question) => Promise<Answer>): void {
  const reply = (said: Reply<Answer>): void => parentPort?.postMessage(said);
  parentPort?.on('message', (question: Question) => {
    answer(question).then(
      (given) => reply({ answer: given }),
      (error: unknown) => reply(failureOf(error)),
    );
  });
}

function failureOf(error: unknown): Failure {
  if (error instanceof EvidenceError) return { error, ours: error.code };
  return error instanceof Error && 'code' in error ? { error, code: String(error.code) } : { error };
}

function errorOf({ error, ours, code }: Failure): Error {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  if (ours !== undefined) return new EvidenceError(ours, message, cause);
  return Object.assign(new Error(message, { cause }), code === undefined ? {} : { code });
}
