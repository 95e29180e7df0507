import type { FailureCode } from '../../domain/failure.ts';
import type { Source } from '../../domain/source.ts';
import type { FailureMeaning, FailureTable, Refusal } from '../contract.ts';

const errorsPage: Source = {
  where: 'binance-spot-api-docs, errors.md',
  checked: '2026-07-21',
  verified: true,
};
const generalPage: Source = {
  where: 'binance-spot-api-docs, rest-api.md, "HTTP Return Codes"',
  checked: '2026-07-21',
  verified: true,
};
/** In no list of Binance's own: seen by users and mapped by ccxt 4.5.84. */
const usersReports: Source = {
  where: 'github ccxt/ccxt issue 16777; exception map of ccxt 4.5.84',
  checked: '2026-11-21',
  verified: false,
};

const says = (code: FailureCode, note?: string, source: Source = errorsPage): FailureMeaning => ({
  code,
  source,
  ...(note === undefined ? {} : { note }),
});

/** The request itself was wrong: our adapter's fault, never the key's. */
const rejected = (
  '-1013 -1014 -1020 -1100 -1101 -1102 -1103 -1104 -1105 -1106 -1108 -1111 -1112 -1114 -1115 -1116 ' +
  '-1117 -1118 -1119 -1120 -1127 -1128 -1130 -1135 -1145 -1151 -2010 -2016 -2039'
).split(' ');

export const failures: FailureTable = {
  // Did it happen? The document says of each that the execution status is unknown, or nothing at all.
  '-1000': says('OUTCOME_UNKNOWN'),
  '-1001': says('OUTCOME_UNKNOWN'),
  '-1006': says('OUTCOME_UNKNOWN'),
  '-1007': says('OUTCOME_UNKNOWN'),
  '-1008': says('VENUE_DOWN'),
  '-1016': says('VENUE_DOWN'),
  '-1003': says('RATE_LIMITED', 'with HTTP 418 the address is banned, for 2 minutes to 3 days'),
  '-1015': says('RATE_LIMITED'),
  '-1034': says('RATE_LIMITED'),
  '-1002': says('SCOPE_MISSING'),
  '-1021': says('CLOCK_SKEW', "set this machine's clock, or pass the measured offset"),
  '-1022': says('SIGNATURE_REJECTED', 'wrong secret, most likely a copy error'),
  '-1121': says('NOT_FOUND', 'no such symbol'),
  '-2011': says('NOT_FOUND', 'nothing left to cancel under this id: filled, cancelled or never there'),
  '-2013': says('NOT_FOUND'),
  '-2026': says('NOT_FOUND', 'cancelled without a fill more than 90 days ago, and archived'),
  '-2014': says('KEY_MALFORMED'),
  '-2015': says('KEY_IP_OR_SCOPE', 'dead, wrong address or missing permission: Binance does not say which'),
  '-2008': says('KEY_UNKNOWN', 'deleted, or never there', usersReports),
  '-2017': says('ACCOUNT_FROZEN', 'API keys are locked on this account', usersReports),
  ...Object.fromEntries(rejected.map((code) => [code, says('REQUEST_REJECTED')])),
  // Codes that only margin, wallet and futures have are told apart by ccxt's class or count as
  // REQUEST_REJECTED: another section may still be read.
  'http:403': says('BLOCKED_BY_GATEWAY', 'the web application firewall', generalPage),
  'http:418': says('BANNED', 'this address went on after 429', generalPage),
  'http:429': says('RATE_LIMITED', undefined, generalPage),
  'http:451': says('REGION_BLOCKED', undefined, { ...generalPage, verified: false }),
};

/**
 * Binance refuses with `{"code":-2015,"msg":"…"}`, on some sapi paths under HTTP 200 or as
 * `{"success":false,"msg":"…"}`. A code of 0, 200 or "000000" is a success.
 */
export function readRefusal(body: unknown): Refusal | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const { code, msg, success } = body as Readonly<Record<string, unknown>>;
  const venueCode = typeof code === 'number' || typeof code === 'string' ? String(code) : undefined;
  const isRefusal =
    success === false ||
    (venueCode !== undefined && typeof msg === 'string' && !/^(0+|200)$/.test(venueCode));
  if (!isRefusal) return undefined;
  return { code: venueCode ?? 'success:false', detail: typeof msg === 'string' ? msg : '' };
}
