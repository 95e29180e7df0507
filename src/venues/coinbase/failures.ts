import type { FailureCode } from '../../domain/failure.ts';
import type { Source } from '../../domain/source.ts';
import type { FailureMeaning, FailureTable, Refusal } from '../contract.ts';
import { notWritten } from '../declare.ts';
import { advanced, app, sdk } from './sources.ts';

const errorsPage = app('api-architecture/error-messages');
const statusPage = app('api-architecture/status-codes');
const cancelPage = advanced('orders/cancel-order');
/** Seen by users and mapped by ccxt 4.5.84; in no list that Coinbase publishes. */
const usersReports = notWritten(
  'exception map of ccxt 4.5.84; github coinbase/coinbase-advanced-py issue 132',
);
/** The reference calls its errors those of a gRPC gateway: these are gRPC's own names. */
const grpcNames = notWritten('grpc.io, "Status codes"; named by no page of Coinbase');

const notInDocs = notWritten('RFC 9110, "410 Gone"; named by no page of Coinbase');

const says = (code: FailureCode, note?: string, source: Source = errorsPage): FailureMeaning => ({
  code,
  source,
  ...(note === undefined ? {} : { note }),
});

const all = (codes: string, meaning: FailureMeaning): FailureTable =>
  Object.fromEntries(codes.split(' ').map((each) => [each, meaning]));

export const failures: FailureTable = {
  // ---- the key. Nothing tells a dead key from a wrong signature, an expired JWT (wrong clock) or, perhaps,
  // an address that is not on its list.
  'http:401': says(
    'KEY_IP_OR_SCOPE',
    'the bare word "Unauthorized": dead, wrong secret, wrong clock or wrong address. Now and then it comes for a living key out of the blue',
    usersReports,
  ),
  PERMISSION_DENIED: says(
    'SCOPE_MISSING',
    'the key lives; a permission for this call is not ticked',
    sdk('rest/rest_base.py'),
  ),
  invalid_scope: says('SCOPE_MISSING', 'the key lives; a permission for this call is not ticked'),
  authentication_error: says('KEY_IP_OR_SCOPE', 'authentication failed, and no word why'),
  ...all(
    'invalid_token revoked_token expired_token',
    says('KEY_IP_OR_SCOPE', 'the word for tokens of OAuth applications'),
  ),
  unauthorized: says('KEY_IP_OR_SCOPE', undefined, usersReports),
  UNAUTHENTICATED: says('KEY_IP_OR_SCOPE', undefined, grpcNames),

  // ---- the account
  invalid_authentication_method: says('ACCOUNT_FROZEN', 'API access of a deleted user', usersReports),
  ...all(
    'personal_details_required identity_verification_required jumio_verification_required ' +
      'jumio_face_match_verification_required unverified_email',
    says('REQUEST_REJECTED', 'the owner must verify something on the page first'),
  ),
  two_factor_required: says('REQUEST_REJECTED', 'a second factor is wanted'),

  // ---- too much, too soon
  'http:429': says('RATE_LIMITED', undefined, app('api-architecture/rate-limiting')),
  rate_limit_exceeded: says('RATE_LIMITED', undefined, app('api-architecture/rate-limiting')),
  resource_exhausted: says('RATE_LIMITED', undefined, usersReports),
  RESOURCE_EXHAUSTED: says('RATE_LIMITED', undefined, grpcNames),

  // ---- the venue
  internal_server_error: says('VENUE_DOWN'),
  ...all('INTERNAL UNAVAILABLE DEADLINE_EXCEEDED', says('VENUE_DOWN', undefined, grpcNames)),
  'http:500': says('VENUE_DOWN', undefined, statusPage),
  'http:503': says('VENUE_DOWN', 'throttled, or down for maintenance', statusPage),
  'http:403': says(
    'BLOCKED_BY_GATEWAY',
    'no word of the venue itself: a firewall in front of it',
    usersReports,
  ),

  // ---- the thing asked about
  not_found: says('NOT_FOUND'),
  NOT_FOUND: says('NOT_FOUND', undefined, grpcNames),

  // ---- one order of a batch that was to be cancelled
  UNKNOWN_CANCEL_ORDER: says('NOT_FOUND', 'no such order, or no longer resting', cancelPage),
  ORDER_IS_FULLY_FILLED: says('NOT_FOUND', 'filled before it could be cancelled', cancelPage),
  DUPLICATE_CANCEL_REQUEST: says('NOT_FOUND', 'it is being cancelled already', cancelPage),
  ...all(
    'UNKNOWN_CANCEL_FAILURE_REASON INVALID_CANCEL_REQUEST COMMANDER_REJECTED_CANCEL_ORDER ' +
      'INVALID_CANCEL_PRODUCT_ID INVALID_CANCEL_FCM_TRADING_SESSION NOT_ALLOWED_TO_CANCEL ORDER_IS_BEING_REPLACED',
    says('REQUEST_REJECTED', 'this order was not cancelled', cancelPage),
  ),

  // ---- understood and refused
  ...all('param_required validation_error invalid_request', says('REQUEST_REJECTED')),
  'http:400': says('REQUEST_REJECTED', undefined, statusPage),
  // Not NOT_FOUND: a path that is gone must not read as an order that is gone.
  'http:404': says('REQUEST_REJECTED', undefined, statusPage),
  'http:410': says('REQUEST_REJECTED', 'an endpoint that is gone: perhaps one of INTX', notInDocs),
  'http:402': says('REQUEST_REJECTED', 'a second factor is wanted', statusPage),
  // Refusals of orders are left out: firebreak places none.
  ...all('INVALID_ARGUMENT unknown', says('REQUEST_REJECTED', undefined, usersReports)),
};

type Fields = Readonly<Record<string, unknown>>;

/**
 * v3 refuses with `{"error":"PERMISSION_DENIED","error_details":"…","message":"…"}`, v2 with
 * `{"errors":[{"id":"not_found","message":"…"}]}`; an act that was refused comes under HTTP 200 as
 * `{"success":false,…}`, and a batch with a `success` for each order.
 */
export function readRefusal(body: unknown): Refusal | undefined {
  if (!isFields(body)) return undefined;
  return inErrors(body) ?? inError(body) ?? inAct(body) ?? inBatch(body);
}

function inErrors({ errors }: Fields): Refusal | undefined {
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const [first] = errors.filter(isFields);
  return { code: textOf(first?.['id']) ?? 'errors', detail: textOf(first?.['message']) ?? '' };
}

function inError({ error, error_details, error_description, message, code }: Fields): Refusal | undefined {
  const detail = textOf(error_details) ?? textOf(error_description) ?? textOf(message) ?? '';
  const name = textOf(error);
  if (name !== undefined) return { code: name, detail };
  // The gateway's own form, should it come without a name: 0 is its word for a success.
  const isNumbered = typeof code === 'number' && code !== 0 && typeof message === 'string';
  return isNumbered ? { code: String(code), detail } : undefined;
}

function inAct({ success, error_response, failure_reason }: Fields): Refusal | undefined {
  if (success !== false) return undefined;
  const said = isFields(error_response) ? error_response : {};
  const names = ['preview_failure_reason', 'new_order_failure_reason', 'error'].map((name) => said[name]);
  return {
    code: [...names, failure_reason].map(textOf).find((name) => name !== undefined) ?? 'success:false',
    detail: textOf(said['error_details']) ?? textOf(said['message']) ?? '',
  };
}

/**
 * One order that was refused refuses the batch. A row of success carries a `failure_reason` as well, which
 * says nothing. An order that is gone comes last: it must not hide one that still rests.
 */
function inBatch({ results }: Fields): Refusal | undefined {
  if (!Array.isArray(results)) return undefined;
  const refused = results.filter(isFields).filter(({ success }) => success === false);
  const reasonOf = (row: Fields): string => textOf(row['failure_reason']) ?? 'success:false';
  const worst = refused.find((row) => failures[reasonOf(row)]?.code !== 'NOT_FOUND') ?? refused[0];
  if (worst === undefined) return undefined;
  const words = refused.map((row) => `${textOf(row['order_id']) ?? 'an order'} ${reasonOf(row)}`);
  return { code: reasonOf(worst), detail: `${refused.length} of ${results.length}: ${words.join(', ')}` };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
