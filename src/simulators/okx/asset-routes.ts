import type { Json } from '../../domain/json.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { badParameter, refusal } from './codes.ts';
import { depIdOf, transIdOf, wdIdOf } from './ids.ts';
import { perSecond, perTwoSeconds } from './limits.ts';
import {
  depositRow,
  stateOf,
  transferStateRow,
  transferTypeOf,
  typeOf,
  withdrawalRow,
} from './money-rows.ts';
import { chainOf } from './names.ts';
import { lastingMs, newestFirst, numbered, pageOf } from './paging.ts';
import { decimal, mandatory, oneOf, optional } from './parameters.ts';
import { get, post, trading } from './route.ts';
import type { Call, Route } from './route.ts';
import { networkFee } from './withdrawals.ts';

/** What came in and went out (funding-account). */
export const assetRoutes: readonly Route[] = [
  get('asset/currencies', perSecond(6), currencies),
  get('asset/deposit-history', perSecond(6), deposits),
  get('asset/withdrawal-history', perSecond(6), withdrawals),
  get('asset/deposit-withdraw-status', perTwoSeconds(1), detailedStatus),
  get('asset/transfer-state', perSecond(10), transferState),
  post('asset/transfer', trading, perSecond(2), transfer, { limitedBy: 'ccy' }),
];

const isAsked = (wanted: string | undefined, value: string | undefined): boolean =>
  wanted === undefined || wanted === value;

function deposits({ books, parameters }: Call): Json[] {
  const [ccy, depId, txId, fromWdId, state] = ['ccy', 'depId', 'txId', 'fromWdId', 'state'].map((name) =>
    optional(parameters, name),
  );
  const type = oneOf(parameters, 'type', ['3', '4']);
  const rows = numbered(books.deposits).filter(
    ({ row, index }) =>
      isAsked(ccy, row.coin) &&
      isAsked(depId, depIdOf(index)) &&
      isAsked(txId, row.txId) &&
      isAsked(type, typeOf(row)) &&
      isAsked(state, '2') &&
      // The books do not know which withdrawal of another customer it was.
      fromWdId === undefined,
  );
  const sorted = newestFirst(rows, ({ row }) => row.atMs);
  return pageOf(sorted, parameters, ({ row }) => String(row.atMs)).map(depositRow);
}

function withdrawals({ books, parameters, nowMs }: Call): Json[] {
  const [ccy, wdId, clientId, txId, state] = ['ccy', 'wdId', 'clientId', 'txId', 'state'].map((name) =>
    optional(parameters, name),
  );
  const type = oneOf(parameters, 'type', ['3', '4']);
  const rows = numbered(books.withdrawals).filter(
    ({ row, index }) =>
      isAsked(ccy, row.coin) &&
      isAsked(wdId, wdIdOf(index)) &&
      isAsked(clientId, row.clientId) &&
      isAsked(txId, row.txId) &&
      isAsked(type, typeOf(row)) &&
      isAsked(state, stateOf(row, nowMs)),
  );
  const sorted = newestFirst(rows, ({ row }) => row.requestedAtMs);
  return pageOf(sorted, parameters, ({ row }) => String(row.requestedAtMs)).map((each) =>
    withdrawalRow(each, nowMs),
  );
}

const stages = {
  '0': 'Pending withdrawal: Wallet is under maintenance, please wait.',
  '1': 'Withdrawal in progress: Pending transaction confirmation.',
  '2': 'Withdrawal complete',
  '-2': 'Cancelation complete',
} as const;

/** "one of wdId and txId, and one only". Of deposits: they are all complete. */
function detailedStatus({ books, parameters, nowMs }: Call): Json[] {
  const [wdId, txId] = [optional(parameters, 'wdId'), optional(parameters, 'txId')];
  if (wdId === undefined && txId === undefined) throw refusal('50015', 'wdId', 'txId');
  if (wdId !== undefined && txId !== undefined) throw refusal('50024', 'wdId', 'txId');
  if (txId !== undefined) {
    for (const name of ['ccy', 'to', 'chain']) mandatory(parameters, name);
    const isKnown = books.deposits.some((each) => each.txId === txId);
    return isKnown ? [{ wdId: '', txId, state: 'Deposit complete', estCompleteTime: '' }] : [];
  }
  const found = numbered(books.withdrawals).find(({ index }) => wdIdOf(index) === wdId);
  if (found === undefined) throw refusal('58215');
  const state = stateOf(found.row, nowMs);
  const sent = state === '2' ? found.row.txId : '';
  return [{ wdId: wdIdOf(found.index), txId: sent, state: stages[state], estCompleteTime: '' }];
}

/** "in the last 2 weeks". */
function transferState({ books, parameters, nowMs }: Call): Json[] {
  const [transId, clientId] = [optional(parameters, 'transId'), optional(parameters, 'clientId')];
  if (transId === undefined && clientId === undefined) throw refusal('50015', 'transId', 'clientId');
  const type = oneOf(parameters, 'type', ['0', '1', '2', '3', '4']) ?? '0';
  return numbered(books.transfers)
    .filter(({ row, index }) => transIdOf(index) === transId && transferTypeOf(row) === type)
    .filter(({ row }) => nowMs - row.atMs <= lastingMs.transferState)
    .map((each) => transferStateRow(books, each));
}

/** The wallets of the books are not moved by API: a sound request is refused with 58120. */
function transfer({ parameters }: Call): Json[] {
  mandatory(parameters, 'ccy');
  decimal('amt', mandatory(parameters, 'amt'));
  const [from, to] = [mandatory(parameters, 'from'), mandatory(parameters, 'to')];
  const type = oneOf(parameters, 'type', ['0', '1', '2', '3', '4']) ?? '0';
  if (![from, to].every((account) => ['6', '18'].includes(account))) throw badParameter('from');
  if (type === '0' && from === to) throw refusal('58123');
  if (['1', '2', '4'].includes(type)) mandatory(parameters, 'subAcct');
  throw refusal('58120');
}

/** A row for each chain of each coin. Quotas and confirmations are the documents' example's. */
function currencies({ core, parameters }: Call): Json[] {
  const books = core.world.books();
  const wanted = optional(parameters, 'ccy')?.split(',');
  return coinsOf(books)
    .filter((coin) => wanted === undefined || wanted.includes(coin))
    .flatMap((coin) => chainsOf(books, coin).map((chain, index) => currencyRow(coin, chain, index === 0)));
}

const coinsOf = (books: LedgerBooks): readonly string[] => {
  const named = books.markets.flatMap(({ base, quote }) => [base, quote]);
  return [...new Set([...named, ...books.balances.keys(), ...books.funding.keys()])].sort();
};

const usualChains: Readonly<Record<string, string>> = { BTC: 'BTC-Bitcoin', USDT: 'USDT-ERC20' };

export function chainsOf(books: LedgerBooks, coin: string): readonly string[] {
  const mentioned = [...books.addresses, ...books.withdrawals, ...books.deposits]
    .filter((each) => each.coin === coin)
    .map(({ network }) => chainOf(coin, network));
  const chains = [...new Set(mentioned)].sort();
  return chains.length > 0 ? chains : [usualChains[coin] ?? chainOf(coin, coin)];
}

const currencyRow = (ccy: string, chain: string, mainNet: boolean): Json => ({
  burningFeeRate: '',
  canDep: true,
  canInternal: true,
  canWd: true,
  ccy,
  chain,
  ctAddr: '',
  depEstOpenTime: '',
  depQuotaFixed: '',
  depQuoteDailyLayer2: '',
  fee: networkFee(ccy),
  logoLink: '',
  mainNet,
  maxFee: networkFee(ccy),
  maxFeeForCtAddr: '',
  maxWd: '1000000',
  minDep: '0.0005',
  minDepArrivalConfirm: '1',
  minFee: networkFee(ccy),
  minFeeForCtAddr: '',
  minInternal: '0.0001',
  minWd: '0.0005',
  minWdUnlockConfirm: '2',
  name: ccy,
  needTag: false,
  stablecoinDailyQuota: '',
  stablecoinMonthlyQuota: '',
  usedDepQuotaFixed: '',
  usedStablecoinDailyQuota: '',
  usedStablecoinMonthlyQuota: '',
  usedWdQuota: '0',
  wdEstOpenTime: '',
  wdQuota: '10000000',
  wdTickSz: '8',
});
