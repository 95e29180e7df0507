import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerTransfer } from '../ledger-books.ts';
import { badParameter, missingParameter, notSimulated, refusal } from './codes.ts';
import { slowLimit, usualLimit } from './limits.ts';
import { knownCurrency } from './market-routes.ts';
import { decimal, mandatory, oneOf, oneOfMandatory, optional } from './parameters.ts';
import { isWithin, listIn, pageOf, recordRule, secondOf, sliceOf, windowOf } from './paging.ts';
import type { Call, Method, Route } from './route.ts';

const route = (method: Method, path: string, answer: Route['answer'], rest: Partial<Route> = {}): Route => ({
  method,
  path: `/wallet/${path}`,
  group: 'wallet',
  limit: slowLimit,
  answer,
  ...rest,
});

const mainOnly = { mainOnly: true };

/** Between the wallets, and between the account and its sub-accounts (WalletApi). */
export const transferRoutes: readonly Route[] = [
  route('GET', 'sub_account_transfers', subAccountTransfers, { ...mainOnly, limit: usualLimit }),
  route('GET', 'order_status', orderStatus, { ...mainOnly, limit: usualLimit }),
  route('GET', 'sub_account_balances', subBalances, mainOnly),
  route('GET', 'sub_account_margin_balances', (call) => subRows(call, []), mainOnly),
  route('GET', 'sub_account_futures_balances', (call) => subRows(call, {}), mainOnly),
  route('GET', 'sub_account_cross_margin_balances', (call) => subRows(call, {}), mainOnly),
  route('POST', 'transfers', transfer),
  // "Sub account API Key cannot operate transferals between main and sub account".
  route('POST', 'sub_account_transfers', subAccountTransfer, mainOnly),
  route('POST', 'sub_account_to_sub_account', refuseTransfer),
];

/** "separated by `,` … If not specified, it will return records of all sub-accounts". */
function subAccountTransfers(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const window = windowOf(parameters, recordRule, nowMs);
  const ids = listIn(parameters, 'sub_uid');
  const rows = books.transfers
    .filter(({ from, to }) => from.startsWith('sub:') || to.startsWith('sub:'))
    .filter(({ atMs }) => isWithin(window, atMs))
    .filter((each) => ids === undefined || ids.includes(subOf(each)))
    .toSorted((a, b) => b.atMs - a.atMs);
  return sliceOf(rows, parameters).rows.map((each) => transferRow(call, each));
}

const subOf = ({ from, to }: LedgerTransfer): string =>
  (to.startsWith('sub:') ? to : from).slice('sub:'.length);

const transferRow = ({ books }: Call, each: LedgerTransfer): JsonObject => ({
  uid: String(books.uid),
  timest: String(secondOf(each.atMs)),
  source: 'web',
  currency: each.asset,
  sub_account: subOf(each),
  sub_account_type: 'spot',
  direction: each.to.startsWith('sub:') ? 'to' : 'from',
  amount: each.amount,
  client_order_id: '',
  status: 'success',
});

// ---------------------------------------------------------------- sub-accounts

/** Sub-accounts hold nothing here. */
function subRows({ books, parameters }: Call, available: Json): readonly JsonObject[] {
  const ids = listIn(parameters, 'sub_uid');
  const unknown = ids?.find((id) => !books.subAccounts.some((each) => each.id === id));
  if (unknown !== undefined) throw refusal('SUB_ACCOUNT_NOT_FOUND');
  return books.subAccounts
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .map(({ id }) => ({ uid: id, available }));
}

/** "Default 20, max 100" in the words, 100 in the default: the default is taken. */
function subBalances(call: Call): Json {
  const rows = subRows(call, {}).map((row) => ({ ...row, locking: {} }));
  return pageOf(rows, call.parameters, { usual: 100, most: 100 });
}

function orderStatus({ parameters }: Call): Json {
  const [clientId, txId] = [optional(parameters, 'client_order_id'), optional(parameters, 'tx_id')];
  if (clientId === undefined && txId === undefined) throw missingParameter('tx_id');
  throw refusal('INVALID_PARAM_VALUE', 'no such transfer');
}

// ---------------------------------------------------------------- transfers: looked at, never carried out

const accounts = ['spot', 'margin', 'futures', 'delivery', 'options'] as const;

function transfer(call: Call): Json {
  const { parameters } = call;
  knownCurrency(call, mandatory(parameters, 'currency'));
  const [from, to] = [
    oneOfMandatory(parameters, 'from', accounts),
    oneOfMandatory(parameters, 'to', accounts),
  ];
  decimal('amount', mandatory(parameters, 'amount'));
  if (from === to || (from !== 'spot' && to !== 'spot')) throw badParameter('to', to);
  if (from === 'margin' || to === 'margin') mandatory(parameters, 'currency_pair');
  if ([from, to].some((each) => each === 'futures' || each === 'delivery')) mandatory(parameters, 'settle');
  throw notSimulated();
}

function subAccountTransfer(call: Call): Json {
  const { parameters, books } = call;
  const id = mandatory(parameters, 'sub_account');
  if (!books.subAccounts.some((each) => each.id === id)) throw refusal('SUB_ACCOUNT_NOT_FOUND');
  knownCurrency(call, mandatory(parameters, 'currency'));
  decimal('amount', mandatory(parameters, 'amount'));
  oneOfMandatory(parameters, 'direction', ['to', 'from']);
  oneOf(parameters, 'sub_account_type', ['spot', 'futures', 'delivery', 'options', 'cross_margin']);
  throw notSimulated();
}

function refuseTransfer(): never {
  throw notSimulated();
}
