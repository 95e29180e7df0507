import { isAmount, millisOf, splitSymbol, stayed } from '../../analysis/index.ts';
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
  const changes = [
    ...trades.value.rows.map(({ trade }) => ofTrade(trade)),
    ...withdrawals.value.rows.map(({ withdrawal }) => ofWithdrawal(withdrawal)),
    ...deposits.value.rows.map(ofDeposit),
  ];
  const unclear = changes.find((change) => !change.known);
  if (unclear && !unclear.known) return unclear;
  const from = millisOf(window.from) ?? -Infinity;
  return known(
    byAsset(
      changes.flatMap((change) => (change.known ? change.value : [])),
      from,
    ),
  );
}

function byAsset(changes: readonly Change[], from: number): ReadonlyMap<string, readonly Move[]> {
  const moves = new Map<string, Move[]>();
  for (const [asset, at, change] of changes) {
    const ms = millisOf(at);
    if (ms === undefined || ms < from || isZero(change)) continue;
    const own = moves.get(asset) ?? [];
    own.push({ at, ms, change });
    moves.set(asset, own);
  }
  for (const own of moves.values()) own.sort((a, b) => a.ms - b.ms);
  return moves;
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
