import { add, negate, subtract } from '../domain/money.ts';
import { isSpot, marketOf } from './ledger-books.ts';
import type { LedgerBooks, LedgerTrade, LedgerTransfer, LedgerWithdrawal } from './ledger-books.ts';
import { batchesOf } from './ledger-conversions.ts';
import type { ConversionBatch } from './ledger-conversions.ts';
import { oncePerBooks } from './once.ts';

/** One line of the spot wallet's account ledger, as a venue prints it. */
export interface LedgerLine {
  /** Always the same for the same change: "fee:28000001:USDT". */
  readonly id: string;
  readonly atMs: number;
  readonly asset: string;
  /** Signed. */
  readonly change: string;
  /** Free and locked, after it. */
  readonly balance: string;
  readonly kind: 'trade' | 'fee' | 'deposit' | 'withdrawal' | 'transfer' | 'convert' | 'dust';
  /** The id of the trade, deposit, withdrawal or transfer, or of the batch of conversions. */
  readonly reference: string;
}

/**
 * Every change of the spot wallet, oldest first. Balances are reckoned back from the present, so the
 * last of each asset is what is there; opening history that its balances do not cover shows as less
 * than nothing before it. A cancelled withdrawal comes back, with its fee, in lines of its own.
 */
export const ledgerLines: (books: LedgerBooks) => readonly LedgerLine[] = oncePerBooks((books) => {
  const changes = [
    ...books.deposits.map((each) =>
      line('deposit', each.id, { atMs: each.atMs, asset: each.coin, change: each.amount }),
    ),
    ...books.transfers.flatMap(linesOfTransfer),
    ...books.trades.flatMap((trade) => linesOfTrade(books, trade)),
    ...books.withdrawals.flatMap(linesOfWithdrawal),
    ...batchesOf(books).flatMap(linesOfConversion),
  ].sort((a, b) => a.atMs - b.atMs);
  return withBalances(books, changes);
});

type Change = Omit<LedgerLine, 'balance'>;

const line = (
  kind: Change['kind'],
  reference: string,
  what: Pick<Change, 'atMs' | 'asset' | 'change'> & { readonly mark?: string },
): Change => ({
  id: `${kind}:${reference}:${what.mark ?? what.asset}`,
  atMs: what.atMs,
  asset: what.asset,
  change: what.change,
  kind,
  reference,
});

// The lines are the spot wallet's: what moves between others is not among them.
function linesOfTransfer({ id, from, to, atMs, asset, amount }: LedgerTransfer): Change[] {
  if ((from === 'spot') === (to === 'spot')) return [];
  return [line('transfer', id, { atMs, asset, change: to === 'spot' ? amount : negate(amount) })];
}

// A contract's trades move no coins of the spot wallet.
function linesOfTrade(books: LedgerBooks, trade: LedgerTrade): Change[] {
  const market = marketOf(books, trade.symbol);
  if (!isSpot(market)) return [];
  const { atMs, amount, quote } = trade;
  const reference = String(trade.id);
  const isBuy = trade.side === 'buy';
  return [
    line('trade', reference, { atMs, asset: market.base, change: isBuy ? amount : negate(amount) }),
    line('trade', reference, { atMs, asset: market.quote, change: isBuy ? negate(quote) : quote }),
    ...feeLine(reference, { atMs, asset: trade.feeAsset, change: negate(trade.fee) }),
  ];
}

function linesOfWithdrawal(withdrawal: LedgerWithdrawal): Change[] {
  const { id, coin: asset, amount, fee, requestedAtMs, cancelledAtMs } = withdrawal;
  const left = [
    line('withdrawal', id, { atMs: requestedAtMs, asset, change: negate(amount) }),
    ...feeLine(id, { atMs: requestedAtMs, asset, change: negate(fee) }),
  ];
  if (cancelledAtMs === undefined) return left;
  const mark = `${asset}:back`;
  return [
    ...left,
    line('withdrawal', id, { atMs: cancelledAtMs, asset, change: amount, mark }),
    ...feeLine(id, { atMs: cancelledAtMs, asset, change: fee, mark }),
  ];
}

/** A line for each asset that went, one for what came, fee included, and one for the fee. */
function linesOfConversion({ id, kind, to, atMs, parts, arrived, fee }: ConversionBatch): Change[] {
  return [
    ...parts.map(({ id: part, from, fromAmount }) =>
      line(kind, id, { atMs, asset: from, change: negate(fromAmount), mark: `${from}:${part}` }),
    ),
    line(kind, id, { atMs, asset: to, change: add(arrived, fee) }),
    ...feeLine(id, { atMs, asset: to, change: negate(fee) }),
  ];
}

const feeLine = (reference: string, what: Parameters<typeof line>[2]): Change[] =>
  /^-?0$/.test(what.change) ? [] : [line('fee', reference, what)];

function withBalances(books: LedgerBooks, changes: readonly Change[]): readonly LedgerLine[] {
  const balances = new Map([...books.balances].map(([asset, held]) => [asset, add(held.free, held.locked)]));
  return changes
    .toReversed()
    .map((change) => {
      const balance = balances.get(change.asset) ?? '0';
      balances.set(change.asset, subtract(balance, change.change));
      return { ...change, balance };
    })
    .reverse();
}
