import { hasScope, isExpired, isIpAllowed, isSignedBy } from '../gate.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { SimulatorScope } from '../opening-books.ts';
import type { Incoming } from '../shell.ts';
import type { VenueCore } from '../venue-core.ts';
import { refusal } from './codes.ts';

/** "Your 64-character API key" (docs, every private endpoint's Authorization). */
export const keyIdForm = /^[A-Za-z0-9]{64}$/;

/**
 * What an endpoint wants of a key: neutral scopes, and the right "Administrative" of a company's main
 * key (docs, institutional API), which is a venue permission of the books.
 */
export type Need = SimulatorScope | 'administrative';

/** The permission that each part of the API wants, and what its lack is called (errors 310–312). */
const lackOf: Readonly<Partial<Record<Need, string>>> = {
  read: '311',
  // Which code an institutional endpoint gives is not written: the account's is assumed.
  transfer: '311',
  administrative: '311',
  'spot-trade': '310',
  withdraw: '312',
};

const shortestWindowMs = 100;
const longestWindowMs = 60_000;
const usualWindowMs = 10_000;

/**
 * Returns the key that may do this; throws the venue's refusal. Order assumed: form, key, address,
 * time, signature, permission. No document tells it; it stands in this one place.
 */
export function passGate(core: VenueCore, incoming: Incoming, needs: readonly Need[]): LedgerKey {
  const key = keyOf(core, header(incoming, 'bitvavo-access-key'), incoming.sourceIp);
  checkTime(core, incoming);
  checkSignature(core, key, incoming);
  for (const need of needs) checkPermission(key, need);
  core.lastUse.touch(key.ref, core.nowMs());
  return key;
}

/** The same gate without HTTP: there is no request to sign or to be late. */
export function passGateInPerson(
  core: VenueCore,
  holder: { readonly keyId: string; readonly sourceIp: string },
  needs: SimulatorScope,
): LedgerKey {
  const key = keyOf(core, holder.keyId, holder.sourceIp);
  checkPermission(key, needs);
  return key;
}

function keyOf(core: VenueCore, keyId: string, sourceIp: string): LedgerKey {
  if (keyId === '') throw refusal('300');
  if (!keyIdForm.test(keyId)) throw refusal('301');
  const books = core.world.books();
  const key = core.ring.find(books, keyId);
  if (key === undefined || key.deletedAtMs !== undefined || isExpired(key, core.nowMs())) {
    throw refusal('305');
  }
  if (books.frozen) throw refusal('317');
  if (!isIpAllowed(key.ipAllowlist, sourceIp)) throw refusal('307');
  return key;
}

function checkPermission(key: LedgerKey, need: Need): void {
  const has = need === 'administrative' ? key.venuePermissions.includes(need) : hasScope(key.scopes, need);
  if (!has) throw refusal(lackOf[need] ?? '320');
}

function checkTime(core: VenueCore, incoming: Incoming): void {
  const timestamp = header(incoming, 'bitvavo-access-timestamp');
  if (!/^\d{13}$/.test(timestamp)) throw refusal('302');
  const window = header(incoming, 'bitvavo-access-window');
  const windowMs = window === '' ? usualWindowMs : Number(window);
  if (!(windowMs >= shortestWindowMs && windowMs <= longestWindowMs)) throw refusal('303');
  // That a timestamp ahead by more than the window is refused too is assumed.
  if (Math.abs(core.nowMs() - Number(timestamp)) > windowMs) throw refusal('304');
}

// timestamp + method + url with its query + body (docs "Authentication").
function checkSignature(core: VenueCore, key: LedgerKey, incoming: Incoming): void {
  const signature = header(incoming, 'bitvavo-access-signature');
  if (!/^[0-9a-f]{64}$/i.test(signature)) throw refusal('308');
  const { method, path, query, body } = incoming;
  const url = query === '' ? path : `${path}?${query}`;
  const payload = `${header(incoming, 'bitvavo-access-timestamp')}${method}${url}${body}`;
  if (!isSignedBy({ secret: core.ring.partsOf(key.ref).secret, payload, signature })) throw refusal('309');
}

const header = (incoming: Incoming, name: string): string => String(incoming.headers[name] ?? '');
