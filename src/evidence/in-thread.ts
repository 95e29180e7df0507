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
