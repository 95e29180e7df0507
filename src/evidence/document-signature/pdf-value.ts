import { refuseSignature } from './signature-refusal.ts';

/** A value of a PDF file (ISO 32000-2 §7.3); a string with the place where it stands, its marks included. */
export type PdfValue =
  | { readonly is: 'name'; readonly text: string }
  | {
      readonly is: 'string';
      readonly bytes: Buffer;
      readonly isHex: boolean;
      readonly from: number;
      readonly to: number;
    }
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'reference'; readonly number: number; readonly generation: number }
  | { readonly is: 'list'; readonly values: readonly PdfValue[] }
  | { readonly is: 'dictionary'; readonly entries: ReadonlyMap<string, PdfValue> }
  /** true, false, null, obj, R: whatever is a word. */
  | { readonly is: 'word'; readonly text: string };

// A signature's place nests three deep; what a stranger wrote must not unwind the stack.
const deepest = 40;

/**
 * Reads the value that stands at `at`. The file is somebody's: whatever is not of the standard's form is refused,
 * and a key that stands twice in a dictionary, of which readers take different ones.
 *
 * @throws SignatureRefusal NOT_UNDERSTOOD
 */
export function readPdfValue(file: Buffer, at: number): { readonly value: PdfValue; readonly end: number } {
  const reader = new ValueReader(file, at);
  const value = reader.value(0);
  return { value, end: reader.at };
}

const blanks = new Set([0, 9, 10, 12, 13, 32]);
const delimiters = new Set(Buffer.from('()<>[]{}/%'));
const mark = (character: string): number => character.charCodeAt(0);

class ValueReader {
  at: number;
  readonly #file: Buffer;

  constructor(file: Buffer, at: number) {
    this.#file = file;
    this.at = at;
  }

  value(depth: number): PdfValue {
    if (depth > deepest) return this.#refuse(`nested deeper than ${deepest}`);
    this.#skipBlanks();
    switch (this.#file[this.at]) {
      case mark('/'):
        return this.#name();
      case mark('('):
        return this.#literal();
      case mark('['):
        this.at++;
        return { is: 'list', values: this.#until(mark(']'), depth) };
      case mark('<'):
        return this.#file[this.at + 1] === mark('<') ? this.#dictionary(depth) : this.#hex();
      default:
        return this.#word();
    }
  }

  #until(closing: number, depth: number): PdfValue[] {
    const values: PdfValue[] = [];
    for (;;) {
      this.#skipBlanks();
      if (this.#file[this.at] === closing) break;
      values.push(this.value(depth + 1));
    }
    this.at++;
    return values;
  }

  #dictionary(depth: number): PdfValue {
    this.at += 2;
    const values = this.#until(mark('>'), depth);
    if (this.#file[this.at++] !== mark('>')) return this.#refuse('a dictionary that does not end');
    const entries = new Map<string, PdfValue>();
    for (let i = 0; i < values.length; i += 2) {
      const [key, value] = values.slice(i, i + 2);
      if (key?.is !== 'name' || !value)
        return this.#refuse('a dictionary that is not made of keys and values');
      if (entries.has(key.text)) return this.#refuse('a key twice in a dictionary');
      entries.set(key.text, value);
    }
    return { is: 'dictionary', entries };
  }

  #name(): PdfValue {
    this.at++;
    const text = this.#regular().replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    return { is: 'name', text };
  }

  #hex(): PdfValue {
    const from = this.at;
    const to = this.#file.indexOf('>', from) + 1;
    const digits = to === 0 ? '' : this.#file.toString('latin1', from + 1, to - 1);
    if (to === 0 || digits.length % 2 === 1 || !/^[0-9A-Fa-f]*$/.test(digits))
      return this.#refuse('a string in hex that is none');
    this.at = to;
    return { is: 'string', bytes: Buffer.from(digits, 'hex'), isHex: true, from, to };
  }

  /** Escapes stay as they are: what is read here is a date, and a date has none. */
  #literal(): PdfValue {
    const from = this.at;
    let open = 0;
    do {
      const byte = this.#file[this.at++];
      if (byte === undefined) return this.#refuse('a string that does not end');
      if (byte === mark('\\')) this.at++;
      else if (byte === mark('(')) open++;
      else if (byte === mark(')')) open--;
    } while (open > 0);
    const bytes = this.#file.subarray(from + 1, this.at - 1);
    return { is: 'string', bytes, isHex: false, from, to: this.at };
  }

  #word(): PdfValue {
    const text = this.#regular();
    if (text === '') return this.#refuse('a value that is none');
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return { is: 'word', text };
    const reference = /^\d+$/.test(text) ? this.#restOfReference() : undefined;
    return reference === undefined
      ? { is: 'number', value: Number(text) }
      : { is: 'reference', number: Number(text), generation: reference };
  }

  /** "0 R" behind a whole number; nothing is read when that is not there. */
  #restOfReference(): number | undefined {
    const found = /^[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/.exec(
      this.#file.toString('latin1', this.at, this.at + 40),
    );
    if (!found) return undefined;
    this.at += found[0].length;
    return Number(found[1]);
  }

  #regular(): string {
    const from = this.at;
    while (this.at < this.#file.length) {
      const byte = this.#file[this.at] ?? 0;
      if (blanks.has(byte) || delimiters.has(byte)) break;
      this.at++;
    }
    return this.#file.toString('latin1', from, this.at);
  }

  #skipBlanks(): void {
    for (;;) {
      const byte = this.#file[this.at];
      if (byte === undefined) return this.#refuse('cut off');
      if (byte === mark('%')) while (![undefined, 10, 13].includes(this.#file[this.at])) this.at++;
      else if (blanks.has(byte)) this.at++;
      else return;
    }
  }

  #refuse(what: string): never {
    return refuseSignature('NOT_UNDERSTOOD', `${what}, at byte ${this.at} of the file`);
  }
}
