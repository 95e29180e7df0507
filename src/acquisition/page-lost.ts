import type { Failure, FailureCode } from '../domain/failure.ts';

/** A page that could not be had: what was asked there becomes a hole in the coverage. */
export class PageLost extends Error {
  readonly failure: Failure | undefined;

  constructor(why: string, failure?: Failure, cause?: unknown) {
    super(why, { cause });
    this.name = 'PageLost';
    this.failure = failure;
  }

  /**
   * Whether it is about this page only: another symbol or window may still be readable. Any other loss
   * is about the key, the address or the venue, and every further request would only meet it again.
   */
  get isOfThisPage(): boolean {
    return this.failure !== undefined && isOfOnePage(this.failure.code);
  }
}

const ofThisPage: ReadonlySet<FailureCode> = new Set([
  'NOT_FOUND',
  'REQUEST_REJECTED',
  'REPLY_NOT_UNDERSTOOD',
]);

/** Whether such a failure is about the page that was asked, and not about key, address or venue. */
export const isOfOnePage = (code: FailureCode): boolean => ofThisPage.has(code);

/** Returns the reason for the hole; passes on whatever is no lost page: an abort, a defect of ours. */
export function whyLost(error: unknown): string {
  if (error instanceof PageLost) return error.message;
  throw error;
}
