/** Memory to be used again and again; grows to the largest piece. */
export class Scratch {
  #bytes = Buffer.alloc(0);

  ofLength(length: number): Buffer {
    if (this.#bytes.length < length) this.#bytes = Buffer.allocUnsafeSlow(length);
    return this.#bytes;
  }
}
