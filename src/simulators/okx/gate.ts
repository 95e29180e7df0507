import { createHmac, timingSafeEqual } from 'node:crypto';
import { DateTime } from 'luxon';
import { isExpired, isIpAllowed } from '../gate.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { SimulatorScope } from '../opening-books.ts';
import type { Incoming } from '../shell.ts';
import type { VenueCore } from '../venue-core.ts';
import { refusal } from './codes.ts';
import { isDeletedForIdleness } from './key-life.ts';
import { permissionOf, permissionsOf } from './permissions.ts';
import type { Need } from './route.ts';

export interface Gate {
  readonly core: VenueCore;
  /** How a deleted or unknown key is answered: "50119", or "50111". */
  readonly deadKey: string;
  readonly startedAtMs: number;
  /**
   * Passphrases that somebody chose for a key made by API, by its ref. In memory: secrets are in no log,
   * so that after a restart only the derived one is good.
   */
  readonly chosenPassphrases: Map<string, string>;
}

/** "requests whose timestamp differs from the server's by more than 30 seconds are refused (50102)". */
const toleratedMs = 30_000;

/**
 * Returns the key that sent this; throws the venue's refusal. Order assumed: headers, time, key,
 * environment, address, passphrase, signature; the permission (`checkNeed`) comes after. No document
 * tells it; it stands in this one place.
 */
export function passGate(gate: Gate, incoming: Incoming): LedgerKey {
  const sent = {
    keyId: headerOf(incoming, 'ok-access-key', '50103'),
    passphrase: headerOf(incoming, 'ok-access-passphrase', '50104'),
    signature: headerOf(incoming, 'ok-access-sign', '50106'),
    timestamp: headerOf(incoming, 'ok-access-timestamp', '50107'),
  };
  checkTime(gate.core.nowMs(), sent.timestamp);
  const key = liveKey(gate, sent.keyId);
  // A key of the live venue: the header is for those of demo trading.
  if (incoming.headers['x-simulated-trading'] === '1') throw refusal('50101');
  checkAddress(key, incoming.sourceIp);
  if (!isPassphraseOf(gate, key, sent.passphrase)) throw refusal('50105');
  const { secret } = gate.core.ring.partsOf(key.ref);
  if (!isSignedBy(secret, payloadOf(incoming, sent.timestamp), sent.signature)) throw refusal('50113');
  return key;
}

/** The same gate without HTTP: there is no request to sign or to be late. */
export function passGateInPerson(
  gate: Gate,
  holder: { readonly keyId: string; readonly sourceIp: string },
  needs: SimulatorScope,
): LedgerKey {
  const key = liveKey(gate, holder.keyId);
  checkAddress(key, holder.sourceIp);
  const permission = permissionOf(needs);
  checkNeed(key, permission === 'withdraw' ? withdrawing : { permission });
  return key;
}

/** "Ordinary sub-accounts do not support withdrawals" (58209). */
export const withdrawing: Need = { permission: 'withdraw', mainOnly: '58209' };

export function checkNeed(key: LedgerKey, { permission, mainOnly, bound }: Need): void {
  if (!permissionsOf(key).includes(permission)) throw refusal('50120');
  if (mainOnly !== undefined && key.subAccount !== undefined) throw refusal(mainOnly);
  if (bound === true && key.ipAllowlist.length === 0) throw refusal('50035');
}

function headerOf(incoming: Incoming, name: string, absent: string): string {
  const value = String(incoming.headers[name] ?? '');
  if (value === '') throw refusal(absent);
  return value;
}

const timestampForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** "ISO 8601 UTC, to the millisecond"; anything else is 50112. */
function checkTime(nowMs: number, timestamp: string): void {
  const moment = DateTime.fromISO(timestamp, { zone: 'utc' });
  if (!timestampForm.test(timestamp) || !moment.isValid) throw refusal('50112');
  if (Math.abs(nowMs - moment.toMillis()) > toleratedMs) throw refusal('50102');
}

function liveKey(gate: Gate, keyId: string): LedgerKey {
  const { core, deadKey, startedAtMs } = gate;
  const books = core.world.books();
  const key = core.ring.find(books, keyId);
  if (key === undefined || key.deletedAtMs !== undefined || isExpired(key, core.nowMs())) {
    throw refusal(deadKey);
  }
  if (isDeletedForIdleness(core, key, startedAtMs)) throw refusal(deadKey);
  const owner = books.subAccounts.find(({ id }) => id === key.subAccount);
  if (books.frozen) throw refusal('50100');
  // Which code the keys of a frozen sub-account get is not written.
  if (owner?.frozen === true) throw refusal('50007');
  return key;
}

function checkAddress({ ipAllowlist }: LedgerKey, sourceIp: string): void {
  if (!isIpAllowed(ipAllowlist, sourceIp)) throw refusal('50110', sourceIp);
}

function isPassphraseOf({ core, chosenPassphrases }: Gate, key: LedgerKey, given: string): boolean {
  const good = [core.ring.partsOf(key.ref).passphrase, chosenPassphrases.get(key.ref)];
  return good.some((each) => each !== undefined && isSameText(each, given));
}

/** overview, "Signature": timestamp + method + requestPath (query included) + body. */
const payloadOf = ({ method, path, query, body }: Incoming, timestamp: string): string =>
  `${timestamp}${method}${path}${query === '' ? '' : `?${query}`}${body}`;

/** The Base64 of an HMAC-SHA-256 over the bytes as they were on the wire. */
function isSignedBy(secret: string, payload: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(payload, 'latin1').digest('base64');
  return isSameText(expected, signature);
}

/** Compared in constant time, as the venue would. */
function isSameText(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected, 'utf8'), Buffer.from(given, 'utf8')];
  return a.length === b.length && timingSafeEqual(a, b);
}
