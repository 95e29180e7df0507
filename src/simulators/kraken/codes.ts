import type { Json } from '../../domain/json.ts';
import { jsonAnswer } from '../answers.ts';
import type { Answer } from '../shell.ts';
import { VenueRefusal, translateRefusals } from '../venue-refusal.ts';
import { bareStatuses, errorStrings, throttled } from './documented-refusals.ts';

/** This key is dead, bound elsewhere or lacks the permission: not about what was asked. */
const aboutKey: readonly string[] = [
  'EAPI:Invalid key',
  'EGeneral:Permission denied',
  'EAuth:Account temporary disabled',
  'EAuth:Account unconfirmed',
  'EAccount:Invalid permissions',
  'ESession:Invalid session',
  'ETrade:User Locked',
];

/**
 * The venue's refusal of that code. Nearly all come with status 200 and `{"error":["…"]}` alone;
 * "http:520" is a status and a page. `atMs`: for the words that tell a moment. Throws for a code of none.
 */
export function refusal(code: string, atMs = 0): VenueRefusal {
  const page = bareStatuses[code];
  if (page !== undefined) {
    const httpStatus = Number(code.slice('http:'.length));
    return new VenueRefusal({ httpStatus, code, message: page, body: page, aboutKey: false });
  }
  if (!errorStrings.includes(code)) throw new Error(`Kraken documents no refusal "${code}"`);
  const message = code === throttled ? `${throttled}: ${Math.ceil(atMs / 1000) + 2}` : code;
  return new VenueRefusal({
    httpStatus: 200,
    code,
    message,
    body: { error: [message] },
    aboutKey: aboutKey.includes(code),
  });
}

export const invalidArguments = (): VenueRefusal => refusal('EGeneral:Invalid arguments');

const asPrinted = { 'content-type': 'application/json; charset=utf-8' };

export const answerResult = (result: Json): Answer => jsonAnswer(200, { error: [], result }, asPrinted);

export function answerRefused({ httpStatus, code, message, body }: VenueRefusal): Answer {
  if (!code.startsWith('http:')) return jsonAnswer(httpStatus, body, asPrinted);
  const page = `<html><head><title>${httpStatus} ${message}</title></head><body>cloudflare</body></html>`;
  return { status: httpStatus, headers: { 'content-type': 'text/html' }, body: page };
}

/** What the books refuse. That a second order of one cl_ord_id is refused so is assumed. */
export const inVenueWords = translateRefusals({
  'unknown-symbol': () => refusal('EQuery:Unknown asset pair'),
  'unknown-order': () => refusal('EOrder:Unknown order'),
  'order-not-open': () => refusal('EOrder:Unknown order'),
  'duplicate-client-order-id': () => refusal('EGeneral:Invalid arguments:cl_ord_id'),
  'more-than-left': () => refusal('EGeneral:Internal error'),
  'insufficient-funds': () => refusal('EOrder:Insufficient funds'),
  'unknown-key': () => refusal('EAPI:Invalid key'),
  'unknown-address': () => refusal('EFunding:Unknown withdraw key'),
  'account-frozen': () => refusal('EAuth:Account temporary disabled'),
  'unknown-withdrawal': () => refusal('EFunding:Unknown reference id'),
  'withdrawal-not-pending': () => refusal('EFunding:Unknown reference id'),
  'unknown-sub-account': () => invalidArguments(),
  'duplicate-sub-account': () => invalidArguments(),
  'not-a-spot-market': () => refusal('EQuery:Unknown asset pair'),
});
