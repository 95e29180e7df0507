/** What a refusal says, by its code: HTTP status and words. */
type Refusals = Readonly<Record<string, { readonly status: number; readonly words: string }>>;

/**
 * Advanced Trade: `{"error","error_details","message"}`. The codes are gRPC's; which of them were seen at
 * the venue: PERMISSION_DENIED (coinbase-advanced-py rest_base.py), NOT_FOUND and INVALID_ARGUMENT
 * (JKorf/Coinbase.Net CoinbaseErrors.cs), "unknown" (ccxt and OctoBot, quoted replies). The others are
 * the rest of the documented schema "grpc.gateway.runtime.Error" that a client may meet.
 */
export const brokerageRefusals: Refusals = {
  INVALID_ARGUMENT: { status: 400, words: 'invalid argument' },
  FAILED_PRECONDITION: { status: 400, words: 'failed precondition' },
  PERMISSION_DENIED: { status: 403, words: 'Missing required scopes' },
  NOT_FOUND: { status: 404, words: 'not found' },
  RESOURCE_EXHAUSTED: { status: 429, words: 'too many requests' },
  UNAUTHENTICATED: { status: 401, words: 'unauthenticated' },
  UNAVAILABLE: { status: 503, words: 'service unavailable' },
  INTERNAL: { status: 500, words: 'internal error' },
  DEADLINE_EXCEEDED: { status: 504, words: 'deadline exceeded' },
  unknown: { status: 500, words: 'unknown' },
};

/** Coinbase App: `{"errors":[{"id","message"}]}` (docs, "Coinbase App Error Messages", read 2026-11-27). */
export const appRefusals: Refusals = {
  two_factor_required: { status: 400, words: 'When sending money over 2fa limit' },
  param_required: { status: 400, words: 'Missing parameter' },
  validation_error: { status: 400, words: 'Unable to validate POST/PUT' },
  invalid_request: { status: 400, words: 'Invalid request' },
  personal_details_required: {
    status: 400,
    words: 'User’s personal detail required to complete this request',
  },
  identity_verification_required: {
    status: 400,
    words: 'Identity verification is required to complete this request',
  },
  jumio_verification_required: {
    status: 400,
    words: 'Document verification is required to complete this request',
  },
  jumio_face_match_verification_required: {
    status: 400,
    words: 'Document verification including face match is required to complete this request',
  },
  unverified_email: { status: 400, words: 'User has not verified their email' },
  authentication_error: { status: 401, words: 'Invalid auth (generic)' },
  invalid_token: { status: 401, words: 'Invalid Oauth token' },
  revoked_token: { status: 401, words: 'Revoked Oauth token' },
  expired_token: { status: 401, words: 'Expired Oauth token' },
  invalid_scope: { status: 403, words: 'User hasn’t authenticated necessary scope' },
  // The next two stand in an older list of errors and in clients' tables (ccxt), not in today's page.
  unauthorized: { status: 401, words: 'Unauthorized' },
  invalid_authentication_method: { status: 401, words: 'API access is blocked for deleted users' },
  not_found: { status: 404, words: 'Resource not found' },
  rate_limit_exceeded: { status: 429, words: 'Too many requests' },
  // Of clients' tables only.
  resource_exhausted: { status: 429, words: 'Too many requests' },
  internal_server_error: { status: 500, words: 'Internal server error' },
};

const page = (title: string): string =>
  `<html><head><title>Coinbase</title><meta name="robots" content="noindex"></head><body>${title}</body></html>`;

/**
 * What comes without a code. 401 is a text (reports, coinbase-advanced-py #56); an Advanced Trade 429 is
 * the web site's page instead of the documented JSON (advanced-trade-sdk-go #18, 2025-09-27).
 */
export const bareRefusals: Refusals = {
  'http:400': { status: 400, words: 'Bad Request' },
  'http:401': { status: 401, words: 'Unauthorized' },
  'http:403': { status: 403, words: page('Forbidden') },
  'http:404': { status: 404, words: 'Not Found' },
  'http:429': { status: 429, words: page('Too Many Requests') },
  'http:500': { status: 500, words: page('Internal Server Error') },
  'http:502': { status: 502, words: page('Bad Gateway') },
  'http:503': { status: 503, words: page('Service Unavailable') },
};

/**
 * Refused orders: status 200 and `{"success":false,"error_response":{…}}`. Of the documented reasons,
 * those that the endpoints here give.
 */
export const orderRefusals: Refusals = {
  INSUFFICIENT_FUND: { status: 200, words: 'Insufficient balance in source account' },
  UNSUPPORTED_ORDER_CONFIGURATION: { status: 200, words: 'The order configuration is not supported' },
  INVALID_PRODUCT_ID: { status: 200, words: 'The product is not known' },
  INVALID_SIDE: { status: 200, words: 'The side is neither BUY nor SELL' },
  UNKNOWN_FAILURE_REASON: { status: 200, words: 'The order configuration was invalid' },
};

const notCancelled = { status: 200, words: '' };

/**
 * Orders that were not cancelled: status 200 and `{"results":[{"success":false,"failure_reason":…}]}`
 * (reference, "Cancel Orders").
 */
export const cancelRefusals: Refusals = {
  UNKNOWN_CANCEL_FAILURE_REASON: notCancelled,
  INVALID_CANCEL_REQUEST: notCancelled,
  UNKNOWN_CANCEL_ORDER: notCancelled,
  COMMANDER_REJECTED_CANCEL_ORDER: notCancelled,
  DUPLICATE_CANCEL_REQUEST: notCancelled,
  INVALID_CANCEL_PRODUCT_ID: notCancelled,
  INVALID_CANCEL_FCM_TRADING_SESSION: notCancelled,
  NOT_ALLOWED_TO_CANCEL: notCancelled,
  ORDER_IS_FULLY_FILLED: notCancelled,
  ORDER_IS_BEING_REPLACED: notCancelled,
};

/** Every code that can be injected. Those of orders that were placed are answers, not refusals of a request. */
export const documentedCodes: readonly string[] = [
  brokerageRefusals,
  appRefusals,
  bareRefusals,
  cancelRefusals,
].flatMap((table) => Object.keys(table));
