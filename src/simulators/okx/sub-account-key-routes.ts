import { isIPv4 } from 'node:net';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerBooks, LedgerKey, LedgerSubAccount } from '../ledger-books.ts';
import { liveKeys } from '../ledger-books.ts';
import { nextCounter, refOfMade } from '../ledger-keys.ts';
import { badParameter, refusal } from './codes.ts';
import { isGoodPassphrase } from './derive-key.ts';
import { perSecond, perTwoSeconds } from './limits.ts';
import { mandatory, optional } from './parameters.ts';
import { permText, scopesWith } from './permissions.ts';
import type { Permission } from './permissions.ts';
import { get, post } from './route.ts';
import type { Call, Route } from './route.ts';
import { boundChanges, mainReads, subAccountIn } from './sub-account-routes.ts';

/**
 * Keys of sub-accounts. The main account's own keys are made, changed and ended on the web site only: no
 * endpoint lists them.
 */
export const subAccountKeyRoutes: readonly Route[] = [
  get('users/subaccount/apikey', perTwoSeconds(20), list, { needs: mainReads }),
  post('users/subaccount/apikey', boundChanges, perSecond(1), create),
  post('users/subaccount/modify-apikey', boundChanges, perSecond(1), modify),
  post('users/subaccount/delete-apikey', boundChanges, perSecond(1), end),
];

const keysOf = (books: LedgerBooks, { id }: LedgerSubAccount): readonly LedgerKey[] =>
  liveKeys(books).filter(({ subAccount }) => subAccount === id);

const keyRow = ({ core }: Call, key: LedgerKey): JsonObject => ({
  label: key.label,
  apiKey: core.ring.partsOf(key.ref).keyId,
  perm: permText(key),
  ip: key.ipAllowlist.join(','),
  ts: String(key.createdAtMs),
});

function list(call: Call): Json[] {
  const { books, parameters } = call;
  const keys = keysOf(books, subAccountIn(books, parameters));
  const apiKey = optional(parameters, 'apiKey');
  return keys
    .map((key) => keyRow(call, key))
    .filter((row) => apiKey === undefined || row['apiKey'] === apiKey);
}

/** 59506 for one that is none of this sub-account's. */
function keyIn(call: Call, subAccount: LedgerSubAccount): LedgerKey {
  const apiKey = mandatory(call.parameters, 'apiKey');
  const found = keysOf(call.books, subAccount).find(
    ({ ref }) => call.core.ring.partsOf(ref).keyId === apiKey,
  );
  if (found === undefined) throw refusal('59506');
  return found;
}

/** "read_only" and "trade" only; every key reads. */
function permissionsIn(text: string): readonly Permission[] {
  const words = text.split(',').map((word) => word.trim());
  if (!words.every((word) => word === 'read_only' || word === 'trade')) throw badParameter('perm');
  return words.includes('trade') ? ['read_only', 'trade'] : ['read_only'];
}

/** "up to 20 IPs"; single IPv4 addresses only here. */
function addressesIn(text: string): string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.length > 20) throw refusal('59503');
  if (!words.every((word) => isIPv4(word))) throw badParameter('ip');
  return words;
}

/** The secret is told once, here. */
function create(call: Call): Json[] {
  const { parameters, books, core, gate, nowMs } = call;
  const subAccount = subAccountIn(books, parameters);
  const label = mandatory(parameters, 'label');
  const passphrase = mandatory(parameters, 'passphrase');
  if (!isGoodPassphrase(passphrase)) throw refusal('59505');
  const [perm, ip] = [optional(parameters, 'perm'), optional(parameters, 'ip')];
  const scopes = scopesWith(permissionsIn(perm ?? 'read_only'));
  const ipAllowlist = ip === undefined ? [] : addressesIn(ip);
  const present = keysOf(books, subAccount);
  if (present.some((key) => key.label === label)) throw refusal('59502');
  if (present.length >= 50) throw refusal('59501');
  const counter = nextCounter(core.world.books());
  call.commit({
    kind: 'key-created',
    atMs: nowMs,
    by: call.actor(),
    counter,
    label,
    scopes,
    ipAllowlist,
    subAccount: subAccount.id,
  });
  const ref = refOfMade(counter);
  gate.chosenPassphrases.set(ref, passphrase);
  const { keyId, secret } = core.ring.partsOf(ref);
  return [
    {
      subAcct: subAccount.label,
      label,
      apiKey: keyId,
      secretKey: secret,
      passphrase,
      perm: permText({ scopes }),
      ip: ipAllowlist.join(','),
      ts: String(nowMs),
    },
  ];
}

/** What is passed is reset, all else stays; `ip` "" takes the binding away. */
function modify(call: Call): Json[] {
  const { parameters, books, nowMs } = call;
  const subAccount = subAccountIn(books, parameters);
  const key = keyIn(call, subAccount);
  const [perm, label] = [optional(parameters, 'perm'), optional(parameters, 'label')];
  // The books cannot rename a key.
  if (label !== undefined && label !== key.label) throw refusal('50062');
  const ip = parameters.get('ip');
  if (ip !== undefined && typeof ip !== 'string') throw badParameter('ip');
  const after = call.commit({
    kind: 'key-changed',
    atMs: nowMs,
    by: call.actor(),
    key: key.ref,
    ...(perm === undefined ? {} : { scopes: scopesWith(permissionsIn(perm)) }),
    ...(ip === undefined ? {} : { ipAllowlist: ip === '' ? [] : addressesIn(ip) }),
  });
  const changed = after.keys.find(({ ref }) => ref === key.ref) ?? key;
  return [{ subAcct: subAccount.label, ...keyRow(call, changed) }];
}

function end(call: Call): Json[] {
  const subAccount = subAccountIn(call.books, call.parameters);
  const key = keyIn(call, subAccount);
  call.commit({ kind: 'key-deleted', atMs: call.nowMs, by: call.actor(), key: key.ref });
  return [{ subAcct: subAccount.label }];
}
