import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerBooks, LedgerSubAccount } from '../ledger-books.ts';
import { balanceRow } from './balance-rows.ts';
import { badParameter, refusal } from './codes.ts';
import { perSecond, perTwoSeconds } from './limits.ts';
import { isWithSubAccount, subTransferRow } from './money-rows.ts';
import { newestFirst, numbered, pageOf } from './paging.ts';
import { listIn, mandatory, oneOf, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { get, post } from './route.ts';
import type { Call, Need, Route } from './route.ts';

/** "Applies to master accounts only." */
export const mainReads: Need = { permission: 'read_only', mainOnly: '59500' };
/** "Permission: Trade" (English text). */
const mainChanges: Need = { permission: 'trade', mainOnly: '59500' };
/** "… and master accounts API Key must be linked to IP addresses." */
export const boundChanges: Need = { ...mainChanges, bound: true };

const ofMain = { needs: mainReads } as const;

/** Sub-accounts, what they hold and what went there (sub-account). */
export const subAccountRoutes: readonly Route[] = [
  get('users/subaccount/list', perTwoSeconds(20), list, ofMain),
  get('account/subaccount/balances', perTwoSeconds(6), tradingBalance, ofMain),
  get('asset/subaccount/balances', perTwoSeconds(6), fundingBalance, ofMain),
  get('asset/subaccount/bills', perSecond(6), transfers, ofMain),
  post('users/subaccount/create-subaccount', boundChanges, perSecond(1), create),
  post('users/subaccount/set-transfer-out', mainChanges, perSecond(1), setTransferOut),
];

/** The venue names a sub-account by its name (59510 for none). */
export function subAccountIn(books: LedgerBooks, parameters: Parameters): LedgerSubAccount {
  return named(books, mandatory(parameters, 'subAcct'));
}

function named(books: LedgerBooks, name: string): LedgerSubAccount {
  const found = books.subAccounts.find(({ label }) => label === name);
  if (found === undefined) throw refusal('59510');
  return found;
}

function list({ books, parameters }: Call): Json[] {
  const enable = oneOf(parameters, 'enable', ['true', 'false']);
  const subAcct = optional(parameters, 'subAcct');
  const rows = books.subAccounts.filter(
    ({ label, frozen }) =>
      (subAcct === undefined || label === subAcct) &&
      (enable === undefined || (enable === 'false') === frozen),
  );
  const sorted = newestFirst(rows, ({ createdAtMs }) => createdAtMs);
  return pageOf(sorted, parameters, ({ createdAtMs }) => String(createdAtMs)).map(subAccountRow);
}

const subAccountRow = ({ id, label, createdAtMs, frozen, mayTransferOut }: LedgerSubAccount): JsonObject => ({
  canTransOut: mayTransferOut,
  enable: !frozen,
  frozenFunc: [],
  gAuth: false,
  label,
  mobile: '',
  subAcct: label,
  ts: String(createdAtMs),
  type: '1',
  uid: id,
  subAcctLv: '1',
  firstLvSubAcct: label,
  ifDma: false,
});

/** They hold nothing here. */
function tradingBalance({ books, parameters, nowMs }: Call): Json[] {
  subAccountIn(books, parameters);
  const empty = { ...books, balances: new Map(), wallets: new Map() };
  return [balanceRow(empty, [], nowMs)];
}

function fundingBalance({ books, parameters }: Call): Json[] {
  subAccountIn(books, parameters);
  listIn(parameters, 'ccy', 20);
  return [];
}

function transfers({ books, parameters }: Call): Json[] {
  const [ccy, subAcct] = [optional(parameters, 'ccy'), optional(parameters, 'subAcct')];
  const type = oneOf(parameters, 'type', ['0', '1']);
  const rows = newestFirst(numbered(books.transfers).filter(isWithSubAccount), ({ row }) => row.atMs)
    .map((each) => ({ atMs: each.row.atMs, row: subTransferRow(books, each) }))
    .filter(({ row }) => ccy === undefined || row['ccy'] === ccy)
    .filter(({ row }) => subAcct === undefined || row['subAcct'] === subAcct)
    .filter(({ row }) => type === undefined || row['type'] === type);
  return pageOf(rows, parameters, ({ atMs }) => String(atMs)).map(({ row }) => row);
}

/** "6-20 letters and numbers"; the venue's UIDs are longer than 2^53. */
function create(call: Call): Json[] {
  const { parameters, books, nowMs } = call;
  const subAcct = mandatory(parameters, 'subAcct');
  if (!/^[A-Za-z0-9]{6,20}$/.test(subAcct)) throw badParameter('subAcct');
  mandatory(parameters, 'type');
  // Custody sub-accounts are for those on the list.
  if (oneOf(parameters, 'type', ['1', '5', '12']) !== '1') throw refusal('59515');
  const label = mandatory(parameters, 'label');
  if (books.subAccounts.some((each) => each.label === subAcct)) throw refusal('59601');
  const uid = String(698_827_017_768_230_914n + BigInt(books.subAccounts.length) * 4096n);
  call.commit({ kind: 'sub-account-created', atMs: nowMs, by: call.actor(), id: uid, label: subAcct });
  return [{ label, subAcct, ts: String(nowMs), uid }];
}

/** "up to 20, separated by commas"; absent, `canTransOut` is true. */
function setTransferOut(call: Call): Json[] {
  const { parameters, books, nowMs } = call;
  mandatory(parameters, 'subAcct');
  const names = listIn(parameters, 'subAcct', 20) ?? [];
  const found = names.map((name) => named(books, name));
  const wanted = parameters.get('canTransOut') ?? true;
  if (typeof wanted !== 'boolean') throw badParameter('canTransOut');
  return found.map(({ id, label }) => {
    call.commit({ kind: 'sub-account-changed', atMs: nowMs, by: call.actor(), id, mayTransferOut: wanted });
    return { subAcct: label, canTransOut: wanted };
  });
}
