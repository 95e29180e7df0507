import { VenueRefusal, translateRefusals } from '../venue-refusal.ts';
import { bareStatuses, codes } from './documented-refusals.ts';

/** This key is dead, bound elsewhere or lacks the permission: not about what was asked. */
const aboutKey: readonly string[] = [
  '50007',
  '50030',
  '50035',
  '50100',
  '50101',
  '50105',
  '50110',
  '50111',
  '50113',
  '50114',
  '50119',
  '50120',
  '58209',
  '59500',
];

/**
 * The venue's refusal of this code, with the status of the table; each of `named` stands where the words
 * have a place for it. Throws for a code of none.
 */
export function refusal(code: string, ...named: readonly string[]): VenueRefusal {
  const bare = bareStatuses[code];
  if (bare !== undefined) {
    return new VenueRefusal({
      httpStatus: Number(code.slice('http:'.length)),
      code,
      message: bare,
      body: bare,
    });
  }
  const documented = codes[code];
  if (documented === undefined) throw new Error(`OKX documents no refusal ${code}`);
  const [httpStatus, words] = documented;
  const message = named.reduce((text, name) => text.replace(/\{\w+\}/, () => name), words);
  return new VenueRefusal({
    httpStatus,
    code,
    message,
    body: { code, msg: message },
    aboutKey: aboutKey.includes(code),
  });
}

export const missing = (name: string): VenueRefusal => refusal('50014', name);
export const badParameter = (name: string): VenueRefusal => refusal('51000', name);

/** What the books refuse. Only spot orders are placed here. */
export const inVenueWords = translateRefusals({
  'unknown-symbol': () => refusal('51001'),
  'unknown-order': () => refusal('51400'),
  'order-not-open': () => refusal('51400'),
  'duplicate-client-order-id': () => refusal('51016'),
  'more-than-left': () => refusal('50026'),
  'insufficient-funds': () => refusal('51008'),
  'unknown-key': () => refusal('59506'),
  'unknown-address': () => refusal('58207'),
  'account-frozen': () => refusal('50100'),
  'unknown-withdrawal': () => refusal('58215'),
  'withdrawal-not-pending': () => refusal('58216'),
  'unknown-sub-account': () => refusal('59510'),
  'duplicate-sub-account': () => refusal('59601'),
  'not-a-spot-market': () => refusal('51010'),
});
