import { availableParallelism } from 'node:os';
import type { SourceFile } from './bag-source.ts';
import { answeringThread, type AnsweringThread } from './in-thread.ts';
import { createFileSearch, type SecretScan, type Sought } from './secret-scan/file-search.ts';

// Below this a thread takes longer to start than the search does.
const worthThreads = 16 * 1024 * 1024;
const mostThreads = 4;

type Thread = AnsweringThread<SourceFile, SecretScan>;

/**
 * A search that goes on while its files are still being written: in threads as soon as there is enough to search, and
 * at the end in this one when there was not.
 */
export class RunningScan {
  readonly #sought: Sought;
  readonly #waiting: SourceFile[] = [];
  readonly #scans: SecretScan[] = [];
  readonly #threads: Thread[] = [];
  readonly #works: Promise<void>[] = [];
  /** Of threads that have nothing to do. */
  #idle: (() => void)[] = [];
  #files = 0;
  #bytes = 0;
  #ended = false;

  constructor(sought: Sought) {
    this.#sought = sought;
  }

  /** @param file which is whole, and does not change until the search has ended */
  add(file: SourceFile, bytes: number): void {
    this.#waiting.push(file);
    this.#files += 1;
    this.#bytes += bytes;
    const most = Math.min(mostThreads, availableParallelism(), this.#files);
    if (this.#bytes >= worthThreads && most > 1) while (this.#threads.length < most) this.#startThread();
    this.#wake();
  }

  /**
   * What was found in all files, as if they had been looked at in this order.
   *
   * @throws EvidenceError SOURCE_NOT_A_FILE, or what ended a thread
   */
  async end(order: readonly { readonly path: string }[]): Promise<SecretScan> {
    this.#ended = true;
    this.#wake();
    await Promise.all(this.#works);
    if (this.#waiting.length > 0) await this.#work(createFileSearch(this.#sought));
    const place = new Map(order.map(({ path }, at) => [path, at]));
    const inOrder = <T extends { readonly file: string }>(list: readonly T[]): readonly T[] =>
      list.toSorted((a, b) => (place.get(a.file) ?? 0) - (place.get(b.file) ?? 0));
    return {
      leaks: inOrder(this.#scans.flatMap(({ leaks }) => leaks)),
      unsearched: inOrder(this.#scans.flatMap(({ unsearched }) => unsearched)),
    };
  }

  /** Ends the threads, also in the middle of a file. */
  async stop(): Promise<void> {
    this.#waiting.length = 0;
    this.#ended = true;
    this.#wake();
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }

  #startThread(): void {
    const thread: Thread = answeringThread(new URL('./canary-thread.ts', import.meta.url), this.#sought);
    this.#threads.push(thread);
    const work = this.#work((file) => thread.ask(file));
    // Met by `end`; until then, or when it never comes to that, it is nobody's.
    work.catch(() => undefined);
    this.#works.push(work);
  }

  /** One file after the other, as long as there are any. */
  async #work(search: (file: SourceFile) => Promise<SecretScan>): Promise<void> {
    for (;;) {
      const file = this.#waiting.shift();
      if (file) this.#scans.push(await search(file));
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  #wake(): void {
    const idle = this.#idle;
    this.#idle = [];
    for (const resume of idle) resume();
  }
}
