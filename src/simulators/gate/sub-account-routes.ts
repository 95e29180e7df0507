import { isIPv4 } from 'node:net';
import type { Json } from '../../domain/json.ts';
import type { LedgerKey, LedgerSubAccount } from '../ledger-books.ts';
import { nextCounter, refOfMade } from '../ledger-keys.ts';
import { badParameter, refusal } from './codes.ts';
import { keysOfSub, subAccountRow, subKeyRow } from './key-rows.ts';
import { slowLimit } from './limits.ts';
import { mandatory, oneOf, optional, whole } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { permsIn, storedRights } from './permissions.ts';
import { noBody } from './route.ts';
import type { Call, Method, Route } from './route.ts';

const route = (method: Method, path: string, answer: Route['answer'], status = 200): Route => ({
  method,
  path: `/sub_accounts${path}`,
  // Which group manages sub-accounts is not written; "account" is the nearest of those there are.
  group: 'account',
  mainOnly: true,
  limit: slowLimit,
  status,
  answer,
});

/** Sub-accounts and their keys (SubAccountApi). */
export const subAccountRoutes: readonly Route[] = [
  route('GET', '', listed),
  route('POST', '', createSubAccount, 201),
  route('GET', '/unified_mode', ({ books }) =>
    books.subAccounts.map(({ id }) => ({ user_id: Number(id), is_unified: false, mode: 'classic' })),
  ),
  route('GET', '/{user_id}', (call) => subAccountRow(subAccountIn(call))),
  route('POST', '/{user_id}/lock', (call) => lock(call, true)),
  route('POST', '/{user_id}/unlock', (call) => lock(call, false)),
  route('GET', '/{user_id}/keys', (call) =>
    keysOfSub(call.core.world.books(), subAccountIn(call).id).map((key) =>
      subKeyRow({ core: call.core, key }),
    ),
  ),
  route('POST', '/{user_id}/keys', createKey),
  route('GET', '/{user_id}/keys/{key}', (call) => subKeyRow({ core: call.core, key: keyIn(call) })),
  route('PUT', '/{user_id}/keys/{key}', updateKey),
  route('DELETE', '/{user_id}/keys/{key}', deleteKey),
];

function subAccountIn({ books, inPath }: Call): LedgerSubAccount {
  const found = books.subAccounts.find(({ id }) => id === inPath('user_id'));
  if (found === undefined) throw refusal('SUB_ACCOUNT_NOT_FOUND');
  return found;
}

/** A key of this sub-account, by its whole id. */
function keyIn(call: Call): LedgerKey {
  const { core, inPath } = call;
  const { id } = subAccountIn(call);
  const found = keysOfSub(core.world.books(), id).find(
    ({ ref }) => core.ring.partsOf(ref).keyId === inPath('key'),
  );
  // Which label an unknown one gets is not written: INVALID_KEY is said of the calling key.
  if (found === undefined) throw badParameter('key');
  return found;
}

/** "Enter `0` to list all types …, `1` … regular sub-accounts only": all here are regular ones. */
function listed({ books, parameters }: Call): Json {
  oneOf(parameters, 'type', ['0', '1']);
  return books.subAccounts.map(subAccountRow);
}

/** "Only letters, numbers and underscores are supported". */
const loginNameForm = /^\w{1,64}$/;

function createSubAccount(call: Call): Json {
  const { parameters, books } = call;
  const label = mandatory(parameters, 'login_name');
  if (!loginNameForm.test(label) || books.subAccounts.some((each) => each.label === label)) {
    throw badParameter('login_name', label);
  }
  const id = freeId(books.subAccounts.map((each) => each.id));
  const after = call.commit({ kind: 'sub-account-created', atMs: call.nowMs, by: call.actor(), id, label });
  const made = after.subAccounts.find((each) => each.id === id);
  if (made === undefined) throw refusal('INTERNAL');
  return { ...subAccountRow(made), remark: optional(parameters, 'remark') ?? '' };
}

function freeId(taken: readonly string[]): string {
  let id = 10_003_000;
  while (taken.includes(String(id))) id += 1;
  return String(id);
}

function lock(call: Call, frozen: boolean): typeof noBody {
  const { id } = subAccountIn(call);
  call.commit({ kind: 'sub-account-changed', atMs: call.nowMs, by: call.actor(), id, frozen });
  return noBody;
}

/** "IP whitelist (list will be cleared if no value is passed)"; at most 20, single addresses. */
function addressesIn(parameters: Parameters): string[] {
  const given = parameters.get('ip_whitelist') ?? [];
  if (!Array.isArray(given) || given.length > 20) throw badParameter('ip_whitelist');
  return given.map((address: Json) => {
    if (typeof address !== 'string' || !isIPv4(address)) throw badParameter('ip_whitelist');
    return address;
  });
}

/** The secret is told here and never again. "Each account can create 20 API keys". */
function createKey(call: Call): Json {
  const { parameters, core } = call;
  const { id } = subAccountIn(call);
  if (keysOfSub(core.world.books(), id).length >= 20) throw refusal('BAD_REQUEST', 'too many keys');
  whole(parameters, 'mode', { least: 1, most: 2 });
  const rights = permsIn(parameters.get('perms'));
  const counter = nextCounter(core.world.books());
  const after = call.commit({
    kind: 'key-created',
    atMs: call.nowMs,
    by: call.actor(),
    counter,
    label: optional(parameters, 'name') ?? '',
    ...storedRights(rights),
    ipAllowlist: addressesIn(parameters),
    subAccount: id,
  });
  const key = after.keys.find(({ ref }) => ref === refOfMade(counter));
  if (key === undefined) throw refusal('INTERNAL');
  return { ...subKeyRow({ core, key }), secret: core.ring.partsOf(key.ref).secret };
}

/** The trap: what is not sent, permissions or addresses, is cleared. `mode` and `name` stay as they are. */
function updateKey(call: Call): typeof noBody {
  const { parameters } = call;
  const key = keyIn(call);
  call.commit({
    kind: 'key-changed',
    atMs: call.nowMs,
    by: call.actor(),
    key: key.ref,
    ...storedRights(permsIn(parameters.get('perms'))),
    ipAllowlist: addressesIn(parameters),
  });
  return noBody;
}

function deleteKey(call: Call): typeof noBody {
  call.commit({ kind: 'key-deleted', atMs: call.nowMs, by: call.actor(), key: keyIn(call).ref });
  return noBody;
}
