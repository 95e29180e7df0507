import { VenueRefusal, translateRefusals } from '../venue-refusal.ts';
import { authenticationFailures, bareStatuses, labels } from './documented-refusals.ts';

/** This key is dead, bound elsewhere or lacks the permission: not about what was asked. */
const aboutKey: readonly string[] = [
  'INVALID_CREDENTIALS',
  'INVALID_KEY',
  'IP_FORBIDDEN',
  'READ_ONLY',
  'FORBIDDEN',
  'ACCOUNT_LOCKED',
  'http:401',
];

const ownStatus: Readonly<Record<string, number>> = {
  // Reported: FORBIDDEN "Request API key does not have … permission", status 403.
  FORBIDDEN: 403,
  READ_ONLY: 403,
  ACCOUNT_LOCKED: 403,
  NOT_FOUND: 404,
  ORDER_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  INVALID_CONTENT_TYPE: 415,
  TOO_FAST: 429,
  TOO_MANY_REQUESTS: 429,
  INTERNAL: 500,
  SERVER_ERROR: 500,
  TOO_BUSY: 503,
};

/** 401 for authentication is documented; 403, 404 and the rest from reports, else 400 (assumed). */
const statusOf = (label: string): number =>
  ownStatus[label] ?? (authenticationFailures.includes(label) ? 401 : 400);

/** The venue's refusal of this label; `detail` replaces its words. Throws for a label of none. */
export function refusal(code: string, detail?: string): VenueRefusal {
  const status = /^http:(\d{3})$/.exec(code)?.[1];
  const words = status === undefined ? labels[code] : bareStatuses[code];
  if (words === undefined) throw new Error(`Gate documents no refusal ${code}`);
  const message = detail ?? words;
  return new VenueRefusal({
    httpStatus: status === undefined ? statusOf(code) : Number(status),
    code,
    message,
    body: status === undefined ? { label: code, message } : message,
    aboutKey: aboutKey.includes(code),
  });
}

export const badParameter = (name: string, value?: string): VenueRefusal =>
  refusal(
    'INVALID_PARAM_VALUE',
    value === undefined
      ? `Invalid parameter \`${name}\``
      : `Invalid parameter \`${name}\` with value: ${value}`,
  );

export const missingParameter = (name: string): VenueRefusal =>
  refusal('MISSING_REQUIRED_PARAM', `Missing required parameter: ${name}`);

/** The books have no such change: refused, with nothing done, rather than pretended. */
export const notSimulated = (): VenueRefusal => refusal('BAD_REQUEST', 'this is not simulated');

/** What the books refuse. Only spot orders are placed here, so orders are refused in spot's labels. */
export const inVenueWords = translateRefusals({
  'unknown-symbol': () => refusal('INVALID_CURRENCY_PAIR'),
  'unknown-order': () => refusal('ORDER_NOT_FOUND'),
  'order-not-open': () => refusal('ORDER_CLOSED'),
  'duplicate-client-order-id': () => refusal('REPEATED_CREATION'),
  'more-than-left': () => refusal('INTERNAL'),
  'insufficient-funds': () => refusal('BALANCE_NOT_ENOUGH'),
  'unknown-key': () => badParameter('key'),
  'unknown-address': () => refusal('ADDRESS_NOT_USED'),
  'account-frozen': () => refusal('ACCOUNT_LOCKED'),
  'unknown-withdrawal': () => refusal('INVALID_WITHDRAW_ID'),
  'withdrawal-not-pending': () => refusal('INVALID_WITHDRAW_CANCEL_STATUS'),
  'unknown-sub-account': () => refusal('SUB_ACCOUNT_NOT_FOUND'),
  'duplicate-sub-account': () => badParameter('login_name'),
  'not-a-spot-market': () => refusal('INVALID_CURRENCY_PAIR'),
});
