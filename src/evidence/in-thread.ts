import { Worker } from 'node:worker_threads';

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
  /** Not before the last was answered. Rejects when the thread ends without an answer, or has ended. */
  ask(question: Question): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts a module that posts one message for each that it is sent, and finds `work` as `workerData`. */
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
  worker.on('message', (answer: Answer) => settle?.resolve(answer));
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
