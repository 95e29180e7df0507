import type { JsonObject } from '../../domain/json.ts';
import { negate, sum } from '../../domain/money.ts';
import { marketOf, orderById } from '../ledger-books.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { batchById } from '../ledger-conversions.ts';
import { ledgerLines } from '../ledger-lines.ts';
import type { LedgerLine } from '../ledger-lines.ts';
import { oncePerBooks, tradesById } from '../once.ts';
import { billIdOf, ordIdOf } from './ids.ts';
import { instIdOf } from './names.ts';
import { clOrdIdOf } from './order-rows.ts';

export interface Bill {
  readonly atMs: number;
  /** Its place among the bills of its account, oldest first. */
  readonly index: number;
  readonly row: JsonObject;
}

/**
 * The trading account's bills, oldest first: trades, conversions, and what came from the funding account, went there
 * or to a sub-account. Deposits and withdrawals are the funding account's at this venue.
 */
export const tradingBills: (books: LedgerBooks) => readonly Bill[] = oncePerBooks((books) => {
  const lines = ledgerLines(books).filter(({ kind }) => kind !== 'deposit' && kind !== 'withdrawal');
  return grouped(lines.filter((line) => line.kind !== 'fee' || isOfTrading(books, line))).map(
    (group, index) => ({ atMs: group[0]?.atMs ?? 0, index, row: tradingRow(books, group, billIdOf(index)) }),
  );
});

const isOfTrading = (books: LedgerBooks, { reference }: LedgerLine): boolean =>
  tradesById(books).has(reference) || batchById(books).has(reference);

/** A bill for each coin that a change moved; a fee goes with the line of its coin. */
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

function tradingRow(books: LedgerBooks, lines: readonly LedgerLine[], billId: string): JsonObject {
  const [first] = lines;
  if (first === undefined) throw new Error('a change without a line');
  const common = {
    ...unused,
    bal: lines.at(-1)?.balance ?? first.balance,
    balChg: sum(lines.map(({ change }) => change)),
    billId,
    ccy: first.asset,
    fillTime: String(first.atMs),
    ts: String(first.atMs),
  };
  if (first.kind === 'transfer') return { ...common, ...transferPart(books, first) };
  return first.kind === 'convert' || first.kind === 'dust'
    ? { ...common, ...conversionPart(first, lines) }
    : { ...common, ...tradePart(books, first, lines) };
}

/** type "27" convert, subType "318" in, "319" out; "28" easy convert, "236" in, "237" out. */
function conversionPart({ kind, change }: LedgerLine, lines: readonly LedgerLine[]): JsonObject {
  const isOut = change.startsWith('-');
  const [type, into, out] = kind === 'convert' ? ['27', '318', '319'] : ['28', '236', '237'];
  return {
    fee: sum(lines.filter((line) => line.kind === 'fee').map((line) => line.change)),
    interest: '0',
    subType: isOut ? out : into,
    sz: isOut ? negate(change) : change,
    tradeId: '0',
    type,
  };
}

/** type "2"; subType "1" buy, "2" sell. `sz` is of the coin of the bill. */
function tradePart(books: LedgerBooks, first: LedgerLine, lines: readonly LedgerLine[]): JsonObject {
  const trade = tradesById(books).get(first.reference);
  if (trade === undefined) throw new Error(`a line of no trade: ${first.id}`);
  const order = orderById(books, trade.orderId);
  return {
    clOrdId: order === undefined ? '' : clOrdIdOf(order),
    execType: trade.isMaker ? 'M' : 'T',
    fee: sum(lines.filter(({ kind }) => kind === 'fee').map(({ change }) => change)),
    instId: instIdOf(marketOf(books, trade.symbol)),
    instType: 'SPOT',
    interest: '0',
    mgnMode: 'cash',
    ordId: ordIdOf({ id: trade.orderId }),
    pnl: '0',
    posBal: '0',
    posBalChg: '0',
    px: trade.price,
    subType: trade.side === 'buy' ? '1' : '2',
    sz: first.asset === trade.feeAsset ? trade.quote : trade.amount,
    tradeId: String(trade.id),
    type: '2',
  };
}

/** type "1"; subType "11" in, "12" out; "6" funding, "18" trading. A sub-account is named by neither. */
function transferPart(books: LedgerBooks, line: LedgerLine): JsonObject {
  const transfer = books.transfers.find(({ id }) => id === line.reference);
  const isIn = !line.change.startsWith('-');
  return {
    from: accountOf(transfer?.from),
    interest: '0',
    subType: isIn ? '11' : '12',
    sz: isIn ? line.change : negate(line.change),
    to: accountOf(transfer?.to),
    tradeId: '0',
    type: '1',
  };
}

const accountOf = (wallet: string | undefined): string => {
  if (wallet === 'funding') return '6';
  return wallet === undefined || wallet.startsWith('sub:') ? '' : '18';
};

const unused: JsonObject = {
  clOrdId: '',
  earnAmt: '',
  earnApr: '',
  execType: '',
  fee: '',
  fillFwdPx: '',
  fillIdxPx: '',
  fillMarkPx: '',
  fillMarkVol: '',
  fillPxUsd: '',
  fillPxVol: '',
  from: '',
  instId: '',
  instType: '',
  interest: '',
  mgnMode: '',
  notes: '',
  ordId: '',
  pnl: '',
  posBal: '',
  posBalChg: '',
  px: '',
  tag: '',
  to: '',
  tradeId: '',
};
