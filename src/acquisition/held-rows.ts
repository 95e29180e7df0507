// Pages of eight pieces at once, and small pieces whole. A piece with a long history does not fill the
// memory behind another one that is longer still.
const heldAtMost = 10_000;

/** How many rows all pieces of a reading hold back together, behind a piece that is still read. */
export class HeldRows {
  #rows = 0;
  #changed = Promise.withResolvers<void>();

  /** Pages that are under way may still come on top. */
  get isFull(): boolean {
    return this.#rows >= heldAtMost;
  }

  take(rows: number): void {
    this.#rows += rows;
  }

  /** Wakes whoever waits: room may be there, or his turn may have come. */
  give(rows: number): void {
    this.#rows -= rows;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  /** Resolves when something has changed. Rejects with the signal's reason. */
  async more(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    try {
      await Promise.race([this.#changed.promise, stopped]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}
