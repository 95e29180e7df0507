import { translateRefusals, VenueRefusal } from '../venue-refusal.ts';

// docs.bitvavo.com "Handle errors" (read 2026-11-27): code → HTTP status and words.
const documented: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  400: {
    '102': 'The JSON object you sent is invalid.',
    '200': 'Path parameters are not accepted for this endpoint.',
    '201': 'Body parameters are not accepted for this endpoint.',
    '202': 'A parameter is not supported for this orderType.',
    '203': 'Missing or incompatible parameters in your request.',
    '204': 'You used a parameter that is not valid for this endpoint.',
    '205': 'Invalid parameter value.',
    '206': 'Incompatible parameters in your call.',
    '210': 'amount exceeds the maximum allowed for the market.',
    '211': 'price exceeds the maximum allowed.',
    '212': 'amount is lower than the minimum allowed for the market.',
    '213': 'price is too low.',
    '214': 'price has too many significant digits.',
    '215': 'price has more than 15 decimal places.',
    '216': 'Insufficient balance to perform this operation.',
    '217': 'amountQuote is lower than the minimum allowed for the market.',
    '218': 'triggerAmount has too many significant digits.',
    '219': 'The market is no longer listed on Bitvavo.',
    '220': 'clientOrderId conflict within the market.',
    '230': 'The order is rejected by the matching engine.',
    '231': 'timeInForce must be set to GTC when markets are paused.',
    '232': 'Changes required for a successful update to your order.',
    '233': 'The order does not exist.',
    '234': 'Cannot update a market order type.',
    '235': 'Maximum of 100 open orders per market exceeded.',
    '236': 'Only one of amount, amountRemaining, or amountQuote is allowed.',
    '237': 'Required parameters missing for stopLoss order type.',
    '238': 'Required parameters missing for stopLossLimit order type.',
    '239': 'Cannot switch between amount and amountQuote during an update.',
    '401': 'Deposits for this asset are not available.',
    '402': 'Verify your identity to deposit or withdraw assets.',
    '403': 'Verify your phone number to deposit or withdraw assets.',
    '404': 'Could not complete the operation due to an internal error.',
    '405': 'Withdrawal not allowed during the cooldown period.',
    '406': 'amount is below the minimum allowed value.',
    '407': 'Internal transfer is not possible.',
    '408': 'Insufficient balance to perform this operation.',
    '409': 'Verify your bank account and try again.',
    '410': 'Withdrawals for this asset are not available.',
    '411': 'You cannot transfer assets to yourself.',
    '412': 'Error during deposit or withdrawal.',
    '413': 'IP address not in your whitelist.',
    '414': 'Cannot withdraw assets within 2 minutes of logging in.',
    '422': 'Invalid price tick size.',
    '423': 'The market is halted.',
    '424': 'The market is in the cancelOnly status.',
    '425': 'The market is in an auction phase. Trading is temporarily restricted.',
    '426': 'The market is in the auctionMatching status.',
    '429': 'Too many decimal places in a parameter value.',
  },
  403: {
    '300': 'Authentication required to call this endpoint.',
    '301': 'Invalid API key length.',
    '302': 'Timestamp for authentication must be in milliseconds.',
    '303': 'Access window must be between 100 and 60000 milliseconds.',
    '304': 'Request not received within the access window.',
    '305': 'API key is not active.',
    '306': 'API key activation not confirmed.',
    '307': 'IP not whitelisted for this API key.',
    '308': 'Invalid signature format.',
    '309': 'Invalid signature.',
    '310': 'API key lacks trading endpoint permissions.',
    '311': 'API key lacks account endpoint permissions.',
    '312': 'API key lacks withdrawal permissions.',
    '313': 'Invalid Bitvavo session.',
    '315': 'This operation is not allowed.',
    '316': 'Public asset information only via this WebSocket.',
    '317': 'Account locked. Contact support.',
    '318': 'Account verification required for API use.',
    '319': 'Feature unavailable in your region.',
    '320': 'Operation forbidden. Please contact support.',
  },
  404: {
    '110': 'Invalid endpoint.',
    '240': 'Order not found or is no longer active. Ensure no conflicting calls are made.',
    '415': 'Unknown WebSocket action. Verify against the API reference.',
  },
  409: { '431': 'Cannot get market data because of the status of the market.' },
  429: {
    '103': 'You have reached the rate limit.',
    '104': 'You have reached the rate limit of new orders.',
    '105': 'Rate limit exceeded. Account or IP address blocked temporarily.',
    '112': 'Rate limit exceeded for WebSocket requests per second.',
  },
  500: {
    '101': 'Unknown server error. Operation success uncertain.',
    '400': 'Unknown server error. Contact support.',
  },
  503: {
    '107': 'Bitvavo is overloaded. Retry after 500ms.',
    '108': 'Processing issue. Increase execution window or retry after 500ms.',
    '109': 'Timeout. Operation success uncertain.',
    '111': 'The matching engine is temporarily unavailable, please try again.',
    '419': 'The server is unavailable.',
    '430': 'The connection timed out because no new market data events have been received.',
  },
};

/** This key is dead, bound elsewhere or lacks the permission: not about what was asked. */
const aboutKey: readonly string[] = ['301', '305', '306', '307', '310', '311', '312', '317'];

const byCode = new Map(
  Object.entries(documented).flatMap(([status, codes]) =>
    Object.entries(codes).map(([code, message]) => [code, { httpStatus: Number(status), message }] as const),
  ),
);

export const documentedCodes: readonly string[] = [...byCode.keys()];

/** The venue's refusal of this code; `detail` replaces its words. Throws for a code of none. */
export function refusal(code: string, detail?: string): VenueRefusal {
  const known = byCode.get(code);
  if (known === undefined) throw new Error(`Bitvavo documents no refusal ${code}`);
  const message = detail ?? known.message;
  return new VenueRefusal({
    httpStatus: known.httpStatus,
    code,
    message,
    body: { errorCode: Number(code), error: message },
    aboutKey: aboutKey.includes(code),
  });
}

export const inVenueWords = translateRefusals({
  'unknown-symbol': () => refusal('205', 'market parameter is invalid.'),
  'unknown-order': () => refusal('240'),
  'order-not-open': () => refusal('240'),
  'duplicate-client-order-id': () => refusal('220'),
  'more-than-left': () => refusal('400'),
  'insufficient-funds': () => refusal('216'),
  'unknown-key': () => refusal('305'),
  'unknown-address': () => refusal('412'),
  'account-frozen': () => refusal('317'),
  'unknown-withdrawal': () => refusal('412'),
  'withdrawal-not-pending': () => refusal('412'),
  'unknown-sub-account': () => refusal('205'),
  'duplicate-sub-account': () => refusal('205'),
  'not-a-spot-market': () => refusal('205', 'market parameter is invalid.'),
});
