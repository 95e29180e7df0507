import type { JsonObject } from '../../domain/json.ts';
import { add, compare, negate, subtract, sum } from '../../domain/money.ts';
import { marketOf, orderById } from '../ledger-books.ts';
import type { LedgerBooks, LedgerTransfer } from '../ledger-books.ts';
import { ledgerLines } from '../ledger-lines.ts';
import type { LedgerLine } from '../ledger-lines.ts';
import { oncePerBooks, tradesById } from '../once.ts';
import { execIdOf, orderIdOf } from './ids.ts';
import { printedSymbol } from './names.ts';
import { sideWord } from './order-rows.ts';

/** The logs of the two wallets. */

export interface LogRow {
  readonly atMs: number;
  readonly id: number;
  readonly row: JsonObject;
}

/**
 * The unified wallet's log, oldest first: a row for each coin that a change moved, with the fee of a
 * trade in the row of the coin it was taken in. What comes from outside or goes there passes the
 * funding wallet at this venue, so it is a transfer here.
 */
export const transactionLog: (books: LedgerBooks) => readonly LogRow[] = oncePerBooks((books) =>
  grouped(ledgerLines(books)).map((lines, index) => {
    const id = 161_407_743_011 + index;
    return { atMs: lines[0]?.atMs ?? 0, id, row: logRow(books, lines, id) };
  }),
);

// A fee goes with the line before it of the same reference and coin.
function grouped(lines: readonly LedgerLine[]): readonly (readonly LedgerLine[])[] {
  const groups = new Map<string, LedgerLine[]>();
  for (const line of lines) {
    const key = `${line.reference} ${line.asset} ${line.atMs}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return [...groups.values()];
}

function logRow(books: LedgerBooks, lines: readonly LedgerLine[], id: number): JsonObject {
  const [first] = lines;
  if (first === undefined) throw new Error('a change without a line');
  const change = sum(lines.map((line) => line.change));
  const common = {
    transSubType: '',
    currency: first.asset,
    transactionTime: String(first.atMs),
    change,
    cashBalance: lines.at(-1)?.balance ?? first.balance,
    funding: '',
    bonusChange: '',
    size: '0',
    extraFees: '',
  };
  const trade = tradesById(books).get(first.reference);
  if (first.kind === 'convert' || first.kind === 'dust') {
    return { ...common, id: `${books.uid}__${id}`, ...noTrade, ...conversionPart(lines, change) };
  }
  if (first.kind !== 'trade' || trade === undefined) {
    const type = compare(change, '0') < 0 ? 'TRANSFER_OUT' : 'TRANSFER_IN';
    return { ...common, id: `${books.uid}__${id}`, type, qty: change, cashFlow: change, ...noTrade };
  }
  const market = marketOf(books, trade.symbol);
  const fee = negate(sum(lines.filter(({ kind }) => kind === 'fee').map((line) => line.change)));
  return {
    ...common,
    id: `${books.uid}_${printedSymbol(market)}_${id}`,
    type: 'TRADE',
    category: 'spot',
    symbol: printedSymbol(market),
    side: sideWord(trade.side),
    qty: add(change, fee),
    cashFlow: add(change, fee),
    fee,
    feeRate: trade.isMaker ? '0' : books.feeRate,
    tradePrice: trade.price,
    tradeId: execIdOf(books, trade),
    orderId: orderIdOf(books, { id: trade.orderId, symbol: trade.symbol }),
    orderLinkId: orderById(books, trade.orderId)?.clientOrderId ?? '',
  };
}

/** "Currency convert"; that small balances are told alike is assumed, as is where their fee stands. */
function conversionPart(lines: readonly LedgerLine[], change: string): JsonObject {
  const fee = negate(sum(lines.filter(({ kind }) => kind === 'fee').map((line) => line.change)));
  const moved = add(change, fee);
  const type = compare(change, '0') < 0 ? 'CURRENCY_SELL' : 'CURRENCY_BUY';
  return { type, qty: moved, cashFlow: moved, fee };
}

// Whether a transfer's row names a category is not written: none is assumed.
const noTrade: JsonObject = {
  category: '',
  symbol: '',
  side: 'None',
  fee: '0',
  feeRate: '0',
  tradePrice: '0',
  tradeId: '',
  orderId: '',
  orderLinkId: '',
};

/** The funding wallet's log: here only transfers move it. Rows have no id, and times are seconds. */
export function fundingLog(
  books: LedgerBooks,
): readonly { readonly atMs: number; readonly row: JsonObject }[] {
  const moves = books.transfers.filter(({ from, to }) => (from === 'funding') !== (to === 'funding'));
  const balances = new Map(books.funding);
  return moves
    .toSorted((a, b) => b.atMs - a.atMs)
    .map((transfer) => {
      const { asset, to, amount, atMs } = transfer;
      const after = balances.get(asset) ?? '0';
      const isIn = to === 'funding';
      balances.set(asset, isIn ? subtract(after, amount) : add(after, amount));
      return { atMs, row: fundingRow(books, { transfer, after, isIn }) };
    })
    .reverse();
}

const fundingRow = (
  books: LedgerBooks,
  { transfer, after, isIn }: { transfer: LedgerTransfer; after: string; isIn: boolean },
): JsonObject => ({
  memberId: String(books.uid),
  currency: transfer.asset,
  ioDirection: isIn ? 'I' : 'O',
  txnAmt: transfer.amount,
  afterAmt: after,
  createTime: String(Math.floor(transfer.atMs / 1000)),
  showBusiType: 'fundingAccountRecordTransfer',
  showBusiTypeEn: 'Transfer',
  description: isIn ? 'fundingAccountRecordTransferIn' : 'fundingAccountRecordTransferOut',
  descriptionEn: isIn ? 'Transfer in' : 'Transfer out',
});
