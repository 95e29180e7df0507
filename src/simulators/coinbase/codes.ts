import type { Json } from '../../domain/json.ts';
import { answerRefusal } from '../answers.ts';
import type { Answer } from '../shell.ts';
import { VenueRefusal, translateRefusals } from '../venue-refusal.ts';
import {
  appRefusals,
  bareRefusals,
  brokerageRefusals,
  cancelRefusals,
  orderRefusals,
} from './documented-refusals.ts';
import type { Half } from './names.ts';

/** This key is dead, bound elsewhere or lacks the permission: not about what was asked. */
const aboutKey: readonly string[] = [
  'http:401',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'authentication_error',
  'unauthorized',
  'invalid_authentication_method',
  'invalid_token',
  'revoked_token',
  'expired_token',
  'invalid_scope',
];

const tables = [brokerageRefusals, appRefusals, bareRefusals, orderRefusals, cancelRefusals];

/** The venue's refusal of this code, in the form of its half; `detail` replaces its words. Throws for a code of none. */
export function refusal(code: string, detail?: string): VenueRefusal {
  const known = tables.find((table) => code in table)?.[code];
  if (known === undefined) throw new Error(`Coinbase documents no refusal ${code}`);
  const message = detail ?? known.words;
  return new VenueRefusal({
    httpStatus: known.status,
    code,
    message,
    body: bodyOf(code, message),
    aboutKey: aboutKey.includes(code),
  });
}

function bodyOf(code: string, message: string): Json {
  if (code in appRefusals) return { errors: [{ id: code, message }] };
  if (code in orderRefusals) return { success: false, error_response: orderError(code, message) };
  if (code in cancelRefusals) return { results: [{ success: false, failure_reason: code, order_id: '' }] };
  return code in bareRefusals ? message : { error: code, error_details: message, message };
}

const orderError = (code: string, message: string): Json => ({
  error: code,
  message,
  error_details: '',
  preview_failure_reason:
    code === 'INSUFFICIENT_FUND' ? 'PREVIEW_INSUFFICIENT_FUND' : 'UNKNOWN_PREVIEW_FAILURE_REASON',
  new_order_failure_reason: code,
});

/** A bare status has a text or a page, everything else its JSON. */
export function answerRefused(refused: VenueRefusal, headers: Readonly<Record<string, string>> = {}): Answer {
  if (!refused.code.startsWith('http:')) return answerRefusal(refused, headers);
  const type = refused.message.startsWith('<') ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
  return { status: refused.httpStatus, headers: { ...headers, 'content-type': type }, body: refused.message };
}

/** What is wrong with the request itself, in the words of the half that was asked. */
export const badRequest = (half: Half, why: string): VenueRefusal =>
  half === 'v3' ? refusal('INVALID_ARGUMENT', why) : refusal('invalid_request', why);

export const notFound = (half: Half, what: string): VenueRefusal =>
  half === 'v3' ? refusal('NOT_FOUND', `${what} was not found`) : refusal('not_found', 'Not found');

/** What the books refuse. Withdrawals are v2's, everything else v3's. */
export const inVenueWords = translateRefusals({
  'unknown-symbol': () => refusal('INVALID_PRODUCT_ID'),
  'unknown-order': () => refusal('NOT_FOUND', 'order with this orderID was not found'),
  'order-not-open': () => refusal('NOT_FOUND', 'order with this orderID was not found'),
  'duplicate-client-order-id': () => refusal('INVALID_ARGUMENT', 'client_order_id is not unique'),
  'more-than-left': () => refusal('INTERNAL'),
  'insufficient-funds': () => refusal('INSUFFICIENT_FUND'),
  'unknown-key': () => refusal('http:401'),
  'unknown-address': () => refusal('validation_error', 'Invalid address'),
  'account-frozen': () => refusal('http:401'),
  'unknown-withdrawal': () => refusal('not_found'),
  'withdrawal-not-pending': () => refusal('not_found'),
  'unknown-sub-account': () => refusal('NOT_FOUND', 'portfolio was not found'),
  'duplicate-sub-account': () => refusal('INVALID_ARGUMENT', 'portfolio exists'),
  'not-a-spot-market': () => refusal('UNSUPPORTED_ORDER_CONFIGURATION'),
});
