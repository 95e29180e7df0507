import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isExpired, isIpAllowed } from '../gate.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { SimulatorScope } from '../opening-books.ts';
import type { Incoming } from '../shell.ts';
import type { VenueCore } from '../venue-core.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { refusal } from './codes.ts';
import type { Lockout } from './lockout.ts';
import { nonceIn } from './nonces.ts';
import type { Nonces } from './nonces.ts';
import { permissionsOf, settingOf } from './permissions.ts';
import type { Need } from './route.ts';

export interface Gate {
  readonly core: VenueCore;
  readonly nonces: Nonces;
  readonly lockout: Lockout;
  /** What a deleted or unknown key is answered with. */
  readonly deadKey: string;
}

/**
 * Returns the key that sent this; throws the venue's refusal. Order assumed: lockout, key, address,
 * signature, nonce; limits and permission (`checkNeed`) come after. No document tells it; it stands in
 * this one place. A refused signature uses no nonce up: else anybody could push a key's nonce on.
 */
export function passGate(gate: Gate, incoming: Incoming): LedgerKey {
  const { core, lockout } = gate;
  const { sourceIp } = incoming;
  const nowMs = core.nowMs();
  const isLocked = lockout.isLocked(sourceIp, nowMs);
  try {
    const key = identify(gate, incoming, isLocked);
    lockout.notePassed(sourceIp);
    return key;
  } catch (problem) {
    if (!(problem instanceof VenueRefusal)) throw problem;
    lockout.noteRefusal(sourceIp, problem, nowMs);
    throw isLocked ? refusal('EGeneral:Temporary lockout') : problem;
  }
}

function identify(gate: Gate, incoming: Incoming, isLocked: boolean): LedgerKey {
  const { core, nonces } = gate;
  const key = keyOf(gate, String(incoming.headers['api-key'] ?? ''), incoming.sourceIp);
  if (isLocked) throw refusal('EGeneral:Temporary lockout');
  const { secret } = core.ring.partsOf(key.ref);
  const nonce = nonceTextOf(incoming);
  if (!isSigned(incoming, { secret, nonce: nonce ?? '' })) throw refusal('EAPI:Invalid signature');
  const number = nonceIn(nonce);
  const window = BigInt(settingOf(key, 'nonceWindow'));
  if (number === undefined || !nonces.take(key.ref, number, window)) throw refusal('EAPI:Invalid nonce');
  return key;
}

/** The same gate without HTTP: there is no request to sign and no nonce. */
export function passGateInPerson(
  gate: Gate,
  holder: { readonly keyId: string; readonly sourceIp: string },
  needs: SimulatorScope,
): LedgerKey {
  if (gate.lockout.isLocked(holder.sourceIp, gate.core.nowMs())) throw refusal('EGeneral:Temporary lockout');
  const key = keyOf(gate, holder.keyId, holder.sourceIp);
  checkNeed(key, needs === 'withdraw' ? withdrawing : trading);
  return key;
}

export const trading: Need = { allOf: ['modify-trades'] };
export const withdrawing: Need = { allOf: ['withdraw-funds'] };

export function checkNeed(key: LedgerKey, { allOf = [], anyOf, master }: Need): void {
  const held = permissionsOf(key);
  const hasAll = allOf.every((each) => held.includes(each));
  const hasAny = anyOf === undefined || anyOf.some((each) => held.includes(each));
  const isSub = key.subAccount !== undefined;
  if (!hasAll || !hasAny || (master === true && isSub)) throw refusal('EGeneral:Permission denied');
}

/**
 * What a key is answered with from an address that is not on its list is written nowhere; the words of
 * an unknown key are the harder ones for a client, and assumed. One whose time is up gets them too.
 */
function keyOf({ core, deadKey }: Gate, keyId: string, sourceIp: string): LedgerKey {
  const books = core.world.books();
  const key = core.ring.find(books, keyId);
  if (key === undefined || key.deletedAtMs !== undefined || isExpired(key, core.nowMs())) {
    throw refusal(deadKey);
  }
  if (!isIpAllowed(key.ipAllowlist, sourceIp)) throw refusal('EAPI:Invalid key');
  return key;
}

/** As it stands in the body: a nonce in nanoseconds is more than a JSON number holds. */
function nonceTextOf({ body, headers }: Incoming): string | undefined {
  if (!String(headers['content-type'] ?? '').includes('json')) {
    return new URLSearchParams(body).get('nonce') ?? undefined;
  }
  return /"nonce"\s*:\s*"?(\d+)"?\s*[,}]/.exec(body)?.[1];
}

/** HMAC-SHA512 of the path and the SHA256 of nonce and body, with the decoded secret, in base64. */
function isSigned(
  { path, body, headers }: Incoming,
  { secret, nonce }: { readonly secret: string; readonly nonce: string },
): boolean {
  const hash = createHash('sha256').update(`${nonce}${body}`, 'latin1').digest();
  const expected = createHmac('sha512', Buffer.from(secret, 'base64'))
    .update(path, 'latin1')
    .update(hash)
    .digest();
  const given = Buffer.from(String(headers['api-sign'] ?? ''), 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
