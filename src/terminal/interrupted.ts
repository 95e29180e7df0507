/** The operator pressed Ctrl-C, or the terminal went away, while a question was open. The case is resumable. */
export class Interrupted extends Error {
  readonly code = 'INTERRUPTED';

  constructor(reason: string) {
    super(`interrupted: ${reason}`);
    this.name = 'Interrupted';
  }
}
