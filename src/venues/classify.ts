import { DateTime } from 'luxon';
import type { Failure, FailureCode } from '../domain/failure.ts';
import type { FailureMeaning, Venue } from './contract.ts';
import { isJsonContainer } from './json.ts';

/** What is known of a call that gave no well-formed success. */
export interface Unsuccess {
  readonly venue: Pick<Venue, 'id' | 'failures' | 'readRefusal'>;
  readonly doing: string;
  /** The request changes the account: then a lost answer means that it may have happened. */
  readonly isWrite: boolean;
  /** False only when no byte of the request can have left this machine. */
  readonly mayHaveArrived: boolean;
  readonly httpStatus?: number;
  /** Lower case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** False when the reply broke off: its status is then no answer. */
  readonly isWhole: boolean;
  /** The parsed JSON; undefined when the body is not JSON. */
  readonly body: unknown;
  /** What the network or ccxt threw. Only its class name is ever used, and last. */
  readonly error?: unknown;
}

/**
 * Says what a failed call means, in our words. The venue's own code decides, by the venue's table;
 * then the bare HTTP status; ccxt's class only when neither says anything. Never a success.
 */
export function classify(seen: Unsuccess): Failure {
  const refusal = isJsonContainer(seen.body) ? seen.venue.readRefusal?.(seen.body) : undefined;
  const about = {
    venue: seen.venue.id,
    doing: seen.doing,
    ...(seen.httpStatus === undefined ? {} : { httpStatus: seen.httpStatus }),
    ...retryAfter(seen.headers),
  };
  if (seen.httpStatus === undefined || !seen.isWhole) {
    return { ...about, code: unanswered(seen), ...detailOf(errorWords(seen.error)) };
  }
  const code = answered(seen, seen.httpStatus, refusal?.code);
  return {
    ...pauseOf(seen, seen.httpStatus, refusal?.code),
    ...about,
    code: seen.isWrite ? asWrite(code, seen.httpStatus) : asRead(code),
    ...(refusal === undefined ? {} : { venueCode: refusal.code }),
    ...detailOf(refusal?.detail ?? describeBody(seen)),
  };
}

function unanswered(seen: Unsuccess): FailureCode {
  if (!seen.mayHaveArrived) return 'UNREACHABLE';
  return seen.isWrite ? 'OUTCOME_UNKNOWN' : 'VENUE_DOWN';
}

function answered(seen: Unsuccess, status: number, venueCode: string | undefined): FailureCode {
  const byStatus = meaningOf(seen, `http:${status}`)?.code ?? bareStatus[status];
  // A ban, a limit or a legal block is said by the status; the code under it is the milder one.
  if (byStatus !== undefined && decisiveStatus.has(status)) return byStatus;
  if (venueCode !== undefined) {
    return (
      meaningOf(seen, venueCode)?.code ??
      classFallback[classNameOf(seen.error)] ??
      (status >= 500 ? 'VENUE_DOWN' : 'REQUEST_REJECTED')
    );
  }
  if (byStatus !== undefined) return byStatus;
  if (status >= 500) return 'VENUE_DOWN';
  // Well-formed JSON that refuses without a code we can read: still the venue speaking.
  if (status >= 400 && isJsonContainer(seen.body)) return 'REQUEST_REJECTED';
  return 'REPLY_NOT_UNDERSTOOD';
}

/** How long the venue's own rule shuts out; what a header of the reply says comes before it. */
function pauseOf(seen: Unsuccess, status: number, venueCode: string | undefined): { retryAfterMs?: number } {
  const byCode = venueCode === undefined ? undefined : meaningOf(seen, venueCode)?.pauseMs;
  const retryAfterMs = byCode ?? meaningOf(seen, `http:${status}`)?.pauseMs;
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

// The table is a plain object: a venue code such as "constructor" must not find a prototype's member.
function meaningOf(seen: Unsuccess, key: string): FailureMeaning | undefined {
  return Object.hasOwn(seen.venue.failures, key) ? seen.venue.failures[key] : undefined;
}

const decisiveStatus: ReadonlySet<number> = new Set([418, 429, 451]);

/** What a bare status means where the venue's table does not say otherwise (`http:403`). */
const bareStatus: Readonly<Record<number, FailureCode>> = {
  401: 'KEY_IP_OR_SCOPE',
  403: 'BLOCKED_BY_GATEWAY',
  407: 'UNREACHABLE',
  408: 'OUTCOME_UNKNOWN',
  418: 'BANNED',
  429: 'RATE_LIMITED',
  451: 'REGION_BLOCKED',
};

// ccxt's classes, for venue codes that no table of ours knows. None leads to a KEY_ code: ccxt files
// the same refusal under different classes on different days.
const classFallback: Readonly<Record<string, FailureCode | undefined>> = {
  OnMaintenance: 'VENUE_DOWN',
  RateLimitExceeded: 'RATE_LIMITED',
  InvalidNonce: 'CLOCK_SKEW',
  AccountSuspended: 'ACCOUNT_FROZEN',
  OrderNotFound: 'NOT_FOUND',
  BadSymbol: 'NOT_FOUND',
};

const classNameOf = (error: unknown): string =>
  error instanceof Error && Object.hasOwn(classFallback, error.constructor.name)
    ? error.constructor.name
    : '';

/** A server error after a write was sent says nothing about whether it happened. */
const asWrite = (code: FailureCode, status: number): FailureCode =>
  status >= 500 ? 'OUTCOME_UNKNOWN' : code;

/** A read has no outcome to be unknown: it can be asked again. */
const asRead = (code: FailureCode): FailureCode => (code === 'OUTCOME_UNKNOWN' ? 'VENUE_DOWN' : code);

/** RFC 9110 §10.2.3: seconds, or a date that is read against the reply's own. */
function retryAfter(headers: Unsuccess['headers']): { retryAfterMs?: number } {
  const value = headers?.['retry-after']?.trim();
  if (value === undefined) return {};
  if (/^\d{1,9}$/.test(value)) return { retryAfterMs: Number(value) * 1000 };
  const until = DateTime.fromHTTP(value).toMillis() - DateTime.fromHTTP(headers?.['date'] ?? '').toMillis();
  return Number.isFinite(until) ? { retryAfterMs: Math.max(0, until) } : {};
}

function describeBody(seen: Unsuccess): string {
  if (isJsonContainer(seen.body)) return 'a reply of a form that is not documented';
  const type = seen.headers?.['content-type'] ?? 'no content type';
  return `a body that is no JSON of the venue (${type})`;
}

const errorWords = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : 'no reply';

// Long enough for any venue's sentence, short enough for a line of the journal.
const detailOf = (detail: string): { detail: string } => ({ detail: detail.slice(0, 500) });
