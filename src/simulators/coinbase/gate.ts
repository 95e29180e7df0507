import type { KeyObject } from 'node:crypto';
import { isExpired, isIpAllowed } from '../gate.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { SimulatorScope } from '../opening-books.ts';
import type { Incoming } from '../shell.ts';
import type { VenueCore } from '../venue-core.ts';
import type { VenueRefusal } from '../venue-refusal.ts';
import { refusal } from './codes.ts';
import { publicKeyOf } from './derive-key.ts';
import type { Half } from './names.ts';
import { halfOf } from './names.ts';
import { mayDo, permissionFor } from './permissions.ts';
import type { Permission } from './permissions.ts';
import { isForThis, isInTime, isMeantFor, isSigned, readToken } from './token.ts';

export interface Gate {
  readonly core: VenueCore;
  /** How a refused key is answered, on both halves; undefined: a text on v3, `authentication_error` on v2. */
  readonly deadKey: string | undefined;
  /** By secret: reading a key is slow. */
  readonly publicKeys: Map<string, KeyObject>;
}

/**
 * Returns the key that sent this; throws the venue's refusal. All that can be wrong with a key, its
 * address, its signature or its clock gets one and the same answer here, so the order does not show: that
 * an address outside the allowlist gets it too is assumed. The permission (`checkPermission`) is after.
 */
export function passGate(gate: Gate, incoming: Incoming): LedgerKey {
  const { core } = gate;
  const half = halfOf(incoming.path);
  const token = readToken(String(incoming.headers['authorization'] ?? ''));
  const keyId = token?.header['kid'];
  const key = typeof keyId === 'string' ? liveKey(core, keyId, incoming.sourceIp) : undefined;
  if (token === undefined || key === undefined) throw unauthorized(gate, half);
  const isGood =
    isSigned(token, publicKeyIn(gate, core.ring.partsOf(key.ref).secret)) &&
    isMeantFor(token) &&
    isInTime(token, core.nowMs()) &&
    isForThis(token, incoming);
  if (!isGood) throw unauthorized(gate, half);
  return key;
}

/** The same gate without HTTP: there is no request to sign or to be late. */
export function passGateInPerson(
  gate: Gate,
  holder: { readonly keyId: string; readonly sourceIp: string },
  needs: SimulatorScope,
): LedgerKey {
  const half = needs === 'withdraw' ? 'v2' : 'v3';
  const key = liveKey(gate.core, holder.keyId, holder.sourceIp);
  if (key === undefined) throw unauthorized(gate, half);
  checkPermission(key, permissionFor(needs), half);
  return key;
}

export function checkPermission(key: LedgerKey, permission: Permission, half: Half): void {
  if (mayDo(key, permission)) return;
  throw half === 'v3' ? refusal('PERMISSION_DENIED') : refusal('invalid_scope');
}

function liveKey(core: VenueCore, keyId: string, sourceIp: string): LedgerKey | undefined {
  const books = core.world.books();
  const key = core.ring.find(books, keyId);
  if (key === undefined || key.deletedAtMs !== undefined || isExpired(key, core.nowMs())) return undefined;
  return books.frozen || !isIpAllowed(key.ipAllowlist, sourceIp) ? undefined : key;
}

const unauthorized = ({ deadKey }: Gate, half: Half): VenueRefusal =>
  refusal(deadKey ?? (half === 'v3' ? 'http:401' : 'authentication_error'));

function publicKeyIn({ publicKeys }: Gate, secret: string): KeyObject {
  const known = publicKeys.get(secret) ?? publicKeyOf(secret);
  publicKeys.set(secret, known);
  return known;
}
