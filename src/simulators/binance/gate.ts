import { hasScope, isExpired, isIpAllowed, isSignedBy } from '../gate.ts';
import type { SimulatorScope } from '../opening-books.ts';
import type { KeyRing } from '../key-ring.ts';
import type { LedgerBooks, LedgerKey } from '../ledger-books.ts';
import type { VenueRefusal } from '../venue-refusal.ts';
import { isFutures, refuse } from './codes.ts';
import type { Side } from './codes.ts';
import { mandatory, moment, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';

/**
 * The order of the checks. Key before signature is suggested by reports (a wrong secret gives -1022,
 * an unknown key -2008 or -2015), key before address and address before signature are assumed: the
 * order is unverified at the venue (venues-core §1.7 and D.4). One place, so that it can be corrected.
 */
const orderOfChecks = ['key', 'address', 'time', 'signature', 'permission'] as const;

/** A request as the gate sees it. */
interface Knock {
  readonly side: Side;
  readonly sourceIp: string;
  readonly keyId: string;
  readonly needs: SimulatorScope;
  /** A missing permission is -1002 here. */
  readonly saysUnauthorized?: boolean | undefined;
  readonly parameters: Parameters;
  /** Query and body as they were on the wire. */
  readonly query: string;
  readonly body: string;
  readonly nowMs: number;
}

type Door = Pick<Knock, 'side' | 'keyId' | 'sourceIp'>;

/** `-2015` is the harder one: it also means "wrong address" and "missing permission". */
export const deadKeyAnswers = ['-2015', '-2008'] as const;

export type DeadKeyAnswer = (typeof deadKeyAnswers)[number];

export interface GateRules {
  readonly ring: KeyRing;
  readonly books: LedgerBooks;
  readonly deadKeyAnswer: DeadKeyAnswer;
  readonly nowMs: number;
}

/** Returns the key that may do this. Throws the venue's refusal. */
export function passGate(rules: GateRules, knock: Knock): LedgerKey {
  const checks: Readonly<Record<(typeof orderOfChecks)[number], (key: LedgerKey) => void>> = {
    key: () => undefined, // done below: the others need what it finds
    address: (key) => checkAddress(key, knock),
    time: () => checkTime(knock),
    signature: (key) => checkSignature(rules, key, knock),
    permission: (key) => checkPermission(key, knock),
  };
  const key = findKey(rules, knock);
  for (const check of orderOfChecks) checks[check](key);
  return key;
}

/** The same gate without HTTP: there is no request to sign or to be late. */
export function passGateInPerson(
  rules: GateRules,
  knock: Pick<Knock, 'side' | 'sourceIp' | 'keyId' | 'needs'>,
): LedgerKey {
  const key = findKey(rules, knock);
  checkAddress(key, knock);
  checkPermission(key, knock);
  return key;
}

/** MARKET_DATA endpoints want a key, and no signature. */
export function passGateUnsigned(rules: GateRules, knock: Door): LedgerKey {
  const key = findKey(rules, knock);
  checkAddress(key, knock);
  return key;
}

// Which characters a key id may have is not written anywhere; 64 letters and digits is what all
// published examples are.
export const keyIdForm = /^[A-Za-z0-9]{64}$/;

function findKey(rules: GateRules, knock: Door): LedgerKey {
  if (!keyIdForm.test(knock.keyId)) throw refuse.keyMalformed();
  const key = rules.ring.find(rules.books, knock.keyId);
  if (key === undefined) throw noSuchKey('-2008', knock);
  if (key.deletedAtMs !== undefined || isExpired(key, rules.nowMs)) {
    throw noSuchKey(rules.deadKeyAnswer, knock);
  }
  return key;
}

// The lists of error codes of the futures have no -2008.
const noSuchKey = (answer: DeadKeyAnswer, { side, sourceIp }: Door): VenueRefusal =>
  answer === '-2008' && !isFutures(side) ? refuse.keyUnknown() : refuse.keyIpOrPermission(side, sourceIp);

function checkAddress(key: LedgerKey, { side, sourceIp }: Door): void {
  if (!isIpAllowed(key.ipAllowlist, sourceIp)) throw refuse.keyIpOrPermission(side, sourceIp);
}

// A missing trade permission is -2015, a missing withdraw permission -1002: both are documented for
// the case (venues-core §1.7 c), which of them where is from reports.
function checkPermission(key: LedgerKey, knock: Door & Pick<Knock, 'needs' | 'saysUnauthorized'>): void {
  if (hasScope(key.scopes, knock.needs)) return;
  throw knock.needs === 'withdraw' || knock.saysUnauthorized === true
    ? refuse.notAuthorized()
    : refuse.keyIpOrPermission(knock.side, knock.sourceIp);
}

const usualRecvWindowMs = 5000;
const longestRecvWindowMs = 60_000;
const aheadToleratedMs = 1000;

// rest-api.md "Timing security": timestamp < serverTime + 1 s, and serverTime − timestamp <= recvWindow.
function checkTime(knock: Knock): void {
  mandatory(knock.parameters, 'timestamp');
  const timestamp = moment(knock.parameters, 'timestamp') ?? 0;
  const recvWindowMs = recvWindowOf(knock.parameters);
  if (timestamp >= knock.nowMs + aheadToleratedMs) throw refuse.aheadOfServer();
  if (knock.nowMs - timestamp > recvWindowMs) throw refuse.outsideRecvWindow();
}

function recvWindowOf(parameters: Parameters): number {
  const text = optional(parameters, 'recvWindow');
  if (text === undefined) return usualRecvWindowMs;
  if (!/^\d{1,10}(\.\d{1,3})?$/.test(text)) throw refuse.illegalCharacters('recvWindow', '^[0-9]{1,20}$');
  if (Number(text) > longestRecvWindowMs) throw refuse.recvWindowTooLong();
  return Number(text);
}

function checkSignature(rules: GateRules, key: LedgerKey, knock: Knock): void {
  const signature = mandatory(knock.parameters, 'signature');
  const payload = signedPayload(knock.query, knock.body);
  const { secret } = rules.ring.partsOf(key.ref);
  const isEncoded = encodedForm.test(payload);
  if (!isEncoded || !isSignedBy({ secret, payload, signature })) throw refuse.signature();
}

// Since 2026-01-15 what is not percent-encoded before signing is refused with -1022 (changelogs of spot
// and sub-accounts). Which characters the venue insists on is not written: a reserved one that stands
// raw in a value is refused, as the "@" of a sub-account's mail address; what encodeURIComponent
// leaves passes, and "+" for a space.
const encodedForm = /^[\w\-.~!'()*+%=&]*$/;

/** Query and body joined without a separator, without the signature (rest-api.md "HMAC Keys"). */
export const signedPayload = (query: string, body: string): string =>
  withoutSignature(query) + withoutSignature(body);

const withoutSignature = (text: string): string =>
  text
    .split('&')
    .filter((pair) => !pair.startsWith('signature='))
    .join('&');
