import { inspect } from 'node:util';

/**
 * A value that cannot be printed by accident: String(), JSON and inspect show only where it came
 * from. `reveal` is the one way in; search for it to find every use.
 */
export class Secret {
  readonly #value: string;
  readonly reference: string;

  constructor(value: string, reference: string) {
    this.#value = value;
    this.reference = reference;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return `[secret from ${this.reference}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
