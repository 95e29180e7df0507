import { parentPort, workerData } from 'node:worker_threads';
import { checkExchanges } from './verify-exchanges.ts';
import type { ToldExchange } from './verify-record.ts';

// The thread of `checkExchangesBeside`: what it is given is ours, typed by who sends it.
interface Work {
  readonly path: string;
  readonly caseId: string | undefined;
  readonly exchanges: readonly ToldExchange[];
}

const { path, ...told } = workerData as Work;
parentPort?.postMessage(await checkExchanges(path, told));
