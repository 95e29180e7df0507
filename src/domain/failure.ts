/**
 * Why a call to a venue did not give what was asked. Closed: a venue's table maps *its* codes to
 * these, and every reader can switch over all of them.
 */
export const failureCodes = [
  'KEY_UNKNOWN', // the venue does not know this key id: deleted, or never there
  'KEY_MALFORMED', // the text is not a key of this venue: nearly always a copy error
  'KEY_EXPIRED',
  'KEY_IP_OR_SCOPE', // the venue refuses without saying which: dead, wrong address or missing scope
  'IP_NOT_ALLOWED',
  'SCOPE_MISSING',
  'SIGNATURE_REJECTED',
  'CLOCK_SKEW',
  'NONCE_REJECTED', // somebody has used the same key with a higher number: it lives, and we are not alone
  'RATE_LIMITED',
  'BANNED',
  'ACCOUNT_FROZEN',
  'VENUE_DOWN',
  'REGION_BLOCKED',
  'BLOCKED_BY_GATEWAY', // 403 from a firewall or CDN in front of the venue
  'NOT_FOUND', // the thing asked about (order, symbol) does not exist
  'REQUEST_REJECTED', // the venue understood and refused the request itself
  'REPLY_NOT_UNDERSTOOD', // a reply that is not the venue's JSON, or not of the documented form
  'OUTCOME_UNKNOWN', // an act was sent and no answer came: it may have happened
  'UNREACHABLE', // no connection: DNS, TLS, proxy, reset before anything was sent
  'NOT_SUPPORTED',
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** A failure as it is journaled: what we call it, what the venue called it, what we were doing. */
export interface Failure {
  readonly code: FailureCode;
  readonly venue: string;
  /** The venue's own code, as a string; absent when the venue never answered. */
  readonly venueCode?: string;
  readonly httpStatus?: number;
  /** A phrase that completes "while …": "reading key permissions". */
  readonly doing: string;
  /** The venue's own words. Hostile: sanitise before showing. */
  readonly detail?: string;
  /** Id of the captured HTTP exchange that shows it; absent when nothing was sent. */
  readonly exchange?: string;
  /** How long the venue asked us to stay away (Retry-After); the budget obeys it. */
  readonly retryAfterMs?: number;
}

/** "binance: KEY_UNKNOWN (-2008) while reading key permissions". */
export const describeFailure = ({ venue, code, venueCode, doing }: Failure): string =>
  `${venue}: ${code}${venueCode ? ` (${venueCode})` : ''} while ${doing}`;

export class VenueFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(describeFailure(failure), { cause });
    this.name = 'VenueFailure';
    this.failure = failure;
  }

  get code(): FailureCode {
    return this.failure.code;
  }
}

/**
 * A refusal of what the operator gave us: file or flag, what was found, what was expected, the
 * nearest valid choice. Ends in exit code 2 with nothing written.
 */
export class BadInput extends Error {
  readonly where: string | undefined;
  readonly hint: string | undefined;

  constructor(message: string, details: { where?: string; hint?: string; cause?: unknown } = {}) {
    super(message, { cause: details.cause });
    this.name = 'BadInput';
    this.where = details.where;
    this.hint = details.hint;
  }
}
