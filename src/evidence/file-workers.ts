import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { SourceFile } from './bag-source.ts';
import { createFileTasks, type Asked, type FileDone, type FileTask } from './file-task.ts';
import { answeringThread, type AnsweringThread } from './in-thread.ts';
import type { Sought } from './secret-scan/file-search.ts';

// Below this a thread takes longer to start than the work does.
const worthThreads = 16 * 1024 * 1024;
const mostThreads = 4;

type Hand = (asked: Asked) => Promise<FileDone>;

/** Does tasks with files in as many threads as are worth it, or in this one. Whoever makes it stops it. */
export class FileWorkers {
  readonly #sought: Sought;
  readonly #threads: AnsweringThread<Asked, FileDone>[] = [];
  #here: Hand | undefined;

  constructor(sought: Sought) {
    this.#sought = sought;
  }

  /**
   * What each task came to, in their order. After the first that fails no other is begun.
   *
   * @throws EvidenceError as `createFileTasks` does, or what ended a thread
   */
  async work(tasks: readonly FileTask[]): Promise<readonly FileDone[]> {
    const weighed = await Promise.all(
      tasks.map(async (task, at) => ({ task, at, ...(await weigh(task.file)) })),
    );
    const bytes = weighed.reduce((sum, one) => sum + one.bytes, 0);
    this.#startThreads(bytes < worthThreads ? 0 : tasks.length);
    // What takes longest comes first, so that nobody waits for it in the end.
    const waiting = weighed.toSorted((a, b) => b.weight - a.weight);
    const done: FileDone[] = [];
    await Promise.all(
      this.#hands().map(async (ask) => {
        try {
          for (let next = waiting.shift(); next; next = waiting.shift()) done[next.at] = await ask(next.task);
          await ask('settle');
        } finally {
          waiting.length = 0;
        }
      }),
    );
    return done;
  }

  /** Ends the threads, also in the middle of a file. */
  async stop(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map((thread) => thread.stop()));
  }

  #startThreads(tasks: number): void {
    const most = Math.min(mostThreads, availableParallelism(), tasks);
    while (most > 1 && this.#threads.length < most)
      this.#threads.push(answeringThread(new URL('./file-task-thread.ts', import.meta.url), this.#sought));
  }

  #hands(): readonly Hand[] {
    if (this.#threads.length > 0) return this.#threads.map((thread) => (asked) => thread.ask(asked));
    this.#here ??= createFileTasks(this.#sought);
    return [this.#here];
  }
}

/** What is packed takes longer than its size tells. What is no file is refused by name when its turn comes. */
async function weigh(file: SourceFile): Promise<{ readonly bytes: number; readonly weight: number }> {
  const bytes =
    'bytes' in file
      ? file.bytes.length
      : await stat(file.sourcePath).then(
          ({ size }) => size,
          () => 0,
        );
  return { bytes, weight: bytes * (file.path.endsWith('.gz') ? 8 : 1) };
}
