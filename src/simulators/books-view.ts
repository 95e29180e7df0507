import { DateTime } from 'luxon';
import type { BookedAct, BookedOrder, Books } from './contract.ts';
import { openOrders, orderById, withdrawalState } from './ledger-books.ts';
import type { LedgerAct, LedgerBooks, LedgerOrder, LedgerTrade } from './ledger-books.ts';

/** The books as oracles in tests and the drill's score read them. */
export function viewBooks(from: {
  readonly books: () => LedgerBooks;
  readonly requests: Books['requests'];
  readonly nowMs: () => number;
}): Books {
  const { books } = from;
  return {
    balances: () => [...books().balances].map(([asset, held]) => ({ asset, ...held })),
    openOrders: () =>
      openOrders(books()).map(({ id, clientOrderId, symbol }) => ({
        orderId: String(id),
        clientOrderId,
        symbol,
      })),
    orders: () => books().orders.map(bookedOrder),
    trades: () => books().trades.map((trade) => bookedTrade(books(), trade)),
    withdrawals: () =>
      books().withdrawals.map((each) => ({
        id: each.id,
        coin: each.coin,
        amount: each.amount,
        at: isoOf(each.requestedAtMs),
        state: withdrawalState(each, from.nowMs()),
      })),
    deposits: () =>
      books().deposits.map(({ id, coin, amount, atMs }) => ({ id, coin, amount, at: isoOf(atMs) })),
    transfers: () => books().transfers.map(({ atMs, ...rest }) => ({ ...rest, at: isoOf(atMs) })),
    conversions: () =>
      books().conversions.map(({ id, kind, from, fromAmount, to, toAmount, fee, atMs }) => ({
        ...{ id, kind, from, fromAmount, to, toAmount, fee },
        at: isoOf(atMs),
      })),
    positions: () => books().positions.map(({ atMs, ...rest }) => ({ ...rest, at: isoOf(atMs) })),
    subAccounts: () =>
      books().subAccounts.map(({ id, label, createdAtMs, frozen, mayTransferOut }) => ({
        id,
        label,
        createdAt: isoOf(createdAtMs),
        frozen,
        mayTransferOut,
      })),
    acts: () => books().acts.map((act) => bookedAct(books(), act)),
    requests: from.requests,
    price: (symbol) => books().markets.find((market) => market.symbol === symbol)?.price,
  };
}

const bookedOrder = (order: LedgerOrder): BookedOrder => ({
  orderId: String(order.id),
  clientOrderId: order.clientOrderId,
  symbol: order.symbol,
  side: order.side,
  price: order.price,
  amount: order.amount,
  filled: order.filled,
  ...(order.trigger === undefined ? {} : { trigger: order.trigger }),
  status: order.status,
  at: isoOf(order.placedAtMs),
  updatedAt: isoOf(order.updatedAtMs),
});

const bookedTrade = (books: LedgerBooks, trade: LedgerTrade): ReturnType<Books['trades']>[number] => ({
  id: String(trade.id),
  orderId: String(trade.orderId),
  clientOrderId: orderById(books, trade.orderId)?.clientOrderId ?? '',
  symbol: trade.symbol,
  side: trade.side,
  price: trade.price,
  amount: trade.amount,
  fee: trade.fee,
  feeAsset: trade.feeAsset,
  at: isoOf(trade.atMs),
});

const bookedAct = (books: LedgerBooks, act: LedgerAct): BookedAct => ({
  what: act.what,
  at: isoOf(act.atMs),
  sourceIp: act.sourceIp,
  keyLabel: labelOf(books, act.key),
  ...(act.orderId === undefined ? {} : { orderId: String(act.orderId) }),
  ...(act.clientOrderId === undefined ? {} : { clientOrderId: act.clientOrderId }),
  ...(act.withdrawalId === undefined ? {} : { withdrawalId: act.withdrawalId }),
  ...(act.conversionId === undefined ? {} : { conversionId: act.conversionId }),
  ...(act.changedKey === undefined ? {} : { changedKey: labelOf(books, act.changedKey) }),
  ...(act.subAccount === undefined ? {} : { subAccount: act.subAccount }),
});

const labelOf = (books: LedgerBooks, ref: string): string =>
  books.keys.find((key) => key.ref === ref)?.label ?? '';

/** ISO 8601 UTC with milliseconds. */
export const isoOf = (atMs: number): string =>
  DateTime.fromMillis(atMs, { zone: 'utc' }).toISO() ?? String(atMs);
