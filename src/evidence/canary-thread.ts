import { parentPort, workerData } from 'node:worker_threads';
import type { SourceFile } from './bag-source.ts';
import { createFileSearch, type Sought } from './secret-scan/file-search.ts';

// A thread of `RunningScan`: what it is given is ours, typed by who sends it. One answer for each file.
const search = createFileSearch(workerData as Sought);
parentPort?.on('message', (file: SourceFile) => {
  // What is thrown ends the thread, and is told by that.
  void search(file).then((scan) => parentPort?.postMessage(scan));
});
