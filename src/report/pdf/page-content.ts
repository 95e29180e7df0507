/**
 * The operators of a page as bytes. As strings they would be some hundred thousand small pieces a page, all
 * of them in memory until the page is done.
 */
export class PageContent {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  #used = 0;

  /** Operators are ASCII: text is in them as the numbers of its glyphs. */
  add(operators: string): void {
    const end = this.#used + operators.length + 1;
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.write(operators, this.#used, 'latin1');
    this.#bytes[end - 1] = 0x0a;
    this.#used = end;
  }

  /** What was added since the last time. */
  take(): Uint8Array {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#used));
    this.#used = 0;
    return taken;
  }

  #grow(least: number): void {
    const larger = Buffer.allocUnsafe(Math.max(least, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#used);
    this.#bytes = larger;
  }
}
