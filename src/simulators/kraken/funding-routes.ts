import type { Json, JsonObject } from '../../domain/json.ts';
import { isPending } from '../ledger-books.ts';
import type { LedgerBooks, LedgerDeposit, LedgerWithdrawal } from '../ledger-books.ts';
import { invalidArguments, refusal } from './codes.ts';
import { depositRefid, withdrawalRefid } from './ids.ts';
import { altnameOf, assetIdOf, assetNamed, padded } from './names.ts';
import { cursorPage, withinKeysReach } from './paging.ts';
import type { Dated } from './paging.ts';
import { isTrue, mandatory, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call, Route } from './route.ts';
import { withdrawalActs } from './withdrawals.ts';

const both = { allOf: ['query-funds', 'withdraw-funds'] } as const;

/** Deposits, withdrawals and withdrawal addresses. Methods have the name of the books' network. */
export const fundingRoutes: readonly Route[] = [
  {
    path: '/0/private/DepositMethods',
    needs: { allOf: ['query-funds', 'add-funds'] },
    answer: depositMethods,
  },
  { path: '/0/private/DepositStatus', needs: { allOf: ['query-funds'] }, answer: depositStatus },
  { path: '/0/private/WithdrawMethods', needs: both, answer: withdrawMethods },
  { path: '/0/private/WithdrawAddresses', needs: both, answer: withdrawAddresses },
  {
    path: '/0/private/WithdrawStatus',
    needs: { anyOf: ['withdraw-funds', 'query-ledger'] },
    answer: withdrawStatus,
  },
  ...withdrawalActs,
];

/** Every coin and network that the books know of, each once. */
function networksOf(books: LedgerBooks): readonly { readonly coin: string; readonly network: string }[] {
  const known = new Map(
    [...books.addresses, ...books.deposits, ...books.withdrawals].map(({ coin, network }) => [
      `${coin} ${network}`,
      { coin, network },
    ]),
  );
  return [...known.values()];
}

/** `asset` and `method`, if they are given. */
function isAsked(
  parameters: Parameters,
): (row: { readonly coin: string; readonly network: string }) => boolean {
  const asset = optional(parameters, 'asset');
  const coin = asset === undefined ? undefined : assetNamed(asset);
  const method = optional(parameters, 'method');
  return (row) =>
    (coin === undefined || row.coin === coin) && (method === undefined || row.network === method);
}

function depositMethods({ books, parameters }: Call): Json {
  mandatory(parameters, 'asset');
  const methods = networksOf(books).filter(isAsked(parameters));
  if (methods.length === 0) throw refusal('EFunding:No funding method');
  return methods.map(({ network }) => ({
    method: network,
    limit: false,
    fee: '0.0000000000',
    'gen-address': true,
    minimum: '0.00000001',
  }));
}

function withdrawMethods({ books, parameters }: Call): Json {
  return networksOf(books)
    .filter(isAsked(parameters))
    .map(({ coin, network }) => ({
      asset: assetIdOf(coin),
      method: network,
      method_id: network,
      network,
      network_id: network,
      minimum: '0.00000001',
    }));
}

/** The asset by its altname, as in the documents' example ("XBT"). */
function withdrawAddresses({ books, parameters }: Call): Json {
  const key = optional(parameters, 'key');
  const verified = optional(parameters, 'verified');
  const wantsVerified = isTrue(parameters, 'verified');
  return books.addresses
    .filter(isAsked(parameters))
    .filter(({ label }) => key === undefined || label === key)
    .filter(({ whitelisted }) => verified === undefined || whitelisted === wantsVerified)
    .map(({ coin, network, address, label, whitelisted }) => ({
      address,
      asset: altnameOf(coin),
      method: network,
      key: label,
      verified: whitelisted,
    }));
}

/** "Number of results to include per page", as each page says. */
const usualLimit = { deposits: 25, withdrawals: 500 } as const;

const newestFirst = <Row extends { readonly atMs: number }>(rows: readonly Row[]): readonly Row[] =>
  rows.toReversed().toSorted((a, b) => b.atMs - a.atMs);

function depositStatus({ books, parameters, key }: Call): Json {
  refuseOtherClass(parameters);
  const dated = newestFirst(
    books.deposits.filter(isAsked(parameters)).map((deposit) => ({
      txid: depositRefid(deposit.id),
      atMs: deposit.atMs,
      row: depositRow(deposit),
    })),
  );
  return answered('deposits', parameters, withinKeysReach(dated, key()));
}

function withdrawStatus({ books, parameters, key, nowMs }: Call): Json {
  refuseOtherClass(parameters);
  const dated = newestFirst(
    books.withdrawals.filter(isAsked(parameters)).map((withdrawal) => ({
      txid: withdrawalRefid(withdrawal.id),
      atMs: withdrawal.requestedAtMs,
      row: withdrawalRow(books, withdrawal, nowMs),
    })),
  );
  return answered('withdrawals', parameters, withinKeysReach(dated, key()));
}

/** An array, or with a cursor an object: venues-core §4.6 has `withdrawals`, and deposits are taken to be alike. */
function answered(
  name: 'deposits' | 'withdrawals',
  parameters: Parameters,
  rows: readonly Dated<Json>[],
): Json {
  const page = cursorPage(parameters, rows, usualLimit[name]);
  return page.next === undefined ? page.rows : { [name]: page.rows, next_cursor: page.next };
}

/** There are no tokenized assets here; any other word is refused. */
function refuseOtherClass(parameters: Parameters): void {
  if ((optional(parameters, 'aclass') ?? 'currency') !== 'currency') throw invalidArguments();
}

const depositRow = (deposit: LedgerDeposit): JsonObject => ({
  method: deposit.network,
  aclass: 'currency',
  asset: assetIdOf(deposit.coin),
  refid: depositRefid(deposit.id),
  txid: deposit.txId,
  info: deposit.address,
  amount: padded(deposit.amount, 8),
  fee: '0.00000000',
  time: Math.floor(deposit.atMs / 1000),
  status: 'Success',
});

/** A cancelled one has failed, and says so in "status-prop"; before it is sent it has no txid. */
function withdrawalRow(books: LedgerBooks, withdrawal: LedgerWithdrawal, nowMs: number): JsonObject {
  const { coin, network, address } = withdrawal;
  const status = statusOf(withdrawal, nowMs);
  const known = books.addresses.find(
    (each) => each.coin === coin && each.network === network && each.address === address,
  );
  return {
    method: network,
    network,
    aclass: 'currency',
    asset: assetIdOf(coin),
    refid: withdrawalRefid(withdrawal.id),
    txid: status === 'Success' ? withdrawal.txId : null,
    info: address,
    amount: padded(withdrawal.amount, 8),
    fee: padded(withdrawal.fee, 8),
    time: Math.floor(withdrawal.requestedAtMs / 1000),
    status,
    ...(withdrawal.cancelledAtMs === undefined ? {} : { 'status-prop': 'canceled' }),
    ...(known === undefined ? {} : { key: known.label }),
  };
}

function statusOf(
  withdrawal: LedgerWithdrawal,
  nowMs: number,
): 'Initial' | 'Pending' | 'Success' | 'Failure' {
  if (withdrawal.cancelledAtMs !== undefined) return 'Failure';
  if (!isPending(withdrawal, nowMs)) return 'Success';
  const halfway = (withdrawal.requestedAtMs + withdrawal.settlesAtMs) / 2;
  return nowMs < halfway ? 'Initial' : 'Pending';
}
