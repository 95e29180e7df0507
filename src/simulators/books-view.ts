import { DateTime } from 'luxon';
import type { BookedAct, Books } from './contract.ts';
import { openOrders, orderById } from './ledger-books.ts';
import type { LedgerAct, LedgerBooks } from './ledger-books.ts';

/** The books as oracles in tests and the drill's score read them. */
export function viewBooks(books: () => LedgerBooks, requests: Books['requests']): Books {
  return {
    balances: () => [...books().balances].map(([asset, held]) => ({ asset, ...held })),
    openOrders: () =>
      openOrders(books()).map(({ id, clientOrderId, symbol }) => ({
        orderId: String(id),
        clientOrderId,
        symbol,
      })),
    trades: () =>
      books().trades.map((trade) => ({
        id: String(trade.id),
        orderId: String(trade.orderId),
        clientOrderId: orderById(books(), trade.orderId)?.clientOrderId ?? '',
        symbol: trade.symbol,
        side: trade.side,
        price: trade.price,
        amount: trade.amount,
        fee: trade.fee,
        feeAsset: trade.feeAsset,
        at: isoOf(trade.atMs),
      })),
    withdrawals: () =>
      books().withdrawals.map(({ id, coin, amount, requestedAtMs }) => ({
        id,
        coin,
        amount,
        at: isoOf(requestedAtMs),
      })),
    acts: () => books().acts.map((act) => bookedAct(books(), act)),
    requests,
    price: (symbol) => books().markets.find((market) => market.symbol === symbol)?.price,
  };
}

const bookedAct = (books: LedgerBooks, act: LedgerAct): BookedAct => ({
  what: act.what,
  at: isoOf(act.atMs),
  sourceIp: act.sourceIp,
  keyLabel: books.keys.find((key) => key.ref === act.key)?.label ?? '',
  ...(act.orderId === undefined ? {} : { orderId: String(act.orderId) }),
  ...(act.clientOrderId === undefined ? {} : { clientOrderId: act.clientOrderId }),
  ...(act.withdrawalId === undefined ? {} : { withdrawalId: act.withdrawalId }),
});

/** ISO 8601 UTC with milliseconds. */
export const isoOf = (atMs: number): string =>
  DateTime.fromMillis(atMs, { zone: 'utc' }).toISO() ?? String(atMs);
