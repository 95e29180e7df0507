import type { Json, JsonObject } from '../../domain/json.ts';
import { add } from '../../domain/money.ts';
import { isPending } from '../ledger-books.ts';
import type { LedgerDeposit, LedgerWithdrawal } from '../ledger-books.ts';
import { notSimulated } from './codes.ts';
import { depositIdOf, withdrawalIdOf } from './ids.ts';
import { usualLimit } from './limits.ts';
import { currenciesOf, knownCurrency, networksOf } from './market-routes.ts';
import { mandatory, oneOf, optional } from './parameters.ts';
import { isWithin, pageOf, recordRule, secondOf, sliceOf, windowOf } from './paging.ts';
import type { Call, Method, Route } from './route.ts';
import { networkFee } from './withdrawals.ts';

const route = (method: Method, path: string, answer: Route['answer']): Route => ({
  method,
  path: `/wallet/${path}`,
  group: 'wallet',
  limit: usualLimit,
  answer,
});

/** What came in and went out, and where it may go (WalletApi). */
export const walletRoutes: readonly Route[] = [
  route('GET', 'withdrawals', withdrawals),
  route('GET', 'deposits', deposits),
  route('GET', 'saved_address', savedAddresses),
  route('GET', 'deposit_address', depositAddress),
  route('GET', 'withdraw_status', withdrawStatus),
  // What could be converted is not reckoned: what was converted is.
  route('GET', 'small_balance', () => []),
  route('GET', 'getLowCapExchangeList', () => []),
  route('POST', 'small_balance', () => {
    throw notSimulated();
  }),
];

// ---------------------------------------------------------------- records

/** "When withdraw_id is not empty, only this … will be queried, and time-based querying will be disabled". */
function withdrawals(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const window = windowOf(parameters, recordRule, nowMs);
  const [id, orderId] = [optional(parameters, 'withdraw_id'), optional(parameters, 'withdraw_order_id')];
  const currency = optional(parameters, 'currency');
  const zone = oneOf(parameters, 'asset_class', ['SPOT', 'PILOT']);
  const rows = books.withdrawals
    .map((row, index) => ({ row, index }))
    .filter(({ row, index }) =>
      id === undefined ? isWithin(window, row.requestedAtMs) : withdrawalIdOf(index) === id,
    )
    .filter(({ row }) => currency === undefined || row.coin === currency)
    .filter(({ row }) => orderId === undefined || row.clientId === orderId)
    .filter(() => zone !== 'PILOT')
    .toSorted((a, b) => b.row.requestedAtMs - a.row.requestedAtMs || b.index - a.index);
  return sliceOf(rows, parameters).rows.map(({ row, index }) => withdrawalRow(row, index, nowMs));
}

/**
 * "Only considered truly on-chain when block_number > 0": before that there is no hash either. `amount`
 * includes `fee` (a reply of the venue in ccxt pull 17071): the books' amount is what arrives.
 */
export function withdrawalRow(row: LedgerWithdrawal, index: number, nowMs: number): JsonObject {
  const status = statusOf(row, nowMs);
  const isDone = status === 'DONE';
  return {
    id: withdrawalIdOf(index),
    txid: isDone ? row.txId : '',
    block_number: isDone ? '23456789' : '0',
    withdraw_order_id: row.clientId ?? '',
    timestamp: String(secondOf(row.requestedAtMs)),
    timestamp2: status === 'CANCEL' || isDone ? String(secondOf(row.cancelledAtMs ?? row.settlesAtMs)) : '',
    amount: add(row.amount, row.fee),
    fee: row.fee,
    currency: row.coin,
    address: row.address,
    type: 'withdraw',
    fail_reason: status === 'CANCEL' ? 'cancelled by user' : '',
    memo: '',
    status,
    chain: row.network,
  };
}

/** Under way: first asked for, then looked at. */
function statusOf(withdrawal: LedgerWithdrawal, nowMs: number): string {
  if (withdrawal.cancelledAtMs !== undefined) return 'CANCEL';
  if (!isPending(withdrawal, nowMs)) return 'DONE';
  const halfway = (withdrawal.requestedAtMs + withdrawal.settlesAtMs) / 2;
  return nowMs < halfway ? 'REQUEST' : 'REVIEW';
}

/** "limited to 500 transactions". */
function deposits(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const window = windowOf(parameters, recordRule, nowMs);
  const currency = optional(parameters, 'currency');
  const rows = books.deposits
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => isWithin(window, row.atMs))
    .filter(({ row }) => currency === undefined || row.coin === currency)
    .toSorted((a, b) => b.row.atMs - a.row.atMs || b.index - a.index);
  return sliceOf(rows, parameters, { usual: 100, most: 500 }).rows.map(({ row, index }) =>
    depositRow(row, index),
  );
}

const depositRow = (row: LedgerDeposit, index: number): JsonObject => ({
  id: depositIdOf(index),
  txid: row.txId,
  timestamp: String(secondOf(row.atMs)),
  amount: row.amount,
  currency: row.coin,
  address: row.address,
  memo: '',
  status: 'DONE',
  chain: row.network,
});

// ---------------------------------------------------------------- addresses

/** "1 means verified address, 0 means normal address, empty string means no limit"; "up to 100". */
function savedAddresses({ books, parameters }: Call): Json {
  const [currency, chain] = [optional(parameters, 'currency'), optional(parameters, 'chain')];
  const verified = oneOf(parameters, 'verified', ['0', '1']);
  const rows = books.addresses
    .filter(({ coin }) => currency === undefined || coin === currency)
    .filter(({ network }) => chain === undefined || network === chain)
    .map((each) => ({
      currency: each.coin,
      chain: each.network,
      address: each.address,
      name: each.label,
      tag: '',
      verified: each.whitelisted ? '1' : '0',
    }))
    .filter((row) => verified === undefined || row.verified === verified);
  return pageOf(rows, parameters, { usual: 50, most: 100 });
}

/** The address that money last came to: the books keep no others. */
function depositAddress(call: Call): Json {
  const { books, parameters } = call;
  const currency = knownCurrency(call, mandatory(parameters, 'currency'));
  const networks = [
    ...new Map(books.deposits.filter(({ coin }) => coin === currency).map((each) => [each.network, each])),
  ];
  return {
    currency,
    address: networks[0]?.[1].address ?? '',
    min_deposit_amount: '0',
    min_confirms: 1,
    multichain_addresses: networks.map(([chain, { address }]) => ({
      chain,
      address,
      payment_id: '',
      payment_name: '',
      obtain_failed: 0,
      min_confirms: 1,
    })),
  };
}

function withdrawStatus(call: Call): Json {
  const { books, parameters } = call;
  const currency = optional(parameters, 'currency');
  const coins = currency === undefined ? currenciesOf(books) : [knownCurrency(call, currency)];
  return coins.map((coin, index) => ({
    currency: coin,
    name: coin,
    name_cn: coin,
    deposit: '0',
    withdraw_percent: '0%',
    withdraw_fix: networkFee(coin),
    withdraw_day_limit: '500000',
    withdraw_day_limit_remain: '500000',
    withdraw_amount_mini: '0.00000001',
    withdraw_eachtime_limit: '500000',
    withdraw_order: index + 1,
    withdraw_fix_on_chains: Object.fromEntries(
      networksOf(books, coin).map((chain) => [chain, networkFee(coin)]),
    ),
    withdraw_percent_on_chains: Object.fromEntries(networksOf(books, coin).map((chain) => [chain, '0%'])),
  }));
}
