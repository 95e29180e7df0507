import type { LedgerRefusalReason } from '../ledger-books.ts';
import { VenueRefusal, translateRefusals } from '../venue-refusal.ts';

/** Which part of the venue answers: they differ in the HTTP status of -2015, its words, and limits. */
export type Side = 'api' | 'sapi' | 'fapi' | 'dapi';

export const isFutures = (side: Side): side is 'fapi' | 'dapi' => side === 'fapi' || side === 'dapi';

/** What is about the key itself: dead, malformed, or not for you. */
const aboutKey: readonly number[] = [-1002, -2008, -2014, -2015, -2017];

export const refusalOf = (
  httpStatus: number,
  code: number,
  message: string,
  retryAfterS?: number,
): VenueRefusal =>
  new VenueRefusal({
    httpStatus,
    code: String(code),
    message,
    body: { code, msg: message },
    aboutKey: aboutKey.includes(code),
    retryAfterS,
  });

const refusal = (status: number, code: number, text: string) => (): VenueRefusal =>
  refusalOf(status, code, text);

/**
 * Codes and texts: binance-spot-api-docs errors.md and rest-api.md (2026-07-21); the -40xx and -1131
 * from the venue's SAPI error page (a mirror; -1131 also in its changelog); which HTTP status goes
 * with a code: venues-core §1.7. Where the documents give no status, 400 is assumed.
 */
export const refuse = {
  keyMalformed: refusal(401, -2014, 'API-key format invalid.'),
  keyUnknown: refusal(400, -2008, 'Invalid Api-Key ID.'),
  /**
   * Says neither which: dead, wrong address, or missing permission. The futures name the address that
   * the request came from, under 401 (ccxt#7822, node-binance-api#629).
   */
  keyIpOrPermission: (side: Side, sourceIp?: string): VenueRefusal => {
    const words = 'Invalid API-key, IP, or permissions for action';
    const named = isFutures(side) && sourceIp !== undefined ? `, request ip: ${sourceIp}` : '.';
    return refusalOf(side === 'sapi' ? 400 : 401, -2015, words + named);
  },
  notAuthorized: refusal(401, -1002, 'You are not authorized to execute this request.'),
  signature: refusal(400, -1022, 'Signature for this request is not valid.'),
  outsideRecvWindow: refusal(400, -1021, 'Timestamp for this request is outside of the recvWindow.'),
  aheadOfServer: refusal(400, -1021, "Timestamp for this request was 1000ms ahead of the server's time."),
  recvWindowTooLong: refusal(400, -1131, 'recvWindow must be less than 60000'),
  mandatory: (name: string): VenueRefusal =>
    refusalOf(400, -1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`),
  eitherMandatory: (one: string, other: string): VenueRefusal =>
    refusalOf(400, -1102, `Param '${one}' or '${other}' must be sent, but both were empty/null!`),
  duplicateParameter: refusal(400, -1101, 'Duplicate values for a parameter detected.'),
  illegalCharacters: (name: string, range: string): VenueRefusal =>
    refusalOf(400, -1100, `Illegal characters found in parameter '${name}'; legal range is '${range}'.`),
  unreadParameters: (read: number, sent: number): VenueRefusal =>
    refusalOf(
      400,
      -1104,
      `Not all sent parameters were read; read '${read}' parameter(s) but was sent '${sent}'.`,
    ),
  emptyParameter: (name: string): VenueRefusal => refusalOf(400, -1105, `Parameter '${name}' was empty.`),
  notRequired: (name: string): VenueRefusal =>
    refusalOf(400, -1106, `Parameter '${name}' sent when not required.`),
  tooPrecise: (name: string): VenueRefusal =>
    refusalOf(400, -1111, `Parameter '${name}' has too much precision.`),
  timeInForceNotRequired: refusal(400, -1114, 'TimeInForce parameter sent when not required.'),
  badTimeInForce: refusal(400, -1115, 'Invalid timeInForce.'),
  badOrderType: refusal(400, -1116, 'Invalid orderType.'),
  badSide: refusal(400, -1117, 'Invalid side.'),
  badSymbol: refusal(400, -1121, 'Invalid symbol.'),
  intervalTooLong: refusal(400, -1127, 'More than 24 hours between startTime and endTime.'),
  badCombination: refusal(400, -1128, 'Combination of optional parameters invalid.'),
  invalid: (name: string): VenueRefusal =>
    refusalOf(400, -1130, `Data sent for parameter '${name}' is not valid.`),
  badCancelRestrictions: refusal(
    400,
    -1145,
    '`cancelRestrictions` has to be either `ONLY_NEW` or `ONLY_PARTIALLY_FILLED`.',
  ),
  filter: (name: string): VenueRefusal => refusalOf(400, -1013, `Filter failure: ${name}`),
  insufficientBalance: refusal(400, -2010, 'Account has insufficient balance for requested action.'),
  duplicateOrder: refusal(400, -2010, 'Duplicate order sent.'),
  noLiquidity: refusal(400, -2010, 'Order book liquidity is less than symbol minimum quantity.'),
  unknownOrder: refusal(400, -2011, 'Unknown order sent.'),
  cancelRestricted: refusal(400, -2011, 'Order was not canceled due to cancel restrictions.'),
  noSuchOrder: refusal(400, -2013, 'Order does not exist.'),
  archivedOrder: refusal(
    400,
    -2026,
    'Order was canceled or expired with no executed qty over 90 days ago and has been archived.',
  ),
  otherClientOrderId: refusal(400, -2039, 'Client order ID is not correct for this order ID.'),
  withdrawalBalance: refusal(400, -4026, 'You have insufficient balance.'),
  withdrawalBelowFee: refusal(400, -4028, 'The amount of withdrawal must be greater than the Commission.'),
  addressNotWhitelisted: refusal(
    400,
    -4035,
    'This address is not on the whitelist. Please join and try again.',
  ),
  unknownCoin: refusal(400, -4018, "We don't have this asset."),
  dateInterval: refusal(400, -4047, 'Time interval must be within 0-90 days'),
  notSupported: refusal(405, -1020, 'This operation is not supported.'),
  unknownError: refusal(500, -1000, 'An unknown error occurred while processing the request.'),
  tooMuchWeight: (limit: number, per: string, retryAfterS: number): VenueRefusal =>
    refusalOf(
      429,
      -1003,
      `Too much request weight used; current limit is ${limit} request weight per ${per}. ` +
        'Please use WebSocket Streams for live updates to avoid polling the API.',
      retryAfterS,
    ),
  banned: (untilMs: number, retryAfterS: number): VenueRefusal =>
    refusalOf(
      418,
      -1003,
      `Way too much request weight used; IP banned until ${untilMs}. ` +
        'Please use WebSocket Streams for live updates to avoid bans.',
      retryAfterS,
    ),
  tooManyOrders: (limit: number, per: string, retryAfterS: number): VenueRefusal =>
    refusalOf(429, -1015, `Too many new orders; current limit is ${limit} orders per ${per}.`, retryAfterS),
};

// What the books refuse, in the venue's words.
const ledgerRefusals: Readonly<Record<LedgerRefusalReason, () => VenueRefusal>> = {
  'unknown-symbol': refuse.badSymbol,
  'unknown-order': refuse.unknownOrder,
  'order-not-open': refuse.unknownOrder,
  'duplicate-client-order-id': refuse.duplicateOrder,
  'more-than-left': refuse.unknownError,
  'insufficient-funds': refuse.insufficientBalance,
  'unknown-key': refuse.keyUnknown,
  'unknown-address': refuse.addressNotWhitelisted,
  'account-frozen': refuse.notAuthorized,
  'not-a-spot-market': refuse.badSymbol,
  // Nothing here cancels a withdrawal or makes a sub-account.
  'unknown-withdrawal': refuse.unknownError,
  'withdrawal-not-pending': refuse.unknownError,
  'unknown-sub-account': refuse.unknownError,
  'duplicate-sub-account': refuse.unknownError,
};

/** Runs what may be refused; a refusal of the books comes out as the venue's. */
export const inVenueWords = translateRefusals(ledgerRefusals);
