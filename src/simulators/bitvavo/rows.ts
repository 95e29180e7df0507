import type { Json, JsonObject } from '../../domain/json.ts';
import { add, isZero, negate, subtract } from '../../domain/money.ts';
import { isPending, marketOf } from '../ledger-books.ts';
import type {
  LedgerBooks,
  LedgerDeposit,
  LedgerOrder,
  LedgerTrade,
  LedgerWithdrawal,
} from '../ledger-books.ts';
import { isoOf } from '../books-view.ts';
import { oncePerBooks } from '../once.ts';
import { orderIdOf, tradeIdOf } from './ids.ts';

/** Rows as the venue prints them: field names and value types of its documents' examples. */

const orderStatus = (order: LedgerOrder): string => {
  if (order.trigger !== undefined && order.status === 'open') return 'awaitingTrigger';
  if (order.status === 'open') return isZero(order.filled) ? 'new' : 'partiallyFilled';
  return { filled: 'filled', cancelled: 'canceled', expired: 'canceledIOC' }[order.status];
};

export function orderRow(books: LedgerBooks, order: LedgerOrder): JsonObject {
  const { base, quote } = marketOf(books, order.symbol);
  const fills = books.trades.filter((trade) => trade.orderId === order.id);
  return {
    orderId: orderIdOf(order.id),
    clientOrderId: order.clientOrderId,
    market: order.symbol,
    created: order.placedAtMs,
    updated: order.updatedAtMs,
    status: orderStatus(order),
    side: order.side,
    orderType: order.trigger === undefined ? order.type : 'stopLossLimit',
    amount: order.amount,
    amountRemaining: subtract(order.amount, order.filled),
    ...(order.type === 'limit' ? { price: order.price } : {}),
    ...(order.trigger === undefined
      ? {}
      : { triggerPrice: order.trigger, triggerAmount: order.trigger, triggerType: 'price' }),
    onHold: order.locked,
    onHoldCurrency: order.side === 'buy' ? quote : base,
    filledAmount: order.filled,
    filledAmountQuote: order.filledQuote,
    feePaid: fills.reduce((sum, fill) => add(sum, fill.fee), '0'),
    feeCurrency: quote,
    fills: fills.map(fillRow),
    selfTradePrevention: 'decrementAndCancel',
    visible: true,
    timeInForce: order.timeInForce,
    postOnly: false,
    restatementReason: '',
  };
}

const fillRow = (trade: LedgerTrade): JsonObject => ({
  id: tradeIdOf(trade.id),
  timestamp: trade.atMs,
  amount: trade.amount,
  price: trade.price,
  taker: !trade.isMaker,
  fee: trade.fee,
  feeCurrency: trade.feeAsset,
  settled: true,
});

export const tradeRow = (books: LedgerBooks, trade: LedgerTrade): JsonObject => ({
  ...fillRow(trade),
  orderId: orderIdOf(trade.orderId),
  clientOrderId: books.orders.find((order) => order.id === trade.orderId)?.clientOrderId ?? '',
  market: trade.symbol,
  side: trade.side,
});

/** No withdrawal id: the venue's rows have none. */
export function withdrawalRow(withdrawal: LedgerWithdrawal, nowMs: number): JsonObject {
  const status = withdrawalStatus(withdrawal, nowMs);
  return {
    timestamp: withdrawal.requestedAtMs,
    symbol: withdrawal.coin,
    amount: withdrawal.amount,
    address: withdrawal.address,
    paymentId: '',
    txId: status === 'completed' ? withdrawal.txId : '',
    fee: withdrawal.fee,
    status,
  };
}

function withdrawalStatus(withdrawal: LedgerWithdrawal, nowMs: number): string {
  if (withdrawal.cancelledAtMs !== undefined) return 'canceled';
  if (!isPending(withdrawal, nowMs)) return 'completed';
  const halfway = (withdrawal.requestedAtMs + withdrawal.settlesAtMs) / 2;
  return nowMs < halfway ? 'awaiting_bitvavo_inspection' : 'sending';
}

export const depositRow = (deposit: LedgerDeposit): JsonObject => ({
  timestamp: deposit.atMs,
  symbol: deposit.coin,
  amount: deposit.amount,
  fee: '0',
  status: 'completed',
  txId: deposit.txId,
  address: deposit.address,
});

/** A line of account/history: one for each transaction, with what was sent and received. */
export interface HistoryItem {
  readonly atMs: number;
  readonly type: string;
  readonly row: Json;
}

export const historyItems: (books: LedgerBooks) => readonly HistoryItem[] = oncePerBooks((books) =>
  [
    ...books.trades.map((trade) => tradeItem(books, trade)),
    ...books.deposits.map((deposit) =>
      item(deposit.atMs, 'deposit', deposit.id, {
        receivedCurrency: deposit.coin,
        receivedAmount: deposit.amount,
        address: deposit.address,
      }),
    ),
    ...books.withdrawals.flatMap(withdrawalItems),
  ].sort((a, b) => b.atMs - a.atMs),
);

function withdrawalItems(withdrawal: LedgerWithdrawal): readonly HistoryItem[] {
  const { id, coin, amount, fee, address, requestedAtMs, cancelledAtMs } = withdrawal;
  const fees = { feesCurrency: coin, feesAmount: fee };
  const sent = item(requestedAtMs, 'withdrawal', id, {
    sentCurrency: coin,
    sentAmount: amount,
    address,
    ...fees,
  });
  if (cancelledAtMs === undefined) return [sent];
  const back = { receivedCurrency: coin, receivedAmount: add(amount, fee), address };
  return [sent, item(cancelledAtMs, 'withdrawal_cancelled', `${id}-back`, back)];
}

function tradeItem(books: LedgerBooks, trade: LedgerTrade): HistoryItem {
  const { base, quote } = marketOf(books, trade.symbol);
  const isBuy = trade.side === 'buy';
  return item(trade.atMs, trade.side, tradeIdOf(trade.id), {
    priceCurrency: quote,
    priceAmount: trade.price,
    sentCurrency: isBuy ? quote : base,
    sentAmount: isBuy ? trade.quote : trade.amount,
    receivedCurrency: isBuy ? base : quote,
    receivedAmount: isBuy ? trade.amount : trade.quote,
    feesCurrency: trade.feeAsset,
    feesAmount: trade.fee,
  });
}

const item = (atMs: number, type: string, transactionId: string, rest: JsonObject): HistoryItem => ({
  atMs,
  type,
  row: { transactionId, executedAt: isoOf(atMs), type, ...rest },
});

/** A transfer between the main account and a sub-account, as its list shows it. */
export const transferRow = (
  transfer: LedgerBooks['transfers'][number],
  subaccountId: string,
): JsonObject => ({
  transferId: transfer.id,
  subaccountId,
  direction: transfer.to === `sub:${subaccountId}` ? 'masterToSub' : 'subToMaster',
  symbol: transfer.asset,
  amount: transfer.amount.startsWith('-') ? negate(transfer.amount) : transfer.amount,
  status: 'completed',
  createdAt: String(transfer.atMs),
});
