import type { FailureCode } from '../../domain/failure.ts';
import type { Source } from '../../domain/source.ts';
import type { FailureMeaning, FailureTable, Refusal } from '../contract.ts';
import { writtenIn } from '../declare.ts';
import { docs } from './sources.ts';

const errorsPage = docs('errors, "Handle errors"');
const limitsPage = docs('rate-limits');
/** Left out of today's list; the venue may still send them. */
const olderList = writtenIn(
  'support.bitvavo.com, "API error messages" (10122205636753); ccxt 4.5.84, bitvavo.js, exceptions',
);

const says = (code: FailureCode, note?: string, source: Source = errorsPage): FailureMeaning => ({
  code,
  source,
  ...(note === undefined ? {} : { note }),
});

/** The request itself was wrong, or the market does not take it now: never the key's fault. */
const rejected = (
  '102 200 201 202 203 204 205 206 210 211 212 213 214 215 216 217 218 220 231 232 234 235 236 237 238 239 ' +
  '316 401 402 403 405 406 407 408 409 410 411 412 414 415 422 423 424 425 426 429 431'
).split(' ');

export const failures: FailureTable = {
  // ---- the key
  '305': says('KEY_UNKNOWN', 'not active: deleted, or never there'),
  '306': says(
    'SCOPE_MISSING',
    'a new key that nobody has confirmed yet: press the link in the mail that Bitvavo sent. A key in this state that you did not make was made by someone else',
  ),
  '301': says('KEY_MALFORMED', 'a key of Bitvavo has 64 characters'),
  '300': says('REQUEST_REJECTED', 'the request carried no authentication'),
  '307': says('IP_NOT_ALLOWED', 'the key lives, for the addresses on its list'),
  '308': says('SIGNATURE_REJECTED', 'not of the form of a signature'),
  '309': says('SIGNATURE_REJECTED', 'wrong secret, most likely a copy error'),
  '302': says('CLOCK_SKEW', 'the timestamp is not in milliseconds'),
  '303': says('CLOCK_SKEW', 'the window is not between 100 and 60000 ms'),
  '304': says('CLOCK_SKEW', "set this machine's clock, or pass the measured offset"),
  '310': says('SCOPE_MISSING', 'the key may not trade'),
  '311': says('SCOPE_MISSING', 'the key may not see the account; it may still trade or withdraw'),
  '312': says(
    'SCOPE_MISSING',
    'the key may not withdraw. One that may needs no second factor and no confirmation by mail, whatever the address',
  ),
  // ---- the account
  '317': says('ACCOUNT_FROZEN', 'the account is locked: only support can tell why'),
  '318': says('ACCOUNT_FROZEN', 'the API is closed until the account is verified'),
  '319': says('REGION_BLOCKED'),
  '320': says('REQUEST_REJECTED', 'a forbidden operation, and no word why: ask support'),
  '313': says('REQUEST_REJECTED', 'the session of the website, not of a key, is invalid'),
  '413': says(
    'REQUEST_REJECTED',
    'today\'s list says "IP address not in your whitelist", the older one that the withdrawal address is not',
  ),
  // ---- too much, too soon. Under HTTP 429 the status decides, so 110 means what its own line says elsewhere.
  'http:429': {
    ...says(
      'RATE_LIMITED',
      'the key is shut out for the rest of this minute and the next; an address without a key for a quarter of an hour',
      limitsPage,
    ),
    pauseMs: 120_000,
  },
  '103': says('RATE_LIMITED', undefined, olderList),
  '104': says('RATE_LIMITED', 'too many new orders', olderList),
  '105': says(
    'RATE_LIMITED',
    'shut out until the moment that the message or bitvavo-ratelimit-resetat names',
  ),
  '112': says('RATE_LIMITED', 'of the WebSocket'),
  '110': says(
    'REQUEST_REJECTED',
    'no such endpoint; under HTTP 429 the page on rate limits gives it for the limit',
    olderList,
  ),
  // ---- the venue
  '101': says('OUTCOME_UNKNOWN', 'Bitvavo itself cannot tell whether it happened'),
  '109': says('OUTCOME_UNKNOWN', 'no answer in time: Bitvavo itself cannot tell whether it happened'),
  '400': says('OUTCOME_UNKNOWN', 'an error without a name'),
  '107': says('VENUE_DOWN', 'overloaded'),
  '108': says('VENUE_DOWN', 'not processed within the window'),
  '111': says('VENUE_DOWN', 'the matching engine is away for a moment'),
  '404': says('VENUE_DOWN', 'of a deposit or withdrawal: the node of that chain cannot be reached'),
  '419': says('VENUE_DOWN'),
  '430': says('VENUE_DOWN'),
  'http:503': says('VENUE_DOWN'),
  'http:403': says('BLOCKED_BY_GATEWAY', 'no word of the venue itself: a firewall in front of it'),
  // ---- the thing asked about
  '219': says('NOT_FOUND', 'the market is no longer listed'),
  '233': says('NOT_FOUND', 'not resting any more: filled or cancelled', olderList),
  '240': says('NOT_FOUND', 'no such order, or no longer active'),
  '230': says('REQUEST_REJECTED', 'the matching engine refused the order', olderList),
  '315': says('REQUEST_REJECTED', undefined, olderList),
  ...Object.fromEntries(rejected.map((code) => [code, says('REQUEST_REJECTED')])),
};

/** Bitvavo refuses with `{"errorCode":305,"error":"…"}`. In a list of results one refused row refuses the list. */
export function readRefusal(body: unknown): Refusal | undefined {
  const rows: readonly unknown[] = Array.isArray(body) ? body : [body];
  return rows.map(refusalIn).find((refusal) => refusal !== undefined);
}

function refusalIn(value: unknown): Refusal | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { errorCode, error } = value as Readonly<Record<string, unknown>>;
  const code = typeof errorCode === 'number' || typeof errorCode === 'string' ? String(errorCode) : '';
  return /^\d+$/.test(code) ? { code, detail: typeof error === 'string' ? error : '' } : undefined;
}
