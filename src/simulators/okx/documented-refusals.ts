import { accountRefusals } from './documented-account-refusals.ts';
import { tradeRefusals } from './documented-trade-refusals.ts';

/** HTTP status and words. `{param0}` stands where the venue says what it means. */
export type Refusals = Readonly<Record<string, readonly [number, string]>>;

/**
 * Every refusal that the venue documents for what a client of the endpoints here may meet: code, HTTP
 * status and words, from docs-v5 "Error Code / REST API" (English, 2026-07-13; the statuses also in the
 * Chinese text, samwjc/okx-api-v5-docs-zh `error-code.md`, 2026-07-28). Left out: options and margin
 * rules, block and spread trading, convert, loans, copy trading, WebSocket, fiat.
 */
const general: Refusals = {
  '1': [200, 'Operation failed.'],
  '2': [200, 'Bulk operation partially succeeded.'],
  '50000': [400, 'Body for POST request cannot be empty.'],
  '50001': [503, 'Service temporarily unavailable. Please try again later.'],
  '50002': [400, 'JSON syntax error'],
  '50004': [
    400,
    'API endpoint request timeout. (does not mean that the request was successful or failed, please check the request result).',
  ],
  '50005': [410, 'API endpoint is inactive or unavailable.'],
  '50006': [400, 'Invalid Content-Type. Please use "application/JSON".'],
  '50007': [200, 'User blocked.'],
  '50008': [200, "User doesn't exist."],
  '50009': [200, 'Account is frozen due to stop-out.'],
  '50010': [200, 'User ID cannot be empty.'],
  // In the table twice, with 200 in other words: which endpoint says which is not written.
  '50011': [429, 'Too Many Requests'],
  '50012': [200, 'Account status invalid. Check account status'],
  '50013': [429, 'Systems are busy. Please try again later.'],
  '50014': [400, 'Parameter {param0} can not be empty.'],
  '50015': [400, 'Either parameter {param0} or {param1} is required'],
  '50016': [400, 'Parameter {param0} does not match parameter {param1}'],
  '50023': [200, 'Funding fees frozen and related operations are restricted. Please try again later.'],
  '50024': [200, 'Parameter {param0} and {param1} can not exist at the same time.'],
  '50025': [200, 'Parameter {param0} count exceeds the limit {param1}.'],
  '50026': [500, 'System error. Try again later'],
  '50027': [200, 'This account is restricted from trading. Please contact customer support for assistance.'],
  '50028': [200, 'Unable to place the order. Please contact the customer service for details.'],
  '50029': [
    200,
    'Your account has triggered OKX risk control and is temporarily restricted from conducting transactions. Please check your email registered with OKX for contact from our customer support team.',
  ],
  '50030': [200, "You don't have permission to use this API endpoint"],
  '50032': [
    200,
    'Your account has been set to prohibit transactions in this currency. Please confirm and try again',
  ],
  '50033': [
    200,
    'Instrument blocked. Please verify trading this instrument is allowed under account settings and try again.',
  ],
  '50035': [403, 'This endpoint requires that APIKey must be bound to IP'],
  '50036': [
    200,
    "The expTime can't be earlier than the current system time. Please adjust the expTime and try again.",
  ],
  '50037': [200, 'Order expired.'],
  '50038': [200, 'This feature is unavailable in demo trading'],
  '50039': [200, 'Parameter "before" isn\'t supported for timestamp pagination'],
  '50040': [200, 'Too frequent operations, please try again later'],
  '50041': [200, 'Your user ID hasn’t been allowlisted. Please contact customer service for assistance.'],
  '50042': [200, 'Repeated request'],
  '50044': [200, 'Must select one broker type'],
  '50046': [
    200,
    'This feature is temporarily unavailable while we make some improvements to it. Please try again later.',
  ],
  '50051': [200, 'Due to compliance restrictions in your country or region, you cannot use this feature.'],
  '50052': [200, 'Due to local laws and regulations, you cannot trade with your chosen crypto.'],
  '50059': [
    200,
    "Before you continue, you'll need to complete additional steps as required by your local regulators. Please visit the website or app for more details.",
  ],
  '50060': [
    200,
    'For security and compliance purposes, please complete the identity verification process to continue using our services.',
  ],
  '50061': [200, "You've reached the maximum order rate limit for this account."],
  '50062': [200, 'This feature is currently unavailable.'],
  '50067': [200, "The API doesn't support cross site trading feature"],
  '50071': [200, '{param} already exists'],
  '50076': [200, 'The time interval between the start date and end date cannot exceed {param0} days'],
  '50077': [200, 'The time interval between the start date and end date cannot exceed {param0} months'],
};

/**
 * "API Class". 50119 and 50120 stand in the table with 200; reports of the live venue show 401 for both
 * (freqtrade #9422 and ccxt #23779 for 50119; a demo account on 2026-07-19 for 50120), and so do we.
 */
const api: Refusals = {
  '50100': [400, 'API frozen, please contact customer service.'],
  '50101': [401, 'APIKey does not match current environment.'],
  '50102': [401, 'Timestamp request expired.'],
  '50103': [401, 'Request header "OK-ACCESS-KEY" cannot be empty.'],
  '50104': [401, 'Request header "OK-ACCESS-PASSPHRASE" cannot be empty.'],
  '50105': [401, 'Request header "OK-ACCESS-PASSPHRASE" incorrect.'],
  '50106': [401, 'Request header "OK-ACCESS-SIGN" cannot be empty.'],
  '50107': [401, 'Request header "OK-ACCESS-TIMESTAMP" cannot be empty.'],
  '50108': [401, 'Exchange ID does not exist.'],
  '50109': [401, 'Exchange domain does not exist.'],
  '50110': [401, "Your IP {param0} is not included in your API key's IP whitelist."],
  '50111': [401, 'Invalid OK-ACCESS-KEY.'],
  '50112': [401, 'Invalid OK-ACCESS-TIMESTAMP.'],
  '50113': [401, 'Invalid signature.'],
  '50114': [401, 'Invalid authorization.'],
  '50115': [405, 'Invalid request method.'],
  '50116': [200, 'Fast API is allowed to create only one API key'],
  '50118': [200, 'To link the app using your API key, your broker needs to share their IP to be whitelisted'],
  '50119': [401, "API key doesn't exist"],
  '50120': [401, "This API key doesn't have permission to use this function"],
  '50121': [200, "You can't access our services through the IP address ({param0})"],
  '50122': [200, 'Order amount must exceed minimum amount'],
};

export const codes: Refusals = { ...general, ...api, ...tradeRefusals, ...accountRefusals };

/** A status without a code: what stands in front of the venue speaks, not the venue. */
export const bareStatuses: Readonly<Record<string, string>> = {
  'http:403': '<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1></body></html>',
  'http:404': '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>',
  'http:429': '<html><head><title>429 Too Many Requests</title></head><body></body></html>',
  'http:500': '<html><head><title>500 Internal Server Error</title></head><body></body></html>',
  'http:502': '<html><head><title>502 Bad Gateway</title></head><body></body></html>',
  'http:503': '<html><head><title>503 Service Temporarily Unavailable</title></head><body></body></html>',
  'http:504': '<html><head><title>504 Gateway Time-out</title></head><body></body></html>',
};

export const documentedCodes: readonly string[] = [...Object.keys(codes), ...Object.keys(bareStatuses)];
