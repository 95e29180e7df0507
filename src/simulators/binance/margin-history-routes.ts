import type { Json, JsonObject } from '../../domain/json.ts';
import { negate } from '../../domain/money.ts';
import type { LedgerBooks, LedgerTransfer } from '../ledger-books.ts';
import { futuresWalletOf } from './accounts.ts';
import { refuse } from './codes.ts';
import { badInterval, dayMs, isIn, newestFirst, numbered, pageOf, windowOf } from './pages.ts';
import type { Window } from './pages.ts';
import { mandatory, optional, whole } from './parameters.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';
import { eight } from './rows.ts';

const paged = ['startTime', 'endTime', 'current', 'size'];

/** What moved in and out of the margin account, newest first. Nothing is ever lent or liquidated here. */
export const marginHistoryRoutes: readonly Route[] = [
  margin('v1/margin/transfer', 1, ['asset', 'type', 'isolatedSymbol', ...paged], transfers),
  margin('v1/margin/interestHistory', 1, ['asset', 'isolatedSymbol', ...paged], (call) =>
    nothing(call, { most: 30, usual: 7 }),
  ),
  margin('v1/margin/borrow-repay', 10, ['type', 'asset', 'isolatedSymbol', 'txId', ...paged], (call) => {
    const type = mandatory(call.parameters, 'type');
    if (type !== 'BORROW' && type !== 'REPAY') throw refuse.invalid('type');
    return nothing(call, { most: call.parameters.has('asset') ? 30 : 7, usual: 7 });
  }),
  margin('v1/margin/forceLiquidationRec', 1, ['isolatedSymbol', ...paged], (call) =>
    nothing(call, { most: 90, usual: 90 }),
  ),
  margin(
    'v1/margin/capital-flow',
    100,
    ['asset', 'symbol', 'type', 'startTime', 'endTime', 'fromId', 'limit'],
    capitalFlow,
  ),
];

function margin(path: string, weight: number, reads: readonly string[], answer: Route['answer']): Route {
  return sapi('GET', path, 'read', { weight, reads, of: 'margin', answer });
}

function nothing({ parameters, nowMs }: Call, days: { readonly most: number; readonly usual: number }): Json {
  windowOf(parameters, { nowMs, ...days, tooLong: badInterval });
  return { rows: pageOf([], parameters, numbered), total: 0 };
}

const movesIn = (books: LedgerBooks, within: Window): readonly LedgerTransfer[] =>
  newestFirst(books.transfers).filter(
    ({ from, to, atMs }) => (from === 'margin') !== (to === 'margin') && isIn(atMs, within),
  );

function transfers({ books, parameters, nowMs }: Call): Json {
  const within = windowOf(parameters, { nowMs, most: 30, usual: 7, tooLong: badInterval });
  const asset = optional(parameters, 'asset');
  const type = optional(parameters, 'type');
  if (type !== undefined && type !== 'ROLL_IN' && type !== 'ROLL_OUT') throw refuse.invalid('type');
  const isIsolated = optional(parameters, 'isolatedSymbol') !== undefined;
  const found = movesIn(books, within)
    .filter(() => !isIsolated)
    .filter((each) => asset === undefined || each.asset === asset)
    .map((each) => transferRow(books, each))
    .filter((row) => type === undefined || row['type'] === type);
  return { rows: pageOf(found, parameters, numbered), total: found.length };
}

const walletNames: Readonly<Record<string, string>> = {
  spot: 'SPOT',
  funding: 'FUNDING',
  margin: 'CROSS_MARGIN',
};

function walletName(books: LedgerBooks, wallet: string, asset: string): string {
  if (wallet === 'futures') return futuresWalletOf(books, asset) === 'um' ? 'FUTURES' : 'DELIVERY';
  return walletNames[wallet] ?? 'SUB_SPOT';
}

const transferRow = (books: LedgerBooks, each: LedgerTransfer): JsonObject => ({
  amount: eight(each.amount),
  asset: each.asset,
  status: 'CONFIRMED',
  timestamp: each.atMs,
  txId: Number(each.id),
  type: each.to === 'margin' ? 'ROLL_IN' : 'ROLL_OUT',
  transFrom: walletName(books, each.from, each.asset),
  transTo: walletName(books, each.to, each.asset),
});

/** "the data of the last 90 days", seven at a time; from an id upwards, otherwise the latest. */
function capitalFlow({ books, parameters, nowMs }: Call): Json {
  const within = windowOf(parameters, { nowMs, most: 7, kept: 90, tooLong: badInterval });
  const fromId = whole(parameters, 'fromId');
  const limit = whole(parameters, 'limit') ?? 500;
  if (limit < 1 || limit > 1000) throw refuse.invalid('limit');
  const asset = optional(parameters, 'asset');
  const type = optional(parameters, 'type');
  const isIsolated = optional(parameters, 'symbol') !== undefined;
  const reach = fromId === undefined ? within : { startMs: nowMs - 90 * dayMs, endMs: within.endMs };
  const found = movesIn(books, reach)
    .filter(() => !isIsolated && (type === undefined || type === 'TRANSFER'))
    .filter((each) => asset === undefined || each.asset === asset)
    .filter(({ id }) => fromId === undefined || Number(id) > fromId)
    .toReversed();
  const rows = fromId === undefined ? found.slice(-limit) : found.slice(0, limit);
  return rows.map((each) => ({
    id: Number(each.id),
    tranId: Number(each.id),
    timestamp: each.atMs,
    asset: each.asset,
    symbol: '',
    type: 'TRANSFER',
    amount: each.to === 'margin' ? each.amount : negate(each.amount),
  }));
}
