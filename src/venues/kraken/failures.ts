import type { FailureCode } from '../../domain/failure.ts';
import type { Source } from '../../domain/source.ts';
import type { FailureMeaning, FailureTable, Refusal } from '../contract.ts';
import { docs, guide, helpPage, reported } from './sources.ts';

const errorsPage = guide('general/errors');
const limitsPage = guide('rest/ratelimits');
const clients = reported('exception maps of ccxt 4.5.84 and python-kraken-sdk; no document of today');

const says = (code: FailureCode, note?: string, source: Source = errorsPage): FailureMeaning => ({
  code,
  source,
  ...(note === undefined ? {} : { note }),
});

const all = (codes: readonly string[], code: FailureCode, source: Source): FailureTable =>
  Object.fromEntries(codes.map((each) => [each, says(code, undefined, source)]));

/**
 * Keys are what `readRefusal` makes of Kraken's texts: the first two parts, without blanks around them. Texts about
 * placing orders, withdrawing and allocating are left out: nothing here does that, and a refusal without a
 * line of its own is REQUEST_REJECTED.
 */
export const failures: FailureTable = {
  // ---- the key
  // Said of a key that is deleted, revoked or malformed; whether of a wrong address too is written nowhere.
  'EAPI:Invalid key': says(
    'KEY_IP_OR_SCOPE',
    'deleted, revoked or never there; whether Kraken says the same to an address that is not allowed is not written. Now and then it was said of a living key for minutes. Repeated too often it locks this address out, with every other key',
  ),
  'EAPI:Invalid signature': says('SIGNATURE_REJECTED', 'wrong secret, most likely a copy error'),
  'EAPI:Invalid nonce': says(
    'NONCE_REJECTED',
    'somebody has used this key with a higher number: it lives. A bot or an attacker that counts in micro- or nanoseconds locks firebreak out of this key for good; go on with another key of the account',
  ),
  'EGeneral:Permission denied': says(
    'SCOPE_MISSING',
    'the key lives; a permission for this call is not ticked',
  ),
  'EAccount:Invalid permissions': says(
    'SCOPE_MISSING',
    'the account, not the key, may not do this',
    helpPage,
  ),
  'ESession:Invalid session': says('REQUEST_REJECTED', 'of the WebSocket, not of a key'),
  'EAPI:Feature disabled': says('REQUEST_REJECTED', undefined, helpPage),
  'EAPI:Bad request': says('REQUEST_REJECTED', undefined, helpPage),

  // ---- the account
  'EAuth:Account temporary disabled': says('ACCOUNT_FROZEN', 'ask support', helpPage),
  'EAuth:Account unconfirmed': says('ACCOUNT_FROZEN', 'the account is not confirmed yet', helpPage),
  'ETrade:User Locked': says('ACCOUNT_FROZEN', 'the account is locked: only support can tell why', helpPage),
  'ETrade:Locked': says('ACCOUNT_FROZEN', 'trading is locked', helpPage),

  // ---- too much, too soon
  'EAPI:Rate limit exceeded': says(
    'RATE_LIMITED',
    'the counter of this key is full: wait 15 seconds, longer if calls go on meanwhile',
    limitsPage,
  ),
  'EOrder:Rate limit exceeded': says(
    'RATE_LIMITED',
    'of the pair: orders that are cancelled within seconds count most',
    guide('general/ratelimits'),
  ),
  'EService:Throttled': says(
    'RATE_LIMITED',
    'too many requests at once; the text names the second from which on Kraken listens again',
    limitsPage,
  ),
  'EGeneral:Too many requests': says('RATE_LIMITED', 'of this address, for public calls', clients),
  'EAuth:Rate limit exceeded': says('RATE_LIMITED', undefined, helpPage),
  'EAuth:Too many requests': says('RATE_LIMITED', undefined, helpPage),
  // A try before it is over begins it anew.
  'EGeneral:Temporary lockout': {
    ...says(
      'BANNED',
      'too many invalid keys in a row: stop everything for about 15 minutes, the other keys too',
    ),
    pauseMs: 16 * 60_000,
  },

  // ---- the venue itself. A write may have happened; a read is asked again.
  'EService:Unavailable': says('OUTCOME_UNKNOWN', 'the matching engine or the API is away'),
  'EService:Timeout': says('OUTCOME_UNKNOWN', undefined, helpPage),
  'EService:Busy': says('OUTCOME_UNKNOWN', undefined, helpPage),
  'EService:Deadline elapsed': says('OUTCOME_UNKNOWN', undefined, helpPage),
  'EGeneral:Internal error': says('OUTCOME_UNKNOWN', undefined, helpPage),
  'EDatabase:Internal error': says('OUTCOME_UNKNOWN', undefined, clients),
  'EEarnings:Busy': says('VENUE_DOWN', undefined, docs('earn/allocate-earn-funds')),
  ...all(
    ['EService:Market in cancel_only mode', 'EService:Market in post_only mode'],
    'REQUEST_REJECTED',
    helpPage,
  ),
  'http:403': says('BLOCKED_BY_GATEWAY', 'no word of the venue itself: a firewall in front of it', clients),
  'http:429': says('RATE_LIMITED', undefined, clients),
  'http:520': says('VENUE_DOWN', 'of the network in front of Kraken', clients),

  // ---- nothing there
  'EOrder:Unknown order': says(
    'NOT_FOUND',
    'no such order, or it rests no more: filled or cancelled',
    helpPage,
  ),
  'EOrder:Invalid order': says('NOT_FOUND', 'no id of an order', clients),
  'EOrder:Unknown position': says('NOT_FOUND', undefined, helpPage),
  'EFunding:Unknown reference id': says('NOT_FOUND', 'no such withdrawal, or not of this asset', clients),
  'EFunding:Invalid reference id': says('NOT_FOUND', 'no id of a withdrawal', clients),
  ...all(
    [
      'EQuery:Unknown asset pair',
      'EQuery:Unknown asset',
      'EQuery:Invalid asset pair',
      'EFunding:Unknown asset',
    ],
    'NOT_FOUND',
    helpPage,
  ),
  'EFunding:Unknown withdraw key': says('NOT_FOUND', 'no withdrawal address of that name', clients),

  // ---- understood and refused
  'EOrder:Cancel pending': says('REQUEST_REJECTED', 'the order is being cancelled already', clients),
  'EFunding:Cancel pending': says('REQUEST_REJECTED', 'the withdrawal is being cancelled already', clients),
  'EGeneral:Invalid arguments': says('REQUEST_REJECTED', 'a parameter is wrong; the text names it'),
  ...all(['EGeneral:Unknown method', 'EGeneral:Unknown Method'], 'REQUEST_REJECTED', helpPage),
  'WDatabase:No change': says('REQUEST_REJECTED', 'nothing was to be changed', clients),
};

/** Long enough for every text of the table; what is longer is no code. */
const longestCode = 80;

/**
 * Kraken refuses with `{"error":["EAPI:Invalid key"]}` under HTTP 200: severity, category, text, and now and
 * then what it is about ("EGeneral:Invalid arguments:volume", "EService: Throttled: 1741500000"). A
 * warning ("W…") beside a result refuses it, too: nobody knows what it leaves out.
 */
export function readRefusal(body: unknown): Refusal | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const { error } = body as Readonly<Record<string, unknown>>;
  if (!Array.isArray(error)) return undefined;
  const texts = error.filter((each): each is string => typeof each === 'string' && each !== '');
  const text = texts.find((each) => each.startsWith('E')) ?? texts[0];
  return text === undefined ? undefined : { code: codeIn(text), detail: texts.join('; ') };
}

const codeIn = (text: string): string =>
  text
    .split(':', 2)
    .map((part) => part.trim())
    .join(':')
    .slice(0, longestCode);
