import type { VenueRefusal } from '../venue-refusal.ts';
import { refusalOf } from './codes.ts';

/**
 * What margin, futures and sub-accounts refuse with beyond `codes.ts`. Codes and texts: the error pages
 * of margin, of USDⓈ-M and of COIN-M futures (developers.binance.com, as mirrored 2026-01 to 2026-05);
 * -8012, -9000 and -12022 as replies printed in a report of 2026-08. HTTP 400 where none is written.
 */
export const refuseAccount = {
  noMarginAccount: (): VenueRefusal => refusalOf(400, -3003, 'Margin account does not exist.'),
  noIsolatedAccount: (): VenueRefusal => refusalOf(400, -11001, 'Isolated margin account does not exist.'),
  /** Lists of sub-accounts and universal transfers. */
  noSubAccounts: (): VenueRefusal => refusalOf(400, -8012, 'Sub-account function is not enabled.'),
  subAccountsOnly: (): VenueRefusal =>
    refusalOf(400, -12022, 'This endpoint is allowed to request from sub account only'),
  /** Code and words are assumed: no document says how an unknown mail address or key is answered. */
  unknownSubAccount: (): VenueRefusal => refusalOf(400, -9000, 'sub-account does not exist'),
  unknownSubAccountKey: (): VenueRefusal => refusalOf(400, -9000, 'api key does not exist'),
  startAfterEnd: (): VenueRefusal => refusalOf(400, -1023, 'Start time is greater than end time.'),
  longerThanDays: (days: number): VenueRefusal =>
    refusalOf(400, -4165, `Maximum time interval is ${days} days`),
  longerThanHours: (hours: number): VenueRefusal =>
    refusalOf(400, -1127, `More than ${hours} hours between startTime and endTime.`),
};
