import type { FailureCode } from '../../domain/failure.ts';
import type { FailureMeaning, FailureTable, Refusal } from '../contract.ts';
import { apiPage } from './sources.ts';

const labels = apiPage('label list');
const statuses = apiPage('Return Format');

const says = (code: FailureCode, note?: string): FailureMeaning => ({
  code,
  source: labels,
  ...(note === undefined ? {} : { note }),
});

const all = (names: string, code: FailureCode, note?: string): FailureTable =>
  Object.fromEntries(names.split(' ').map((each) => [each, says(code, note)]));

/** Gate's labels: "programs can use `label` to identify and catch a specific error". */
export const failures: FailureTable = {
  // ---- the key
  INVALID_KEY: says('KEY_UNKNOWN', 'deleted, never there, or a key of the test network'),
  IP_FORBIDDEN: says('IP_NOT_ALLOWED', 'the key lives, for the addresses that it is bound to'),
  READ_ONLY: says('SCOPE_MISSING', 'the key lives; it may only read here'),
  FORBIDDEN: says(
    'SCOPE_MISSING',
    'the key lives; a permission is missing. Users have also seen it with "Request IP not in whitelist": then the address is meant',
  ),
  INVALID_SIGNATURE: says('SIGNATURE_REJECTED', 'wrong secret, most likely a copy error'),
  INVALID_CREDENTIALS: says('KEY_IP_OR_SCOPE', 'authentication failed, and no word why'),
  MISSING_REQUIRED_HEADER: says('REQUEST_REJECTED', 'key, signature or time did not arrive: a proxy?'),
  REQUEST_EXPIRED: says('CLOCK_SKEW', "more than 60 seconds off: set this machine's clock"),
  'http:401': { code: 'KEY_IP_OR_SCOPE', note: 'authentication failed, and no word why', source: statuses },

  // ---- the account
  ACCOUNT_LOCKED: says('ACCOUNT_FROZEN'),
  SUB_ACCOUNT_LOCKED: says('ACCOUNT_FROZEN', 'the sub-account is locked'),
  ...all('ACCOUNT_EXCEPTION MARGIN_BALANCE_EXCEPTION', 'REQUEST_REJECTED', 'the account is not in order'),
  TRADE_RESTRICTED: says('REQUEST_REJECTED', 'trading is restricted: too much debt'),

  // ---- too much, too soon
  TOO_FAST: says('RATE_LIMITED'),
  'http:429': { code: 'RATE_LIMITED', source: statuses },

  // ---- the venue itself. A write may have happened; a read is asked again.
  ...all('INTERNAL SERVER_ERROR', 'OUTCOME_UNKNOWN'),
  TOO_BUSY: says('VENUE_DOWN'),
  DUPLICATE_REQUEST: says('OUTCOME_UNKNOWN', 'Gate has had the same request before'),

  // ---- nothing there
  ...all('ORDER_NOT_FOUND', 'NOT_FOUND', 'no such order'),
  ...all('ORDER_CLOSED ORDER_CANCELLED ORDER_FINISHED', 'NOT_FOUND', 'filled or cancelled already'),
  ...all('INVALID_CURRENCY INVALID_CURRENCY_PAIR CONTRACT_NOT_FOUND', 'NOT_FOUND', 'no such market or coin'),
  USER_NOT_FOUND: says('NOT_FOUND', 'there is no account of this kind yet: nothing was ever paid into it'),
  POSITION_NOT_FOUND: says('NOT_FOUND'),
  SUB_ACCOUNT_NOT_FOUND: says('NOT_FOUND', 'no such sub-account, or not under this account'),
  INVALID_WITHDRAW_ID: says('NOT_FOUND', 'no such withdrawal'),

  // ---- understood and refused
  ...all('INVALID_PARAM_VALUE INVALID_PROTOCOL INVALID_ARGUMENT INVALID_REQUEST_BODY', 'REQUEST_REJECTED'),
  ...all('MISSING_REQUIRED_PARAM BAD_REQUEST INVALID_CONTENT_TYPE NOT_ACCEPTABLE', 'REQUEST_REJECTED'),
  METHOD_NOT_ALLOWED: says('REQUEST_REJECTED'),
  NOT_FOUND: says('REQUEST_REJECTED', 'no such endpoint on this host'),
  ORDER_NOT_OWNED: says('REQUEST_REJECTED', 'an order of another account'),
  CANCEL_FAIL: says('REQUEST_REJECTED', 'could not be cancelled: try again in a moment'),
  NO_CHANGE: says('REQUEST_REJECTED', 'it is already as it was asked for'),
  INVALID_WITHDRAW_CANCEL_STATUS: says('REQUEST_REJECTED', 'the withdrawal is past cancelling'),
  API_WITHDRAW_DISABLED: says('REQUEST_REJECTED', 'withdrawals by API are switched off for now'),
  ...all('SUB_ACCOUNT_TRANSFER_FAILED MARGIN_TRANSFER_FAILED', 'REQUEST_REJECTED'),
};

/** Gate refuses with `{"label":"INVALID_KEY","message":"…"}`; older parts write `detail`. */
export function readRefusal(body: unknown): Refusal | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const { label, message, detail } = body as Readonly<Record<string, unknown>>;
  if (typeof label !== 'string' || label === '') return undefined;
  return { code: label, detail: textOf(message) ?? textOf(detail) ?? '' };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
