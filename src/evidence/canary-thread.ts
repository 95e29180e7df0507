import { parentPort, workerData } from 'node:worker_threads';
import { scanFiles, type FilesToScan } from './canary.ts';

// A thread of `scanForSecrets`: what it is given is ours, typed by who sends it.
parentPort?.postMessage(await scanFiles(workerData as FilesToScan));
