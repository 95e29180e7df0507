import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isIpAllowed, plainIp } from '../gate.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { SimulatorScope } from '../opening-books.ts';
import type { Incoming } from '../shell.ts';
import type { VenueCore } from '../venue-core.ts';
import { refusal } from './codes.ts';
import { isOver } from './key-life.ts';
import { rightsOf } from './permissions.ts';
import type { Group } from './permissions.ts';

export interface Gate {
  readonly core: VenueCore;
  /** The label for a deleted or unknown key. */
  readonly deadKey: string;
}

/** "the gap between its value and current time cannot exceed 60 seconds". */
const gapMs = 60_000;

/** What an endpoint wants of a key. */
export interface Need {
  readonly group: Group;
  readonly writes: boolean;
  readonly mainOnly: boolean;
}

/**
 * Returns the key that sent this; throws the venue's refusal. Order assumed: headers, key, address,
 * time, signature; limit and permission (`checkNeed`) come after. No document tells it.
 */
export function passGate(gate: Gate, incoming: Incoming): LedgerKey {
  const [keyId, timestamp, signature] = ['key', 'timestamp', 'sign'].map((name) => {
    const value = String(incoming.headers[name] ?? '');
    if (value === '')
      throw refusal('MISSING_REQUIRED_HEADER', `Missing required header: ${name.toUpperCase()}`);
    return value;
  }) as [string, string, string];
  const key = keyOf(gate, keyId, incoming.sourceIp);
  checkTime(gate.core.nowMs(), timestamp);
  const { secret } = gate.core.ring.partsOf(key.ref);
  if (!isSigned({ secret, payload: payloadOf(incoming, timestamp), signature })) {
    throw refusal('INVALID_SIGNATURE', 'Signature mismatch');
  }
  return key;
}

/**
 * Method, path, query, the body's SHA-512 and the time, a line each. "Request query string without URL
 * encode", in the order of the request; the path as it is requested (assumed: its names need no escapes).
 */
function payloadOf({ method, path, query, body }: Incoming, timestamp: string): Buffer {
  const digest = createHash('sha512').update(body, 'latin1').digest('hex');
  return Buffer.from([method.toUpperCase(), path, plainQuery(query), digest, timestamp].join('\n'), 'utf8');
}

function plainQuery(query: string): string {
  try {
    return decodeURIComponent(query);
  } catch {
    throw refusal('INVALID_SIGNATURE');
  }
}

/** `HexEncode(HMAC_SHA512(secret, signature_string))`; letter case does not count (assumed). */
function isSigned(signed: {
  readonly secret: string;
  readonly payload: Buffer;
  readonly signature: string;
}): boolean {
  const expected = createHmac('sha512', signed.secret).update(signed.payload).digest();
  const given = /^[0-9a-f]{128}$/i.test(signed.signature)
    ? Buffer.from(signed.signature, 'hex')
    : Buffer.alloc(64);
  return timingSafeEqual(expected, given);
}

/** The same gate without HTTP: there is no request to sign or to be late. */
export function passGateInPerson(
  gate: Gate,
  holder: { readonly keyId: string; readonly sourceIp: string },
  needs: SimulatorScope,
): LedgerKey {
  const key = keyOf(gate, holder.keyId, holder.sourceIp);
  checkNeed(
    key,
    needs === 'withdraw'
      ? { group: 'withdrawal', writes: true, mainOnly: true }
      : { group: 'spot', writes: true, mainOnly: false },
  );
  return key;
}

/** The words of FORBIDDEN are reported; those of READ_ONLY and of sub-accounts are not. */
export function checkNeed(key: LedgerKey, { group, writes, mainOnly }: Need): void {
  if (mainOnly && key.subAccount !== undefined) {
    throw refusal('FORBIDDEN', 'Sub account has no permission to request this operation');
  }
  const right = rightsOf(key).get(group);
  if (right === undefined) throw refusal('FORBIDDEN', `Request API key does not have ${group} permission`);
  if (writes && right === 'ro') throw refusal('READ_ONLY');
}

function keyOf({ core, deadKey }: Gate, keyId: string, sourceIp: string): LedgerKey {
  const books = core.world.books();
  const key = core.ring.find(books, keyId);
  if (key === undefined || key.deletedAtMs !== undefined || isOver(key, core.nowMs())) {
    throw deadKey === 'INVALID_KEY' ? refusal('INVALID_KEY', 'Invalid key provided') : refusal(deadKey);
  }
  // Which label the keys of a locked sub-account get is not written: SUB_ACCOUNT_LOCKED is the wallet's.
  const owner = books.subAccounts.find(({ id }) => id === key.subAccount);
  if (books.frozen || owner?.frozen === true) throw refusal('ACCOUNT_LOCKED');
  if (!isIpAllowed(key.ipAllowlist, sourceIp)) {
    throw refusal('IP_FORBIDDEN', `Request IP not in whitelist: ${plainIp(sourceIp)}`);
  }
  return key;
}

function checkTime(nowMs: number, timestamp: string): void {
  const isNumeric = /^\d{1,12}$/.test(timestamp);
  // Whole seconds against the clock's own: half a second more or less does not count (assumed).
  if (isNumeric && Math.abs(Math.floor(nowMs / 1000) * 1000 - Number(timestamp) * 1000) <= gapMs) return;
  throw refusal('REQUEST_EXPIRED', 'gap between request Timestamp and server time exceeds 60');
}
