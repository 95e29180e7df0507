import { VenueRefusal, translateRefusals } from '../venue-refusal.ts';
import { bareStatuses, retCodes } from './documented-refusals.ts';

/** This key is dead, bound elsewhere or lacks the permission: not about what was asked. */
const aboutKey: readonly string[] = [
  '-2015',
  '33004',
  '10003',
  '10005',
  '10007',
  '10008',
  '10010',
  'http:401',
];

/**
 * The venue's refusal of this code; `detail` replaces its words. Nearly all come with status 200 and
 * the envelope of an answer; "http:403" is a status and a text. Throws for a code of none.
 */
export function refusal(code: string, detail?: string): VenueRefusal {
  const status = /^http:(\d{3})$/.exec(code)?.[1];
  const words = status === undefined ? retCodes[code] : bareStatuses[code];
  if (words === undefined) throw new Error(`Bybit documents no refusal ${code}`);
  const message = detail ?? words;
  return new VenueRefusal({
    httpStatus: status === undefined ? 200 : Number(status),
    code,
    message,
    body: status === undefined ? { retCode: Number(code), retMsg: message } : message,
    aboutKey: aboutKey.includes(code),
  });
}

/** 10001 in the words that reports show; the documents have the code only. */
export const badParameter = (why: string): VenueRefusal => refusal('10001', `params error: ${why}`);

/** What the books refuse. Only spot orders are placed here, so orders are refused in spot's codes. */
export const inVenueWords = translateRefusals({
  'unknown-symbol': () => refusal('170121'),
  'unknown-order': () => refusal('170213'),
  'order-not-open': () => refusal('170213'),
  'duplicate-client-order-id': () => refusal('170141'),
  'more-than-left': () => refusal('10016'),
  'insufficient-funds': () => refusal('170131'),
  'unknown-key': () => refusal('10003'),
  'unknown-address': () => refusal('131083'),
  'account-frozen': () => refusal('10008'),
  'unknown-withdrawal': () => refusal('131002'),
  'withdrawal-not-pending': () => refusal('131002'),
  'unknown-sub-account': () => refusal('500010'),
  'duplicate-sub-account': () => badParameter('username exists'),
  'not-a-spot-market': () => refusal('10027'),
});
