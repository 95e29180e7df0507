import { isIPv4 } from 'node:net';
import type { Json } from '../../domain/json.ts';
import type { LedgerKey } from '../ledger-books.ts';
import { nextCounter, refOfMade } from '../ledger-keys.ts';
import { badParameter, refusal } from './codes.ts';
import { changedKeyRow, keysOfSub, ownKeyRow, subAccountRow, subKeyRow } from './key-rows.ts';
import { perSecond } from './limits.ts';
import type { Limit } from './limits.ts';
import { decoded, encoded, pageOf } from './paging.ts';
import { mandatory, optional, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { permissionsIn, rightsOf, storedRights } from './permissions.ts';
import type { Call, Need, Route } from './route.ts';

/** "one of the below permissions": of a master key … */
const walletOfMaster = ['Wallet/AccountTransfer', 'Wallet/SubMemberTransfer', 'Wallet/Withdraw'];
/** … and of a sub-account's own. */
const walletOfSub = ['Wallet/AccountTransfer', 'Wallet/SubMemberTransferList'];

const masterOnly: Need = { master: true };
const masterWallet: Need = { master: true, anyOf: walletOfMaster };
/** That a read-only key changes nothing is assumed: the documents name the permissions only. */
const changesMaster: Need = { ...masterWallet, writes: true };
const changesSub: Need = { writes: true, anyOf: walletOfMaster, subAnyOf: walletOfSub };

const get = (path: string, needs: Need, most: number, answer: Route['answer']): Route => ({
  method: 'GET',
  path: `/v5/user/${path}`,
  needs,
  limit: perSecond(most),
  said: '',
  answer,
});

const post = (path: string, needs: Need, limit: Limit, answer: Route['answer']): Route => ({
  method: 'POST',
  path: `/v5/user/${path}`,
  needs,
  limit,
  said: '',
  answer,
});

/** Keys and sub-accounts (user/*). */
export const userRoutes: readonly Route[] = [
  get('query-api', {}, 10, ({ core, key }) => ownKeyRow({ core, key: key() })),
  // "Any permission can access this endpoint; only master account can call this endpoint".
  get('sub-apikeys', masterOnly, 10, subKeys),
  get('query-sub-members', masterWallet, 10, ({ books }) => ({
    subMembers: books.subAccounts.slice(0, 1000).map(subAccountRow),
  })),
  get('submembers', masterWallet, 5, pagedSubAccounts),
  get('escrow_sub_members', masterWallet, 5, () => ({ subMembers: [], nextCursor: '0' })),
  post('delete-api', changesMaster, perSecond(5), deleteOwn),
  post('update-api', changesMaster, perSecond(5), updateOwn),
  post('delete-sub-api', changesSub, perSecond(5), deleteOfSub),
  post('update-sub-api', changesSub, perSecond(5), updateOfSub),
  post('create-sub-api', changesMaster, perSecond(1), createOfSub),
  post('create-sub-member', changesMaster, perSecond(1), createSubAccount),
  post('frozen-sub-member', changesMaster, perSecond(5), freezeSubAccount),
];

// ---------------------------------------------------------------- lists

function subKeys({ core, books, parameters }: Call): Json {
  const id = subAccountIn(books.subAccounts, mandatory(parameters, 'subMemberId'));
  const keys = keysOfSub(books, id);
  const page = pageOf(keys, parameters, {
    limit: { usual: 20, most: 20 },
    mark: {
      write: (_first, last) => encoded(last.ref),
      isLast: (cursor, { ref }) => decoded(cursor) === ref,
    },
  });
  // The last page of this list says so by itself (its example).
  const isLast = page.rows.length === 0 || page.rows.at(-1) === keys.at(-1);
  return {
    result: page.rows.map((key) => subKeyRow({ core, key })),
    nextPageCursor: isLast ? '' : page.nextPageCursor,
  };
}

function subAccountIn(subAccounts: Call['books']['subAccounts'], id: string): string {
  if (!subAccounts.some((each) => each.id === id)) throw refusal('500010');
  return id;
}

/** `"0" means no more pages`. Cursors are places in the list (assumed). */
function pagedSubAccounts({ books, parameters }: Call): Json {
  const most = 100;
  const size = whole(parameters, 'pageSize', { least: 1, most }) ?? most;
  const from = whole(parameters, 'nextCursor', { least: 0, most: books.subAccounts.length }) ?? 0;
  const next = from + size;
  return {
    subMembers: books.subAccounts.slice(from, next).map(subAccountRow),
    nextCursor: next >= books.subAccounts.length ? '0' : String(next),
  };
}

// ---------------------------------------------------------------- the calling key

/** "The API key used to call this interface will be invalid immediately." */
function deleteOwn(call: Call): Json {
  return endKey(call, call.key());
}

/** What is left out of `readOnly` is 0; of `permissions`, as it was. Addresses are the web site's. */
function updateOwn(call: Call): Json {
  const { parameters } = call;
  if (optional(parameters, 'ips') !== undefined) throw refusal('141019');
  const key = call.key();
  const before = rightsOf(key).permissions;
  const permissions = parameters.has('permissions')
    ? permissionsIn(parameters.get('permissions'), key)
    : before;
  // Settable are "AccountTransfer" and "SubMemberTransfer": to add "Withdraw" is a sensitive action.
  if (permissions.includes('Wallet/Withdraw') && !before.includes('Wallet/Withdraw')) {
    throw refusal('141020');
  }
  const readOnly = readOnlyIn(parameters) ?? false;
  return changeKey(call, key, storedRights({ readOnly, permissions }));
}

const readOnlyIn = (parameters: Parameters): boolean | undefined => {
  const flag = whole(parameters, 'readOnly', { least: 0, most: 1 });
  return flag === undefined ? undefined : flag === 1;
};

type Changes = ReturnType<typeof storedRights> & { readonly ipAllowlist?: string[] };

function changeKey(call: Call, key: LedgerKey, changes: Changes): Json {
  const after = call.commit({
    kind: 'key-changed',
    atMs: call.nowMs,
    by: call.actor(),
    key: key.ref,
    ...changes,
  });
  const changed = after.keys.find(({ ref }) => ref === key.ref) ?? key;
  return changedKeyRow({ core: call.core, key: changed }, '');
}

function endKey(call: Call, key: LedgerKey): Json {
  call.commit({ kind: 'key-deleted', atMs: call.nowMs, by: call.actor(), key: key.ref });
  return {};
}

// ---------------------------------------------------------------- keys of sub-accounts

/**
 * "You must pass this param when you use master account"; a sub-account's key means itself, and then
 * "`apikey` param cannot be passed, otherwise throwing an error".
 */
function meantKey(call: Call): LedgerKey {
  const keyId = optional(call.parameters, 'apikey');
  const own = call.key();
  if (own.subAccount !== undefined) {
    if (keyId !== undefined) throw badParameter('apikey cannot be passed');
    return own;
  }
  if (keyId === undefined) throw badParameter('apikey is required');
  const { core, books } = call;
  const found = core.ring.find(core.world.books(), keyId);
  const isOfSub = books.subAccounts.some(({ id }) => id === found?.subAccount);
  // Which code an unknown one gets is not written: 10003 is said of the calling key.
  if (found === undefined || found.deletedAtMs !== undefined || !isOfSub)
    throw badParameter('apikey invalid');
  return found;
}

function deleteOfSub(call: Call): Json {
  return endKey(call, meantKey(call));
}

/** The trap: without `ips` the binding is gone, and without `readOnly` the key may write. */
function updateOfSub(call: Call): Json {
  const key = meantKey(call);
  const { parameters } = call;
  const permissions = parameters.has('permissions')
    ? permissionsIn(parameters.get('permissions'), key)
    : rightsOf(key).permissions;
  const readOnly = readOnlyIn(parameters) ?? false;
  return changeKey(call, key, {
    ...storedRights({ readOnly, permissions }),
    ipAllowlist: addressesIn(parameters),
  });
}

/** "don't pass ips or pass with "*" means no bind". A list instead of a text is taken too (changelog). */
function addressesIn(parameters: Parameters): string[] {
  const given = parameters.get('ips');
  const list = Array.isArray(given) ? given : (optional(parameters, 'ips') ?? '*').split(',');
  const addresses = list.map((each: Json) => (typeof each === 'string' ? each : ''));
  if (addresses.length === 1 && addresses[0] === '*') return [];
  if (addresses.length === 0 || !addresses.every((each) => isIPv4(each)))
    throw badParameter('ips is invalid');
  return addresses;
}

/** The secret is told here and never again. */
function createOfSub(call: Call): Json {
  const { parameters, core, books } = call;
  const subAccount = subAccountIn(books.subAccounts, mandatory(parameters, 'subuid'));
  const readOnly = readOnlyIn(parameters);
  if (readOnly === undefined) throw badParameter('readOnly is required');
  const permissions = permissionsIn(parameters.get('permissions'), { subAccount });
  const counter = nextCounter(core.world.books());
  const after = call.commit({
    kind: 'key-created',
    atMs: call.nowMs,
    by: call.actor(),
    counter,
    label: optional(parameters, 'note') ?? '',
    ...storedRights({ readOnly, permissions }),
    ipAllowlist: addressesIn(parameters),
    subAccount,
  });
  const ref = refOfMade(counter);
  const key = after.keys.find((each) => each.ref === ref);
  if (key === undefined) throw refusal('10016');
  return changedKeyRow({ core, key }, core.ring.partsOf(ref).secret);
}

// ---------------------------------------------------------------- sub-accounts

/** "6-16 characters, must include both numbers and letters". */
const usernameForm = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9]{6,16}$/;

function createSubAccount(call: Call): Json {
  const { parameters, books } = call;
  const label = mandatory(parameters, 'username');
  if (!usernameForm.test(label) || books.subAccounts.some((each) => each.label === label)) {
    throw badParameter('username is invalid');
  }
  const memberType = whole(parameters, 'memberType', { least: 1, most: 6 });
  if (memberType !== 1 && memberType !== 6) throw badParameter('memberType is invalid');
  const id = freeUid(books.subAccounts.map((each) => each.id));
  call.commit({ kind: 'sub-account-created', atMs: call.nowMs, by: call.actor(), id, label });
  return { uid: id, username: label, memberType, status: 1, remark: optional(parameters, 'note') ?? '' };
}

function freeUid(taken: readonly string[]): string {
  let uid = 53_888_000;
  while (taken.includes(String(uid))) uid += 1;
  return String(uid);
}

function freezeSubAccount(call: Call): Json {
  const { parameters, books } = call;
  const id = subAccountIn(books.subAccounts, mandatory(parameters, 'subuid'));
  const frozen = whole(parameters, 'frozen', { least: 0, most: 1 });
  if (frozen === undefined) throw badParameter('frozen is required');
  call.commit({
    kind: 'sub-account-changed',
    atMs: call.nowMs,
    by: call.actor(),
    id,
    frozen: frozen === 1,
  });
  return {};
}
