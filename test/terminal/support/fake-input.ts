import { PassThrough } from 'node:stream';

/** A terminal's input end: what a test types arrives as bytes, as from a keyboard. */
export class FakeInput extends PassThrough {
  readonly isTTY = true;
  isRaw = false;

  setRawMode(raw: boolean): this {
    this.isRaw = raw;
    return this;
  }

  /** Types, then lets every key be worked off. */
  async type(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.write(key);
      await settled();
    }
  }
}

export const keys = {
  enter: '\r',
  up: '\u001b[A',
  down: '\u001b[B',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  backspace: '\u007f',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  pasted: (text: string): string => `\u001b[200~${text}\u001b[201~`,
};

/** Long enough for a key to pass the stream, the decoder and the prompt; the board waits 25 ms. */
export const settled = (ms = 40): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
