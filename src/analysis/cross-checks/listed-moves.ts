import { known, unknown } from '../../domain/known.ts';
import type { ListedFlows, Share } from '../../domain/listed-flows.ts';
import { add, negate } from '../../domain/money.ts';
import type { Deposit, LedgerEntry, Trade, Transfer, Withdrawal } from '../../domain/trading.ts';
import { isAmount } from '../amounts.ts';
import { millisOf } from '../moments.ts';
import { movesOf } from './fill-moves.ts';
import type { Window } from './flows.ts';

/** The rows of every list that tells moves of the wallet. */
export interface ListedRows {
  readonly trades: readonly Trade[];
  readonly deposits: readonly Deposit[];
  readonly withdrawals: readonly Withdrawal[];
  readonly transfers: readonly Transfer[];
  readonly ledger: readonly LedgerEntry[];
}

/** The moves between two readings of the balances, in the form of ledger lines. */
export interface ListedMoves {
  readonly lines: readonly LedgerEntry[];
  /** What may have moved then, or before or after. */
  readonly mayBe: readonly LedgerEntry[];
  /** Fills that do not tell what they moved. */
  readonly untold: readonly Trade[];
}

interface Between {
  readonly before: Window;
  readonly after: Window;
}

export function listedMoves(rows: ListedRows, flows: ListedFlows, between: Between): ListedMoves {
  const about: About = { flows, between };
  const fills = rows.trades.filter((fill) => flows.ofFill(fill) !== 'not' && isThen(fill.at, between));
  const told = [
    ...fills.flatMap((fill) => ofFill(fill, about)),
    ...rows.deposits.flatMap((row) => ofDeposit(row, about)),
    ...rows.withdrawals.flatMap((row) => ofWithdrawal(row, about)),
    ...rows.transfers.flatMap((row) => ofTransfer(row, about)),
    ...rows.ledger.flatMap((line) => ofEntry(line, about)),
  ];
  const lines = (share: Share): readonly LedgerEntry[] =>
    told.filter((each) => each.share === share).map(({ line }) => line);
  return {
    lines: lines('moves'),
    mayBe: lines('may'),
    untold: fills.filter((fill) => movesOf(fill) === undefined),
  };
}

interface About {
  readonly flows: ListedFlows;
  readonly between: Between;
}

interface Moved {
  readonly share: Share;
  readonly line: LedgerEntry;
}

const isThen = (at: string, { before, after }: Between): boolean => {
  const ms = millisOf(at);
  return ms !== undefined && ms >= before.from && ms <= after.to;
};

function ofFill(fill: Trade, { flows }: About): readonly Moved[] {
  const moves = movesOf(fill);
  if (moves === undefined) return [];
  return [...moves.gross, ...moves.fee].map(([asset, change], at) => ({
    share: flows.ofFill(fill),
    line: lineOf(flows, { id: `${fill.symbol} ${fill.id} ${at}`, asset, change, at: fill.at, kind: 'fill' }),
  }));
}

/** The list says when a deposit was seen on its way, not when it was credited. */
const underwayMs = 24 * 3_600_000;

function ofDeposit(row: Deposit, { flows, between }: About): readonly Moved[] {
  const share = flows.ofDeposit(row);
  const ms = millisOf(row.at);
  const isSettled = row.status === 'completed';
  const isOver = ['rejected', 'failed', 'cancelled'].includes(row.status);
  if (share === 'not' || isOver || ms === undefined || ms > between.after.to) return [];
  const isLong = isSettled && ms + underwayMs < between.before.from;
  if (isLong) return [];
  const isCertain = isSettled && ms > between.before.to && ms + underwayMs < between.after.from;
  return [moved(isCertain ? share : 'may', flows, { ...row, change: row.amount, kind: 'deposit' })];
}

/** What was refused this long before is back by now. */
const givenBackMs = 30 * 24 * 3_600_000;

/** The balance sinks when it is asked for, and rises again when it is refused: when, no list tells. */
function ofWithdrawal(row: Withdrawal, { flows, between }: About): readonly Moved[] {
  const share = flows.ofWithdrawal(row);
  const begun = millisOf(row.requestedAt);
  if (share === 'not' || begun === undefined || begun > between.after.to) return [];
  const ended = row.completedAt.known ? millisOf(row.completedAt.value) : undefined;
  const hasLeft = row.status === 'completed';
  if (ended !== undefined && ended < between.before.from) return [];
  const end = ended ?? (hasLeft ? begun : begun + givenBackMs);
  if (end < between.before.from) return [];
  const isWithin = begun > between.before.to && end < between.after.from;
  if (isWithin && !hasLeft && ended !== undefined) return [];
  const cost = row.fee.known && isAmount(row.fee.value) && isAmount(row.amount) ? row.fee.value : undefined;
  const change = cost === undefined ? 'not told' : negate(add(row.amount, cost));
  const isCertain = hasLeft && isWithin;
  return [
    moved(isCertain ? share : 'may', flows, { ...row, at: row.requestedAt, change, kind: 'withdrawal' }),
  ];
}

function ofTransfer(row: Transfer, { flows, between }: About): readonly Moved[] {
  const side = flows.sideOf(row);
  const isOver = ['rejected', 'failed', 'cancelled'].includes(row.status);
  if (side === 'neither' || isOver || !isThen(row.at, between)) return [];
  const line = { ...row, kind: 'transfer' };
  if (side === 'unknown') {
    return [row.amount, negateText(row.amount)].map((change) => moved('may', flows, { ...line, change }));
  }
  const change = side === 'to' ? row.amount : negateText(row.amount);
  return [moved(row.status === 'completed' ? 'moves' : 'may', flows, { ...line, change })];
}

function ofEntry(line: LedgerEntry, { flows, between }: About): readonly Moved[] {
  const share = flows.ofEntry(line);
  return share === 'not' || !isThen(line.at, between) ? [] : [{ share, line }];
}

const negateText = (amount: string): string => (isAmount(amount) ? negate(amount) : amount);

type Row = Pick<LedgerEntry, 'id' | 'asset' | 'change' | 'at' | 'kind'>;

const moved = (share: Share, flows: ListedFlows, row: Row): Moved => ({ share, line: lineOf(flows, row) });

const lineOf = ({ wallet }: ListedFlows, { id, asset, change, at, kind }: Row): LedgerEntry => ({
  id,
  wallet,
  asset,
  change,
  fee: unknown('counted in the change'),
  balanceAfter: unknown('lists tell none'),
  kind,
  reference: known(id),
  at,
});
