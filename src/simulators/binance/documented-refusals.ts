import { answerRefusal } from '../answers.ts';
import type { Answer, Incoming } from '../shell.ts';
import type { VenueRefusal } from '../venue-refusal.ts';
import { refuseAccount } from './account-codes.ts';
import { refusalOf, refuse } from './codes.ts';
import type { Side } from './codes.ts';

/**
 * Every refusal that the venue documents for what a REST client of its accounts sends, so that each
 * can be injected: errors.md (2026-07-21) without FIX, SBE, user data streams, order lists and pegged
 * orders; of margin, futures and sub-accounts what a client that reads, cancels and revokes can meet;
 * -2017 from reports (venues-core §1.7).
 */

// What the routes here refuse with; one example of a text that has gaps.
const ownRefusals: readonly VenueRefusal[] = [
  refuse.unknownError(),
  refuse.notAuthorized(),
  refuse.tooMuchWeight(6000, '1 MINUTE', 60),
  refuse.filter('LOT_SIZE'),
  refuse.tooManyOrders(50, '10 SECOND', 10),
  refuse.notSupported(),
  refuse.outsideRecvWindow(),
  refuse.signature(),
  refuse.illegalCharacters('symbol', '^[A-Z0-9-_.]{1,20}$'),
  refuse.duplicateParameter(),
  refuse.mandatory('timestamp'),
  refuse.unreadParameters(3, 4),
  refuse.emptyParameter('symbol'),
  refuse.notRequired('price'),
  refuse.tooPrecise('quantity'),
  refuse.timeInForceNotRequired(),
  refuse.badTimeInForce(),
  refuse.badOrderType(),
  refuse.badSide(),
  refuse.badSymbol(),
  refuse.intervalTooLong(),
  refuse.badCombination(),
  refuse.invalid('limit'),
  refuse.recvWindowTooLong(),
  refuse.badCancelRestrictions(),
  refuse.keyUnknown(),
  refuse.insufficientBalance(),
  refuse.unknownOrder(),
  refuse.noSuchOrder(),
  refuse.keyMalformed(),
  refuse.keyIpOrPermission('api'),
  refuse.archivedOrder(),
  refuse.otherClientOrderId(),
  refuse.unknownCoin(),
  refuse.withdrawalBalance(),
  refuse.withdrawalBelowFee(),
  refuse.addressNotWhitelisted(),
  refuse.dateInterval(),
  ...Object.values(refuseAccount).map((make) => make(7)),
];

// What nothing here brings about. The documents give no HTTP status: 5xx where the venue itself is
// at fault is assumed, and 400 otherwise.
const furtherRefusals: readonly VenueRefusal[] = [
  refusalOf(500, -1001, 'Internal error; unable to process your request. Please try again.'),
  refusalOf(
    500,
    -1006,
    'An unexpected response was received from the message bus. Execution status unknown.',
  ),
  refusalOf(
    504,
    -1007,
    'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
  ),
  refusalOf(
    503,
    -1008,
    'Server is currently overloaded with other requests. Please try again in a few minutes.',
  ),
  refusalOf(400, -1014, 'Unsupported order combination.'),
  refusalOf(503, -1016, 'This service is no longer available.'),
  refusalOf(400, -1034, "Too many concurrent connections; current limit is '20'."),
  refusalOf(400, -1103, 'An unknown parameter was sent.'),
  refusalOf(400, -1108, "Parameter 'quantity' overflowed."),
  refusalOf(400, -1112, 'No orders on book for symbol.'),
  refusalOf(400, -1118, 'New client order ID was empty.'),
  refusalOf(400, -1119, 'Original client order ID was empty.'),
  refusalOf(400, -1120, 'Invalid interval.'),
  refusalOf(400, -1122, 'Invalid symbolStatus.'),
  refusalOf(400, -1134, '`strategyType` was less than 1000000.'),
  refusalOf(400, -1135, 'Invalid JSON Request'),
  refusalOf(400, -1139, 'Invalid ticker type.'),
  refusalOf(400, -1151, 'Symbol is present multiple times in the list.'),
  refusalOf(400, -1194, 'Invalid value for time unit; expected either MICROSECOND or MILLISECOND.'),
  refusalOf(400, -1220, "The symbol's status does not match the requested symbolStatus."),
  refusalOf(400, -2016, 'No trading window could be found for the symbol. Try ticker/24hrs instead.'),
  refusalOf(400, -2017, 'API Keys are locked on this account.'),
  refusalOf(400, -2043, "This symbol doesn't have a reference price."),
];

// The error pages of margin and of both futures, beyond the above.
const ofFurtherAccounts: readonly VenueRefusal[] = [
  refusalOf(403, -1011, 'This IP cannot access this route.'),
  refusalOf(400, -2018, 'Balance is insufficient.'),
  refusalOf(400, -2019, 'Margin is insufficient.'),
  refusalOf(400, -2021, 'Order would immediately trigger.'),
  refusalOf(400, -2022, 'ReduceOnly Order is rejected.'),
  refusalOf(400, -3001, 'Please enable 2FA first.'),
  refusalOf(400, -3004, 'Trade not allowed.'),
  refusalOf(
    400,
    -4120,
    'Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.',
  ),
  refusalOf(400, -4192, 'Trade forbidden due to Cooling-off Period.'),
  refusalOf(500, -1004, 'Server is busy, please wait and try again'),
  refusalOf(401, -1099, 'Not found, unauthenticated, or unauthorized.'),
  refusalOf(400, -1109, 'Invalid account.'),
  refusalOf(400, -2012, 'Batch cancel failure.'),
  refusalOf(400, -2023, 'User in liquidation mode now.'),
  refusalOf(400, -4144, 'Invalid pair'),
];

const byCode: ReadonlyMap<string, VenueRefusal> = new Map(
  // Of a code with several texts the first is meant: spot's own.
  [...ofFurtherAccounts, ...ownRefusals.toReversed(), ...furtherRefusals].map((refusal) => [
    refusal.code,
    refusal,
  ]),
);

// rest-api.md "HTTP Return Codes"; 451 from venues-core §1.7. What stands in the body is not written:
// the firewall's page is HTML.
const bareStatuses: Readonly<Record<string, Answer>> = {
  'http:403': page(403, '<html><head><title>403 Forbidden</title></head></html>'),
  'http:418': page(418, '<html><body><h2>418</h2></body></html>', { 'retry-after': '120' }),
  'http:429': page(429, '<html><body><h2>429 Too Many Requests</h2></body></html>', { 'retry-after': '60' }),
  'http:451': page(451, '<html><body><h2>451 Unavailable For Legal Reasons</h2></body></html>'),
};

export const documentedCodes: readonly string[] = [...byCode.keys(), ...Object.keys(bareStatuses)];

/** The refusal of that code, as this half of the venue sends it. Throws for a code of no refusal. */
export function answerDocumented(code: string, { path }: Pick<Incoming, 'path'>): Answer {
  if (code === '-2015') {
    return answerRefusal(refuse.keyIpOrPermission(sideOf(path)));
  }
  const bare = bareStatuses[code];
  if (bare !== undefined) return bare;
  const refusal = byCode.get(code);
  if (refusal === undefined) throw new Error(`Binance documents no refusal ${code}`);
  return answerRefusal(refusal);
}

function sideOf(path: string): Side {
  const [, first] = path.split('/');
  return first === 'sapi' || first === 'fapi' || first === 'dapi' ? first : 'api';
}

function page(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'text/html', ...headers }, body };
}
