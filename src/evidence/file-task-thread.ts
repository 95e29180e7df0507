import { workerData } from 'node:worker_threads';
import { createFileTasks } from './file-task.ts';
import { answerAll } from './in-thread.ts';
import type { Sought } from './secret-scan/file-search.ts';

// A thread of `FileWorkers`: what it is given is ours, typed by who sends it.
answerAll(createFileTasks(workerData as Sought));
