import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerBooks, LedgerSubAccount } from '../ledger-books.ts';
import { refuse } from './codes.ts';
import { pageOf } from './pages.ts';
import { mandatory, optional } from './parameters.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';
import { emailOf, findByEmail, subAccountAsked, userIdOf, virtualEmail } from './sub-accounts.ts';

/**
 * Which sub-accounts there are (binance-connector-js, sub-account account-management-api), for keys of
 * the main account only. They hold nothing here, and have neither margin nor futures.
 */
export const subAccountRoutes: readonly Route[] = [
  sapi('GET', 'v1/sub-account/list', 'read', {
    weight: 1,
    reads: ['email', 'isFreeze', 'page', 'limit'],
    of: 'master',
    answer: list,
  }),
  sapi('GET', 'v1/sub-account/status', 'read', {
    weight: 10,
    reads: ['email'],
    of: 'master',
    answer: (call) => chosen(call).map(statusRow),
  }),
  sapi('POST', 'v1/sub-account/virtualSubAccount', 'spot-trade', {
    weight: 1,
    reads: ['subAccountString'],
    of: 'master',
    answer: create,
  }),
  sapi('GET', 'v1/managed-subaccount/info', 'read', {
    weight: 60,
    limit: 'sapi-uid',
    reads: ['email', 'page', 'limit'],
    of: 'master',
    answer: () => ({ total: 0, managerSubUserInfoVoList: [] }),
  }),
];

/** Pages of one row, unless more are asked for: "limit: Default value: 1, Max value: 200". */
function list({ books, parameters }: Call): Json {
  const email = optional(parameters, 'email')?.toLowerCase();
  const frozen = optional(parameters, 'isFreeze');
  if (frozen !== undefined && !/^(true|false)$/.test(frozen)) throw refuse.invalid('isFreeze');
  const found = books.subAccounts
    .filter((each) => email === undefined || emailOf(each).toLowerCase() === email)
    .filter((each) => frozen === undefined || String(each.frozen) === frozen);
  const page = pageOf(found, parameters, { page: 'page', size: 'limit', usual: 1, most: 200 });
  return { subAccounts: page.map(listRow) };
}

const listRow = (account: LedgerSubAccount): JsonObject => ({
  subUserId: userIdOf(account),
  email: emailOf(account),
  remark: account.label,
  isFreeze: account.frozen,
  createTime: account.createdAtMs,
  isManagedSubAccount: false,
  isAssetManagementSubAccount: false,
});

const chosen = (call: Call): readonly LedgerSubAccount[] =>
  optional(call.parameters, 'email') === undefined ? call.books.subAccounts : [subAccountAsked(call)];

const statusRow = (account: LedgerSubAccount): JsonObject => ({
  email: emailOf(account),
  isSubUserEnabled: !account.frozen,
  isUserActive: true,
  insertTime: account.createdAtMs,
  isMarginEnabled: false,
  isFutureEnabled: false,
  mobile: null,
});

/** "We will create a virtual email using that string". */
function create(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const label = mandatory(parameters, 'subAccountString');
  if (!/^[A-Za-z0-9]{1,20}$/.test(label)) throw refuse.invalid('subAccountString');
  if (findByEmail(books, virtualEmail(label)) !== undefined) throw refuse.invalid('subAccountString');
  const made = {
    kind: 'sub-account-created',
    atMs: nowMs,
    by: call.actor(),
    id: nextId(books),
    label,
  } as const;
  call.commit(made);
  return { email: virtualEmail(label) };
}

function nextId(books: LedgerBooks): string {
  const most = Math.max(1_000_000_000, ...books.subAccounts.map(userIdOf));
  return String(most + 1);
}
