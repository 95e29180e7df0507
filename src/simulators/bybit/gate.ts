import { isIpAllowed, isSignedBy } from '../gate.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { SimulatorScope } from '../opening-books.ts';
import type { Incoming } from '../shell.ts';
import type { VenueCore } from '../venue-core.ts';
import { refusal } from './codes.ts';
import { isOver } from './key-life.ts';
import { rightsOf } from './permissions.ts';
import type { Need } from './route.ts';

export interface Gate {
  readonly core: VenueCore;
  /** How a deleted or unknown key is answered: "10003", or a bare 401. */
  readonly deadKey: string;
}

/** guide: "default value is 5,000". */
const usualWindowMs = '5000';
/** "timestamp < server_time + 1000". */
const aheadMs = 1_000;

/**
 * Returns the key that sent this; throws the venue's refusal. Order assumed: headers, key, address,
 * time, signature; limits and permission (`checkNeed`) come after. No document tells it; it stands in
 * this one place. That a bad signature is told from an unknown key is reported (bybit-api issue #87).
 */
export function passGate(gate: Gate, incoming: Incoming): LedgerKey {
  const [keyId, timestamp, signature] = ['x-bapi-api-key', 'x-bapi-timestamp', 'x-bapi-sign'].map((name) =>
    header(incoming, name),
  ) as [string, string, string];
  // error.mdx, HTTP 401: "Need to put authentication params in the request header".
  if (keyId === '' || timestamp === '' || signature === '') throw refusal('http:401');
  const key = keyOf(gate, keyId, incoming.sourceIp);
  const recvWindow = header(incoming, 'x-bapi-recv-window');
  checkTime(gate.core.nowMs(), timestamp, recvWindow === '' ? usualWindowMs : recvWindow);
  const payload = `${timestamp}${keyId}${recvWindow}${incoming.method === 'POST' ? incoming.body : incoming.query}`;
  const { secret } = gate.core.ring.partsOf(key.ref);
  // The words as reports show them: the venue tells what was signed, the key's id with it.
  if (!isSignedBy({ secret, payload, signature })) {
    throw refusal('10004', `error sign! origin_string[${payload}]`);
  }
  return key;
}

/** The same gate without HTTP: there is no request to sign or to be late. */
export function passGateInPerson(
  gate: Gate,
  holder: { readonly keyId: string; readonly sourceIp: string },
  needs: SimulatorScope,
): LedgerKey {
  const key = keyOf(gate, holder.keyId, holder.sourceIp);
  checkNeed(key, needs === 'withdraw' ? withdrawing : spotTrading);
  return key;
}

export const spotTrading: Need = { writes: true, anyOf: ['Spot/SpotTrade'], subAnyOf: ['Spot/SpotTrade'] };
/** "Request by the master UID's api key only"; that it needs the permission of that name is assumed. */
export const withdrawing: Need = { master: true, writes: true, anyOf: ['Wallet/Withdraw'] };

export function checkNeed(key: LedgerKey, { master, writes, anyOf, subAnyOf }: Need): void {
  const isSub = key.subAccount !== undefined;
  const { readOnly, permissions } = rightsOf(key);
  const wanted = isSub ? subAnyOf : anyOf;
  const lacks = wanted !== undefined && !wanted.some((each) => permissions.includes(each));
  if ((master === true && isSub) || (writes === true && readOnly) || lacks) throw refusal('10005');
}

function keyOf({ core, deadKey }: Gate, keyId: string, sourceIp: string): LedgerKey {
  const books = core.world.books();
  const key = core.ring.find(books, keyId);
  if (key !== undefined && isOver(key, core.nowMs())) throw refusal('33004', 'Your api key has expired.');
  if (key === undefined || key.deletedAtMs !== undefined) {
    throw deadKey === '10003' ? refusal('10003', 'API key is invalid.') : refusal(deadKey);
  }
  const owner = books.subAccounts.find(({ id }) => id === key.subAccount);
  // Which code the keys of a frozen sub-account get is not written.
  if (books.frozen || owner?.frozen === true) throw refusal('10008');
  if (!isIpAllowed(key.ipAllowlist, sourceIp)) throw refusal('10010');
  return key;
}

// "server_time - recv_window <= timestamp < server_time + 1000"
function checkTime(nowMs: number, timestamp: string, recvWindow: string): void {
  const isNumeric = /^\d{1,15}$/.test(timestamp) && /^\d{1,9}$/.test(recvWindow);
  const atMs = Number(timestamp);
  if (isNumeric && nowMs - Number(recvWindow) <= atMs && atMs < nowMs + aheadMs) return;
  throw refusal(
    '10002',
    'invalid request, please check your server timestamp or recv_window param. ' +
      `req_timestamp[${timestamp}],server_timestamp[${nowMs}],recv_window[${recvWindow}]`,
  );
}

const header = (incoming: Incoming, name: string): string => String(incoming.headers[name] ?? '');
