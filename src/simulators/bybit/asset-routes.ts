import type { Json } from '../../domain/json.ts';
import { refusal } from './codes.ts';
import { addressIdOf, depositIdOf, isBetweenAccounts, transferIdOf, withdrawalIdOf } from './ids.ts';
import { perMinute, perSecond } from './limits.ts';
import {
  addressRow,
  depositRow,
  internalDepositRow,
  isInternal,
  numbered,
  transferRow,
  withdrawalRow,
} from './money-rows.ts';
import type { Numbered } from './money-rows.ts';
import { idCursor, isWithin, isWithinSeconds, monthRule, pageOf, weekRule, windowOf } from './paging.ts';
import type { Window } from './paging.ts';
import { mandatory, oneOf, optional, whole } from './parameters.ts';
import type { Call, Route } from './route.ts';

const read = (path: string, rest: Pick<Route, 'needs' | 'limit' | 'answer'>): Route => ({
  method: 'GET',
  path: `/v5/asset/${path}`,
  said: 'success',
  ...rest,
});

/** What came in, went out and was moved, and where it may go (asset/withdraw, deposit, transfer). */
export const assetRoutes: readonly Route[] = [
  // "Can query by the master UID's api key only".
  read('withdraw/query-record', { needs: { master: true }, limit: perMinute(300), answer: withdrawals }),
  // "The API key for querying this endpoint must have withdrawal permissions": read-only keys too.
  read('withdraw/query-address', {
    needs: { master: true, anyOf: ['Wallet/Withdraw'] },
    limit: perSecond(300),
    answer: addresses,
  }),
  read('deposit/query-record', { needs: {}, limit: perMinute(100), answer: deposits }),
  read('deposit/query-internal-record', { needs: {}, limit: perSecond(300), answer: internalDeposits }),
  read('deposit/query-sub-member-record', {
    needs: { master: true },
    limit: perMinute(300),
    answer: subDeposits,
  }),
  read('transfer/query-inter-transfer-list', {
    needs: {},
    limit: perMinute(60),
    answer: (call) => transfersIn(call, false),
  }),
  read('transfer/query-universal-transfer-list', {
    needs: { anyOf: ['Wallet/SubMemberTransfer'], subAnyOf: ['Wallet/SubMemberTransferList'] },
    limit: perSecond(5),
    answer: (call) => transfersIn(call, true),
  }),
];

const pages = { usual: 50, most: 50 };

/** A page of rows from new to old, as these endpoints have them. */
function newestFirst<Row>(
  { parameters }: Call,
  rows: readonly Numbered<Row>[],
  atMs: (row: Row) => number,
  limit = pages,
): { readonly rows: readonly Numbered<Row>[]; readonly nextPageCursor: string } {
  const sorted = rows.toSorted((a, b) => atMs(b.row) - atMs(a.row) || b.index - a.index);
  return pageOf(sorted, parameters, { limit, mark: idCursor(({ index }) => 131_603_458 + index) });
}

/** On chain only, unless told otherwise: 1 is what stays within the venue, 2 is all. */
function withdrawals(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const window = windowOf(parameters, monthRule, nowMs);
  const type = whole(parameters, 'withdrawType', { least: 0, most: 2 }) ?? 0;
  const [id, txId] = [optional(parameters, 'withdrawID'), optional(parameters, 'txID')];
  const coin = optional(parameters, 'coin');
  const rows = numbered(books.withdrawals)
    .filter(({ row }) => isWithin(window, row.requestedAtMs))
    .filter(({ row }) => type === 2 || isInternal(row.address) === (type === 1))
    .filter(({ row }) => coin === undefined || row.coin === coin)
    .filter(({ row }) => txId === undefined || row.txId === txId)
    .filter(({ index }) => id === undefined || withdrawalIdOf(index) === id);
  const page = newestFirst(call, rows, (row) => row.requestedAtMs);
  return { rows: page.rows.map((each) => withdrawalRow(each, nowMs)), nextPageCursor: page.nextPageCursor };
}

/** With 1 or 2, "coin" and "chain" are passed over. A coin named "baseCoin" is a universal address. */
function addresses(call: Call): Json {
  const { books, parameters } = call;
  const type = whole(parameters, 'addressType', { least: 0, most: 2 }) ?? 0;
  const [coin, chain] = [optional(parameters, 'coin'), optional(parameters, 'chain')];
  const rows = numbered(books.addresses)
    .filter(({ row }) => type === 2 || isInternal(row.address) === (type === 1))
    .filter(({ row }) => type !== 0 || coin === undefined || row.coin === coin)
    .filter(({ row }) => type !== 0 || chain === undefined || row.network === chain);
  const page = pageOf(rows, parameters, { limit: pages, mark: idCursor(({ index }) => addressIdOf(index)) });
  // As old as the account: the books do not know better.
  const createdMs = Math.min(...call.core.world.books().keys.map((key) => key.createdAtMs));
  return {
    rows: page.rows.map(({ row }) => addressRow(row, createdMs)),
    nextPageCursor: page.nextPageCursor,
  };
}

function depositsIn(call: Call, internal: boolean, isMeant: (window: Window, atMs: number) => boolean) {
  const { books, parameters, nowMs } = call;
  const window = windowOf(parameters, monthRule, nowMs);
  const [id, txId] = [optional(parameters, 'id'), optional(parameters, 'txID')];
  const coin = optional(parameters, 'coin');
  const rows = numbered(books.deposits).filter(({ row, index }) => {
    if (isInternal(row.address) !== internal) return false;
    // "When combined with other parameters, this field takes the highest priority".
    if (id !== undefined && !internal) return depositIdOf(index) === id;
    return (
      isMeant(window, row.atMs) &&
      (txId === undefined || row.txId === txId) &&
      (coin === undefined || row.coin === coin)
    );
  });
  return newestFirst(call, rows, (row) => row.atMs);
}

function deposits(call: Call): Json {
  const page = depositsIn(call, false, isWithinSeconds);
  return { rows: page.rows.map(depositRow), nextPageCursor: page.nextPageCursor };
}

function internalDeposits(call: Call): Json {
  const page = depositsIn(call, true, isWithin);
  return { rows: page.rows.map(internalDepositRow), nextPageCursor: page.nextPageCursor };
}

/** Sub-accounts hold nothing here, and so nothing came to them. */
function subDeposits({ books, parameters, nowMs }: Call): Json {
  const id = mandatory(parameters, 'subMemberId');
  if (!books.subAccounts.some((each) => each.id === id)) throw refusal('500010');
  windowOf(parameters, monthRule, nowMs);
  return { rows: [], nextPageCursor: '' };
}

function transfersIn(call: Call, betweenAccounts: boolean): Json {
  const { books, parameters, nowMs } = call;
  const window = windowOf(parameters, weekRule, nowMs);
  const status = oneOf(parameters, 'status', ['SUCCESS', 'PENDING', 'FAILED']) ?? 'SUCCESS';
  const [id, coin] = [optional(parameters, 'transferId'), optional(parameters, 'coin')];
  const rows = numbered(books.transfers)
    .filter(({ row }) => isBetweenAccounts(row) === betweenAccounts && status === 'SUCCESS')
    .filter(({ row }) => isWithinSeconds(window, row.atMs))
    .filter(({ row }) => coin === undefined || row.asset === coin)
    .filter(({ row }) => id === undefined || transferIdOf(books.uid, row) === id);
  const page = newestFirst(call, rows, (row) => row.atMs, { usual: 20, most: 50 });
  return {
    list: page.rows.map(({ row }) => transferRow(books, row)),
    nextPageCursor: page.nextPageCursor,
  };
}
