import { isIPv4 } from 'node:net';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerBooks, LedgerKey, LedgerSubAccount } from '../ledger-books.ts';
import { nextCounter, refOfMade } from '../ledger-keys.ts';
import type { SimulatorScope } from '../opening-books.ts';
import { refuseAccount } from './account-codes.ts';
import { refuse } from './codes.ts';
import { pageOf } from './pages.ts';
import { mandatory, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';
import { emailOf, keysOf, subAccountAsked } from './sub-accounts.ts';

const target = ['email', 'subAccountApiKey'];

/** The switches of a sub-account's key. There is none for withdrawals, and every key reads. */
const switches: Readonly<Record<string, SimulatorScope>> = {
  canTrade: 'spot-trade',
  canMarginLoanRepay: 'margin',
  canFuturesTrade: 'futures',
  canUniversalTransfer: 'transfer',
  canVanillaOptions: 'options',
};

/**
 * Keys of sub-accounts, by a key of the main account (binance-connector-js 14.0.0 of 2026-07-13,
 * sub-account api-management-api). The caller "need[s] to enable Enable Spot & Margin Trading" to
 * change addresses; that making, changing and deleting keys wants the same is assumed.
 */
export const subAccountKeyRoutes: readonly Route[] = [
  keyRoute('GET', 'v1/sub-account/subAccountApi', ['email', 'subAccountApiKey', 'page', 'size'], list),
  keyRoute(
    'POST',
    'v1/sub-account/subAccountApi',
    ['email', 'apiName', 'status', 'ipAddress', 'thirdPartyName', 'publicKey', ...Object.keys(switches)],
    create,
  ),
  keyRoute('DELETE', 'v1/sub-account/subAccountApi', target, remove),
  keyRoute(
    'POST',
    'v1/sub-account/subAccountApiPermission',
    [...target, ...Object.keys(switches)],
    changePermission,
  ),
  keyRoute('GET', 'v1/sub-account/subAccountApi/ipRestriction', target, (call) =>
    restrictionRow(call, keyAsked(call)),
  ),
  keyRoute(
    'POST',
    'v2/sub-account/subAccountApi/ipRestriction',
    [...target, 'status', 'ipAddress'],
    restrict,
  ),
  keyRoute(
    'DELETE',
    'v1/sub-account/subAccountApi/ipRestriction/ipList',
    [...target, 'ipAddress'],
    removeAddresses,
  ),
];

function keyRoute(
  method: Route['method'],
  path: string,
  reads: readonly string[],
  answer: Route['answer'],
): Route {
  const needs = method === 'GET' ? 'read' : 'spot-trade';
  return sapi(method, path, needs, { weight: 3000, limit: 'sapi-uid', reads, of: 'master', answer });
}

// ---------------------------------------------------------------- lists

function list(call: Call): Json {
  const account = subAccountAsked(call);
  const wanted = optional(call.parameters, 'subAccountApiKey');
  const keys = keysOf(call.books, account).filter(
    (key) => wanted === undefined || call.ring.partsOf(key.ref).keyId === wanted,
  );
  const page = pageOf(keys, call.parameters, { page: 'page', size: 'size', usual: 30, most: 100 });
  return {
    total: keys.length,
    list: page.map((key) => ({ email: emailOf(account), ...keyRow(call, key) })),
  };
}

// "apikey" in small letters here, "apiKey" where a key is made or its addresses are told.
const keyRow = (call: Call, key: LedgerKey): JsonObject => ({
  apiName: key.label,
  apikey: call.ring.partsOf(key.ref).keyId,
  ...switchesOf(key),
  timestamp: key.createdAtMs,
});

const switchesOf = ({ scopes }: Pick<LedgerKey, 'scopes'>): JsonObject =>
  Object.fromEntries(Object.entries(switches).map(([name, scope]) => [name, scopes.includes(scope)]));

// The two keys of one row: which sub-account, and which of its keys.
function keyAsked(call: Call): LedgerKey {
  const account: LedgerSubAccount = subAccountAsked(call);
  const wanted = mandatory(call.parameters, 'subAccountApiKey');
  const key = keysOf(call.books, account).find((each) => call.ring.partsOf(each.ref).keyId === wanted);
  if (key === undefined) throw refuseAccount.unknownSubAccountKey();
  return key;
}

// `ipRestrict` is a text.
const restrictionRow = (call: Call, key: LedgerKey, books: LedgerBooks = call.books): JsonObject => ({
  ipRestrict: String(key.ipAllowlist.length > 0),
  ipList: [...key.ipAllowlist],
  updateTime: changedAtMs(books, key),
  apiKey: call.ring.partsOf(key.ref).keyId,
});

const changedAtMs = (books: LedgerBooks, key: LedgerKey): number =>
  books.acts.findLast((act) => act.changedKey === key.ref)?.atMs ?? key.createdAtMs;

// ---------------------------------------------------------------- acts

function create(call: Call): Json {
  const { parameters, books } = call;
  const account = subAccountAsked(call);
  const label = mandatory(parameters, 'apiName');
  const ipAllowlist = [...addressesWanted(parameters)];
  // Ed25519 keys are not modelled.
  if (parameters.has('publicKey')) throw refuse.invalid('publicKey');
  const scopes: SimulatorScope[] = ['read', ...chosenScopes(parameters, [])];
  const counter = nextCounter(books);
  call.commit({
    kind: 'key-created',
    atMs: call.nowMs,
    by: call.actor(),
    counter,
    label,
    scopes,
    ipAllowlist,
    subAccount: account.id,
  });
  const { keyId, secret } = call.ring.partsOf(refOfMade(counter));
  return {
    apiName: label,
    apiKey: keyId,
    secretKey: secret,
    ...switchesOf({ scopes }),
    status: Number(parameters.get('status')),
    ipList: ipAllowlist,
  };
}

/** 1: any address. 2: those named. 3: those of a third party, of which none is known here. */
function addressesWanted(parameters: Parameters): readonly string[] {
  const status = mandatory(parameters, 'status');
  if (!['1', '2', '3'].includes(status)) throw refuse.invalid('status');
  if (status === '1') return [];
  if (status === '2') return addressesIn(parameters);
  mandatory(parameters, 'thirdPartyName');
  throw refuse.invalid('thirdPartyName');
}

const longestAddressList = 500;

function addressesIn(parameters: Parameters): readonly string[] {
  const text = mandatory(parameters, 'ipAddress');
  const addresses = text.split(',').map((each) => each.trim());
  if (text.length > longestAddressList || !addresses.every((each) => isIPv4(each))) {
    throw refuse.invalid('ipAddress');
  }
  return [...new Set(addresses)];
}

/** What is not sent stays as it was; of a new key, off. */
function chosenScopes(parameters: Parameters, before: readonly SimulatorScope[]): SimulatorScope[] {
  return Object.entries(switches).flatMap(([name, scope]) => {
    const value = optional(parameters, name) ?? String(before.includes(scope));
    if (!/^(true|false)$/i.test(value)) throw refuse.invalid(name);
    return value.toLowerCase() === 'true' ? [scope] : [];
  });
}

function changePermission(call: Call): Json {
  const key = keyAsked(call);
  const others = key.scopes.filter((scope) => !Object.values(switches).includes(scope));
  const scopes = [...others, ...chosenScopes(call.parameters, key.scopes)];
  return keyRow(call, change(call, key, { scopes }).key);
}

/** That the addresses join those that are there is assumed: a call of its own takes them away. */
function restrict(call: Call): Json {
  const key = keyAsked(call);
  const status = mandatory(call.parameters, 'status');
  if (status !== '1' && status !== '2') throw refuse.invalid('status');
  const added = status === '1' ? [] : addressesIn(call.parameters);
  const kept = status === '1' ? [] : key.ipAllowlist;
  const done = change(call, key, { ipAllowlist: [...new Set([...kept, ...added])] });
  const row = restrictionRow(call, done.key, done.books);
  return { status, ipList: row['ipList'], updateTime: row['updateTime'], apiKey: row['apiKey'] } as Json;
}

/** A restriction to no address at all is refused (assumed): the last one stays until `status` is 1. */
function removeAddresses(call: Call): Json {
  const key = keyAsked(call);
  const gone = addressesIn(call.parameters);
  const ipAllowlist = key.ipAllowlist.filter((each) => !gone.includes(each));
  const isKnown = gone.every((each) => key.ipAllowlist.includes(each));
  if (!isKnown || ipAllowlist.length === 0) throw refuse.invalid('ipAddress');
  const done = change(call, key, { ipAllowlist });
  return restrictionRow(call, done.key, done.books);
}

function change(
  call: Call,
  key: LedgerKey,
  to: { readonly scopes?: SimulatorScope[]; readonly ipAllowlist?: string[] },
): { readonly key: LedgerKey; readonly books: LedgerBooks } {
  const books = call.commit({
    kind: 'key-changed',
    atMs: call.nowMs,
    by: call.actor(),
    key: key.ref,
    ...to,
  });
  return { key: books.keys.find(({ ref }) => ref === key.ref) ?? key, books };
}

/** An answer without anything in it: the documents print none. */
function remove(call: Call): Json {
  const key = keyAsked(call);
  call.commit({ kind: 'key-deleted', atMs: call.nowMs, by: call.actor(), key: key.ref });
  return {};
}
