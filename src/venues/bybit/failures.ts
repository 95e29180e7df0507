import type { FailureCode } from '../../domain/failure.ts';
import type { Source } from '../../domain/source.ts';
import type { FailureMeaning, FailureTable, Refusal } from '../contract.ts';
import { notWritten } from '../declare.ts';
import { docs } from './sources.ts';

const errorsPage = docs('error');
const limitsPage = docs('rate-limit/rate-limit, "HTTP IP limit"');

const says = (code: FailureCode, note?: string, source: Source = errorsPage): FailureMeaning => ({
  code,
  source,
  ...(note === undefined ? {} : { note }),
});

const all = (codes: string, code: FailureCode, note?: string): FailureTable =>
  Object.fromEntries(codes.split(' ').map((each) => [each, says(code, note)]));

export const failures: FailureTable = {
  // ---- the key. ccxt rewrites the text of 10005 into a hint about unified accounts: only the code counts.
  '10003': says('KEY_UNKNOWN', 'deleted, never there, or a key of the test or demo environment'),
  '33004': says('KEY_EXPIRED', 'Bybit itself has ended it; keys without an address list live 90 days'),
  '-2015': says('KEY_EXPIRED', 'the older word for it, of spot'),
  '10010': says('IP_NOT_ALLOWED', 'the key lives, for the addresses that it is bound to'),
  '10005': says('SCOPE_MISSING', 'the key lives; a permission for this call is not ticked'),
  '10004': says('SIGNATURE_REJECTED', 'wrong secret, most likely a copy error'),
  '10007': says('KEY_IP_OR_SCOPE', 'authentication failed, and no word why'),
  'http:401': says(
    'KEY_IP_OR_SCOPE',
    'a wrong key or missing authentication; a dead key sometimes gets this with an empty body',
  ),
  '10002': says('CLOCK_SKEW', "set this machine's clock, or pass the measured offset"),
  '-1': says('CLOCK_SKEW', 'the request came too late'),

  // ---- the account
  '10008': says('ACCOUNT_FROZEN', 'banned'),
  '10027': says('ACCOUNT_FROZEN', 'trading is banned; what else still works is not said'),
  '10009': says('REGION_BLOCKED'),
  '10024': says('REQUEST_REJECTED', 'rules of compliance; the key exists'),
  '10028': says('REQUEST_REJECTED', 'for unified accounts only'),
  '100028': says('REQUEST_REJECTED', 'not for unified accounts'),
  '3100197': says('VENUE_DOWN', 'closed while the account is made a unified one'),

  // ---- too much, too soon
  '10006': says('RATE_LIMITED', 'counted by the second, for each account and endpoint'),
  '10018': says('RATE_LIMITED', 'too many requests from this address; struck out of the list in 2026'),
  ...all('170005 170222 30035', 'RATE_LIMITED'),
  'http:429': says('RATE_LIMITED'),
  'http:403': {
    ...says(
      'BLOCKED_BY_GATEWAY',
      'too many requests from this address: stop everything for ten minutes; or the address lies in a country that Bybit refuses',
      limitsPage,
    ),
    pauseMs: 600_000,
  },

  // ---- the venue itself. A write may have happened; a read is asked again.
  ...all(
    '10000 10016 170001 170007 170032 170146 170147 131001 131003 131200 131201 500001',
    'OUTCOME_UNKNOWN',
  ),
  '10014': says('OUTCOME_UNKNOWN', 'a duplicate: Bybit has had the same request before'),
  ...all('429 131230 3400214', 'VENUE_DOWN'),

  // ---- nothing there
  ...all('110001 170143 170213', 'NOT_FOUND', 'no such order'),
  ...all('110008 110010 170139 170142 170190', 'NOT_FOUND', 'filled or cancelled already'),
  ...all('10029 170121 170221 181012', 'NOT_FOUND', 'no such symbol or coin'),
  ...all('131202 131207 500010', 'NOT_FOUND', 'no such account, or not under this one'),

  // ---- understood and refused
  '10001': says('REQUEST_REJECTED', 'a parameter is wrong'),
  '10017': says('REQUEST_REJECTED', 'no such endpoint on this host'),
  'http:400': says('REQUEST_REJECTED'),
  'http:404': says('REQUEST_REJECTED', 'a wrong path, or a category that the account does not have'),
  '110079': says('REQUEST_REJECTED', 'the order is being processed: try again in a moment'),
  '170212': says('REQUEST_REJECTED', 'the order is being cancelled'),
  '170191': says('REQUEST_REJECTED', 'cannot be cancelled now: try again in a moment'),
  '110115': says('REQUEST_REJECTED', 'a leg of a combination: cancel the combination'),
  ...all('110019 110035 110095 170145 170150 170201', 'REQUEST_REJECTED'),
  ...all('131002 131082 131203 181010 182201 182202', 'REQUEST_REJECTED'),
  ...all('131004 131065 20096', 'REQUEST_REJECTED', 'the account is not verified (KYC)'),
  '131089': says('REQUEST_REJECTED', 'no withdrawals for 24 hours after a sensitive change'),
  '131090': says('REQUEST_REJECTED', 'withdrawals of this account are banned'),
  '131091': says('REQUEST_REJECTED', 'no withdrawals while signing in is blocked'),
  '131092': says('REQUEST_REJECTED', 'the state of the account is not normal'),
  '131099': says(
    'REQUEST_REJECTED',
    'the state of the hot wallet decides; the withdrawal may be past cancelling',
  ),
  '131227': says('REQUEST_REJECTED', 'the sub-account may not transfer'),
  '141004': says('REQUEST_REJECTED', 'the state of the sub-account is not normal'),
  '141019': says('REQUEST_REJECTED', 'addresses of a key are changed on the page of the keys only'),
  '141020': says('REQUEST_REJECTED', 'sensitive rights of a key are changed on the page of the keys only'),
  '81007': says('REQUEST_REJECTED', 'Bybit Europe makes no keys by API'),
  // ccxt's tables call it a missing permission; no list of today's has it.
  '10020': says('SCOPE_MISSING', undefined, notWritten('exception map of ccxt 4.5.84')),
};

/**
 * Bybit refuses with `{"retCode":10003,"retMsg":"…"}` under HTTP 200; older parts of it spell the names
 * `ret_code` and `ret_msg`. A code of 0 is a success, also as a text.
 */
export function readRefusal(body: unknown): Refusal | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const { retCode, retMsg, ret_code, ret_msg } = body as Readonly<Record<string, unknown>>;
  const code = textOf(retCode) ?? textOf(ret_code);
  if (code === undefined || /^0+$/.test(code)) return undefined;
  return { code, detail: textOf(retMsg) ?? textOf(ret_msg) ?? '' };
}

const textOf = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;
