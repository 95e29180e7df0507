import {
  isAmount,
  millisOf,
  splitSymbol,
  stayed,
  type RecognisedTrade,
  type RecognisedWithdrawal,
} from '../../analysis/index.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import { add, isZero, negate } from '../../domain/money.ts';
import type { Deposit, Trade, Withdrawal } from '../../domain/trading.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import { allRows } from './all-rows.ts';
import type { CaseView } from './case-view.ts';

/** One change of an asset's total. */
export interface Move {
  readonly at: string;
  readonly ms: number;
  readonly change: string;
}

type Change = readonly [asset: string, at: string, change: string];

/**
 * What moved each asset since the incident window began, in the order of time. Unknown where a list
 * was not read or a row cannot be understood: half of the moves would draw a line that never was.
 */
export function movesOf(
  view: CaseView,
  { account, trades, withdrawals, window }: AccountAnalysis,
): Known<ReadonlyMap<string, readonly Move[]>> {
  const deposits = allRows(view, account.id, 'deposits', ({ id }) => id);
  if (!trades.known) return trades;
  if (!withdrawals.known) return withdrawals;
  if (!deposits.known) return deposits;
  const from = millisOf(window.from) ?? -Infinity;
  const moves = new Map<string, Move[]>();
  for (const change of changesOf(trades.value.rows, withdrawals.value.rows, deposits.value.rows)) {
    if (!change.known) return change;
    for (const one of change.value) enter(moves, one, from);
  }
  for (const own of moves.values()) own.sort((a, b) => a.ms - b.ms);
  return known(moves);
}

/** Row by row: a hundred thousand fills are three changes each, most of them from before the window. */
function* changesOf(
  trades: readonly RecognisedTrade[],
  withdrawals: readonly RecognisedWithdrawal[],
  deposits: readonly Deposit[],
): Generator<Known<readonly Change[]>> {
  for (const { trade } of trades) yield ofTrade(trade);
  for (const { withdrawal } of withdrawals) yield ofWithdrawal(withdrawal);
  for (const deposit of deposits) yield ofDeposit(deposit);
}

function enter(moves: Map<string, Move[]>, [asset, at, change]: Change, from: number): void {
  const ms = millisOf(at);
  if (ms === undefined || ms < from || isZero(change)) return;
  const own = moves.get(asset) ?? [];
  own.push({ at, ms, change });
  moves.set(asset, own);
}

function ofTrade({ id, symbol, side, amount, quoteAmount, fee, feeAsset, at }: Trade): Known<Change[]> {
  const pair = splitSymbol(symbol);
  if (!pair.known) return pair;
  if (![amount, quoteAmount, fee].every(isAmount))
    return unknown(`fill ${id}: an amount is no decimal number`);
  const { base, quote } = pair.value;
  const bought = side === 'buy';
  return known([
    [base, at, bought ? amount : negate(amount)],
    [quote, at, bought ? negate(quoteAmount) : quoteAmount],
    [feeAsset, at, negate(fee)],
  ]);
}

function ofWithdrawal(withdrawal: Withdrawal): Known<Change[]> {
  const { id, asset, amount, fee, requestedAt } = withdrawal;
  if (stayed(withdrawal)) return known([]);
  if (!fee.known) return unknown(`withdrawal ${id}: its fee is not known: ${fee.why}`);
  if (!isAmount(amount) || !isAmount(fee.value))
    return unknown(`withdrawal ${id}: an amount is no decimal number`);
  return known([[asset, requestedAt, negate(add(amount, fee.value))]]);
}

function ofDeposit({ id, asset, amount, at, status }: Deposit): Known<Change[]> {
  if (status !== 'completed') return known([]);
  return isAmount(amount)
    ? known([[asset, at, amount]])
    : unknown(`deposit ${id}: its amount is no decimal number`);
}
