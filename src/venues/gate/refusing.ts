import { VenueFailure, type FailureCode } from '../../domain/failure.ts';
import type { Session } from '../contract.ts';

const failing =
  (code: FailureCode) =>
  (session: Session, doing: string, detail: string): VenueFailure =>
    new VenueFailure({ code, venue: session.venue.id, doing, detail });

/** The venue answered, and what was asked did not come of it. */
export const refused = failing('REQUEST_REJECTED');

/** Nothing was sent: the venue has no way to do just this. */
export const unsendable = failing('NOT_SUPPORTED');
