import { parentPort, workerData } from 'node:worker_threads';
import { makeReportAgain } from './make-report-again.ts';
import type { ReportToMake } from './verify-report.ts';

// The thread of `verifyReport`: what it is given is ours, typed by who sends it.
parentPort?.postMessage(await makeReportAgain(workerData as ReportToMake));
