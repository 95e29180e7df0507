import type { JsonObject } from '../../domain/json.ts';
import { add, negate, subtract } from '../../domain/money.ts';
import type { LedgerBooks, LedgerTransfer } from '../ledger-books.ts';
import type { Bill } from './bill-rows.ts';
import { fundingBillIdOf } from './ids.ts';

interface Move {
  readonly atMs: number;
  readonly ccy: string;
  readonly change: string;
  readonly type: string;
  readonly clientId?: string | undefined;
  /** In the books it is the trading wallet's: the funding balance after it is as before. */
  readonly passes?: true;
}

/**
 * The funding account's bills, oldest first. Balances are reckoned back from the present; what was
 * deposited or withdrawn moves the trading wallet in the books, so that it only passes here.
 */
export function fundingBills(books: LedgerBooks): readonly Bill[] {
  const moves = movesOf(books)
    .map((move, index) => ({ move, index }))
    .sort((a, b) => a.move.atMs - b.move.atMs || a.index - b.index);
  const balances = new Map(books.funding);
  return moves
    .map(({ move }, index) => ({ move, index }))
    .toReversed()
    .map(({ move, index }) => {
      const after = balances.get(move.ccy) ?? '0';
      if (move.passes === undefined) balances.set(move.ccy, subtract(after, move.change));
      const isIn = !move.change.startsWith('-');
      const bal = move.passes === true && isIn ? add(after, move.change) : after;
      return { atMs: move.atMs, index, row: fundingRow(move, bal, fundingBillIdOf(index)) };
    })
    .reverse();
}

const fundingRow = (move: Move, bal: string, billId: string): JsonObject => ({
  billId,
  ccy: move.ccy,
  clientId: move.clientId ?? '',
  balChg: move.change,
  bal,
  type: move.type,
  ts: String(move.atMs),
  notes: '',
});

/** "1" deposit, "2" withdrawal, "13" canceled withdrawal, "221" withdrawal fee, "222" its return. */
function movesOf(books: LedgerBooks): readonly Move[] {
  const passes = true as const;
  return [
    ...books.deposits.map(({ coin: ccy, amount, atMs }) => ({
      atMs,
      ccy,
      change: amount,
      type: '1',
      passes,
    })),
    ...books.withdrawals.flatMap(({ coin: ccy, amount, fee, clientId, requestedAtMs, cancelledAtMs }) => {
      const left = { atMs: requestedAtMs, ccy, clientId, passes };
      const back = { atMs: cancelledAtMs ?? 0, ccy, clientId, passes };
      return [
        { ...left, change: negate(amount), type: '2' },
        { ...left, change: negate(fee), type: '221' },
        ...(cancelledAtMs === undefined
          ? []
          : [
              { ...back, change: amount, type: '13' },
              { ...back, change: fee, type: '222' },
            ]),
      ].filter(({ change }) => !/^-?0$/.test(change));
    }),
    ...books.transfers.flatMap(moveOfTransfer),
  ];
}

/** "130" from the trading account, "131" to it; "20" to a sub-account, "21" from it. */
function moveOfTransfer({ from, to, asset, amount, atMs }: LedgerTransfer): readonly Move[] {
  if ((from === 'funding') === (to === 'funding')) return [];
  const isIn = to === 'funding';
  const isWithSub = (isIn ? from : to).startsWith('sub:');
  const type = isWithSub ? (isIn ? '21' : '20') : isIn ? '130' : '131';
  return [{ atMs, ccy: asset, change: isIn ? amount : negate(amount), type }];
}
