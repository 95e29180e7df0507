/** The operator ends the run here; everything is on disk and `resume` continues. */
export class StopRequested extends Error {
  readonly interrupted: boolean;

  constructor(reason: string, options: { interrupted: boolean }) {
    super(reason);
    this.name = 'StopRequested';
    this.interrupted = options.interrupted;
  }
}
