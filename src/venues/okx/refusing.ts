import { VenueFailure, type FailureCode } from '../../domain/failure.ts';
import type { Session } from '../contract.ts';

const failing =
  (code: FailureCode) =>
  (session: Session, doing: string, detail: string, exchange?: string): VenueFailure =>
    new VenueFailure({
      code,
      venue: session.venue.id,
      doing,
      detail,
      ...(exchange === undefined ? {} : { exchange }),
    });

/** The venue answered, and what was asked did not come of it. */
export const refused = failing('REQUEST_REJECTED');

/** Nothing was sent: the venue has no way to do just this, or none that firebreak takes. */
export const unsendable = failing('NOT_SUPPORTED');

/** The venue's pages do not lead on as its reference says. */
export const astray = failing('REPLY_NOT_UNDERSTOOD');
