import type { FailureCode } from '../../domain/failure.ts';
import type { FailureMeaning, FailureTable, Refusal } from '../contract.ts';
import { notWritten } from '../declare.ts';
import { docs } from './sources.ts';

const errorsPage = docs('error-code');

const says = (code: FailureCode, note?: string, source = errorsPage): FailureMeaning => ({
  code,
  source,
  ...(note === undefined ? {} : { note }),
});

const all = (codes: string, code: FailureCode, note?: string): FailureTable =>
  Object.fromEntries(codes.split(' ').map((each) => [each, says(code, note)]));

export const failures: FailureTable = {
  // ---- the key
  '50119': says('KEY_UNKNOWN', 'deleted, never there, or a key of another OKX (my.okx.com, app.okx.com)'),
  '50111': says('KEY_UNKNOWN', 'what was sent as the key is none'),
  '59506': says('NOT_FOUND', 'no such key of this sub-account'),
  '50110': says('IP_NOT_ALLOWED', 'the key lives, for the addresses that it is bound to'),
  '50121': says('REGION_BLOCKED', 'OKX refuses this address; whether the key lives is not said'),
  '50120': says('SCOPE_MISSING', 'the key lives; a permission for this call is not ticked'),
  '50030': says('SCOPE_MISSING', 'no right to use this endpoint'),
  '50035': says('SCOPE_MISSING', 'only for a key that is bound to addresses'),
  ...all('59500 59604 58016', 'SCOPE_MISSING', 'only for a key of the main account'),
  '50027': says('ACCOUNT_FROZEN', 'trading is restricted'),
  '50114': says('KEY_IP_OR_SCOPE', 'authorisation invalid, and no word why'),
  'http:401': says('KEY_IP_OR_SCOPE', 'refused without a code of OKX'),
  '50113': says('SIGNATURE_REJECTED', 'wrong secret, most likely a copy error'),
  '50105': says('SIGNATURE_REJECTED', 'wrong passphrase; the key itself is there'),
  ...all('50103 50104 50106 50107', 'SIGNATURE_REJECTED', 'a header of the signature is missing'),
  '50101': says('KEY_IP_OR_SCOPE', 'a key of demo trading, or a real one used there'),
  ...all('50102 50112', 'CLOCK_SKEW', 'more than 30 seconds off: set this machine’s clock'),

  // ---- the account
  '50100': says('ACCOUNT_FROZEN', 'use of the API is frozen: ask support'),
  ...all('50007 50009 51009 51024 51738 58004 59508', 'ACCOUNT_FROZEN', 'the account is frozen'),
  '50008': says('REQUEST_REJECTED', 'no such user'),
  '50012': says('REQUEST_REJECTED', 'the state of the account does not allow it'),
  ...all('50051 50052 58248 58381 59518', 'REQUEST_REJECTED', 'not available in this country or by API'),
  ...all('50060 58240 58230 58233 58235', 'REQUEST_REJECTED', 'the account is not verified (KYC)'),

  // ---- too much, too soon
  '50011': says('RATE_LIMITED', 'counted by endpoint, for each account'),
  '50061': says('RATE_LIMITED', 'orders of this account'),
  ...all('50013 50040 58102', 'RATE_LIMITED'),
  'http:429': says('RATE_LIMITED'),
  'http:403': says(
    'BLOCKED_BY_GATEWAY',
    'without a code of OKX: what stands in front of it has refused',
    notWritten('okx.com: what its gateway answers', '2026-11-30'),
  ),

  // ---- the venue itself. A write may have happened; a read is asked again.
  '50004': says('OUTCOME_UNKNOWN', 'timed out: it may have happened'),
  ...all('50001 50026 58007 51412', 'OUTCOME_UNKNOWN'),
  '50042': says('OUTCOME_UNKNOWN', 'a duplicate: OKX has had the same request before'),
  ...all('50046 50062 58120 58013', 'VENUE_DOWN', 'this function is closed for now'),

  // ---- nothing there
  '51400': says('NOT_FOUND', 'filled, cancelled, or never there'),
  ...all('51401 51402 51405 51603', 'NOT_FOUND', 'no such order that rests'),
  '58215': says('NOT_FOUND', 'no such withdrawal'),
  '58220': says('NOT_FOUND', 'the withdrawal is cancelled already'),
  ...all('51001 51015 58009', 'NOT_FOUND', 'no such instrument'),
  ...all('58115 59510', 'NOT_FOUND', 'no such sub-account'),

  // ---- understood and refused
  '1': says('REQUEST_REJECTED', 'all of it failed; each row has a code of its own'),
  '2': says('REQUEST_REJECTED', 'part of it failed; each row has a code of its own'),
  ...all('50000 50002 50006 50014 50015 50016 50024 50025 50044 50115 51000', 'REQUEST_REJECTED'),
  '50005': says('REQUEST_REJECTED', 'the endpoint is gone'),
  '50038': says('REQUEST_REJECTED', 'not in demo trading: firebreak never asks for that'),
  '50039': says('REQUEST_REJECTED', '`before` and pages by time exclude each other'),
  'http:400': says('REQUEST_REJECTED'),
  'http:404': says('REQUEST_REJECTED', 'no such endpoint on this host'),
  ...all('51403 51404 51413 51416', 'REQUEST_REJECTED', 'cannot be cancelled in this state'),
  '51410': says('REQUEST_REJECTED', 'being cancelled, or settling: look again in a moment'),
  ...all('51600 51601 51602', 'REQUEST_REJECTED'),
  '58216': says('REQUEST_REJECTED', 'not in this state of the withdrawal'),
  '58119': says('REQUEST_REJECTED', 'the sub-account may not transfer out'),
  '59501': says('REQUEST_REJECTED', 'the account has as many keys as it may'),
  '59502': says('REQUEST_REJECTED', 'another key has this label'),
  '59503': says('REQUEST_REJECTED', 'at most 20 addresses'),
  '59505': says('REQUEST_REJECTED', 'a passphrase that OKX does not take'),
  '59512': says('REQUEST_REJECTED', 'sub-accounts of brokers always may'),
  '59515': says('REQUEST_REJECTED'),
  '59519': says('ACCOUNT_FROZEN', 'this function of the account is frozen'),
  ...all('59614 59619', 'REQUEST_REJECTED', 'not for this kind of sub-account'),
};

/**
 * OKX refuses with `{"code":"50119","msg":"…","data":[]}` under 200 or 401. What was asked of several
 * things comes with a code for each (`sCode`), which says more than the 1 or 2 above it; and under a 0
 * it still is a refusal.
 */
export function readRefusal(body: unknown): Refusal | undefined {
  if (!isObject(body)) return undefined;
  const code = textOf(body['code']);
  const row = rowsIn(body['data']).find(({ sCode }) => isRefused(textOf(sCode)));
  if (row !== undefined) return { code: textOf(row['sCode']) ?? '', detail: textOf(row['sMsg']) ?? '' };
  if (!isRefused(code)) return undefined;
  return { code, detail: textOf(body['msg']) ?? '' };
}

const isRefused = (code: string | undefined): code is string => code !== undefined && !/^0+$/.test(code);

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const rowsIn = (data: unknown): readonly Fields[] => (Array.isArray(data) ? data.filter(isObject) : []);

const textOf = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;
