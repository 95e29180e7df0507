import { DateTime } from 'luxon';
import type { JsonObject } from '../../domain/json.ts';
import { isZero, round } from '../../domain/money.ts';
import type { SimulatedAddress } from '../opening-books.ts';
import { isPending } from '../ledger-books.ts';
import type { LedgerDeposit, LedgerOrder, LedgerTrade, LedgerWithdrawal } from '../ledger-books.ts';

/**
 * Rows as the venue prints them. Field names and value types are those of its documents' examples;
 * fields that appear only under conditions which this simulator never meets (icebergs, pegged and
 * trailing orders, smart order routing) are left out, as the documents say they are.
 */

/** Spot amounts: always eight decimals. */
export const eight = (amount: string): string => round(amount, 8);

export const venueStatus = (order: LedgerOrder): string => {
  if (order.status === 'open') return isZero(order.filled) ? 'NEW' : 'PARTIALLY_FILLED';
  return { filled: 'FILLED', cancelled: 'CANCELED', expired: 'EXPIRED' }[order.status];
};

const orderCore = (order: LedgerOrder): JsonObject => ({
  price: eight(order.price),
  origQty: eight(order.amount),
  executedQty: eight(order.filled),
  origQuoteOrderQty: eight(order.quoteWanted ?? '0'),
  cummulativeQuoteQty: eight(order.filledQuote),
  status: venueStatus(order),
  timeInForce: order.timeInForce,
  type: order.trigger === undefined ? order.type.toUpperCase() : 'STOP_LOSS_LIMIT',
  side: order.side.toUpperCase(),
});

export const orderRow = (order: LedgerOrder): JsonObject => ({
  symbol: order.symbol,
  orderId: order.id,
  orderListId: -1,
  clientOrderId: order.clientOrderId,
  ...orderCore(order),
  stopPrice: eight(order.trigger ?? '0'),
  icebergQty: eight('0'),
  time: order.placedAtMs,
  updateTime: order.updatedAtMs,
  // rest-api.md: "isWorking" tells whether the order is on the book.
  isWorking: order.trigger === undefined,
  workingTime: order.placedAtMs,
  selfTradePreventionMode: 'NONE',
  ...(order.status === 'expired' ? { expiryReason: 'INSUFFICIENT_LIQUIDITY' } : {}),
});

/** The answer to a cancel: `clientOrderId` names the cancel, `origClientOrderId` the order. */
export const cancelRow = (order: LedgerOrder, cancelId: string): JsonObject => ({
  symbol: order.symbol,
  origClientOrderId: order.clientOrderId,
  orderId: order.id,
  orderListId: -1,
  clientOrderId: cancelId,
  transactTime: order.updatedAtMs,
  ...orderCore(order),
  selfTradePreventionMode: 'NONE',
});

export const placedRow = (
  order: LedgerOrder,
  trades: readonly LedgerTrade[],
  form: 'ACK' | 'RESULT' | 'FULL',
): JsonObject => ({
  symbol: order.symbol,
  orderId: order.id,
  orderListId: -1,
  clientOrderId: order.clientOrderId,
  transactTime: order.placedAtMs,
  ...(form === 'ACK' ? {} : orderCore(order)),
  ...(form === 'ACK' ? {} : { workingTime: order.placedAtMs, selfTradePreventionMode: 'NONE' }),
  ...(form === 'FULL' ? { fills: trades.map(fillRow) } : {}),
});

const fillRow = (trade: LedgerTrade): JsonObject => ({
  price: eight(trade.price),
  qty: eight(trade.amount),
  commission: eight(trade.fee),
  commissionAsset: trade.feeAsset,
  tradeId: trade.id,
});

/** No client order id and no key id: the venue's trade rows never say which key traded. */
export const tradeRow = (trade: LedgerTrade): JsonObject => ({
  symbol: trade.symbol,
  id: trade.id,
  orderId: trade.orderId,
  orderListId: -1,
  price: eight(trade.price),
  qty: eight(trade.amount),
  quoteQty: eight(trade.quote),
  commission: eight(trade.fee),
  commissionAsset: trade.feeAsset,
  time: trade.atMs,
  isBuyer: trade.side === 'buy',
  isMaker: trade.isMaker,
  isBestMatch: true,
});

/** 2 awaiting approval, 4 processing, 6 completed; 1 cancelled is from older documents. */
export function withdrawalStatus(withdrawal: LedgerWithdrawal, nowMs: number): 1 | 2 | 4 | 6 {
  if (withdrawal.cancelledAtMs !== undefined) return 1;
  if (!isPending(withdrawal, nowMs)) return 6;
  const halfway = (withdrawal.requestedAtMs + withdrawal.settlesAtMs) / 2;
  return nowMs < halfway ? 2 : 4;
}

export function withdrawalRow(withdrawal: LedgerWithdrawal, nowMs: number): JsonObject {
  const status = withdrawalStatus(withdrawal, nowMs);
  return {
    id: withdrawal.id,
    amount: withdrawal.amount,
    transactionFee: withdrawal.fee,
    coin: withdrawal.coin,
    status,
    address: withdrawal.address,
    txId: status === 6 ? withdrawal.txId : '',
    applyTime: venueTime(withdrawal.requestedAtMs),
    network: withdrawal.network,
    transferType: 0,
    ...(withdrawal.clientId === undefined ? {} : { withdrawOrderId: withdrawal.clientId }),
    info: '',
    confirmNo: status === 6 ? 12 : 0,
    walletType: 0,
    txKey: '',
    ...(status === 6 ? { completeTime: venueTime(withdrawal.settlesAtMs) } : {}),
  };
}

export const depositRow = (deposit: LedgerDeposit): JsonObject => ({
  id: deposit.id,
  amount: deposit.amount,
  coin: deposit.coin,
  network: deposit.network,
  status: 1,
  address: deposit.address,
  addressTag: '',
  txId: deposit.txId,
  insertTime: deposit.atMs,
  completeTime: deposit.atMs,
  transferType: 0,
  confirmTimes: '12/12',
  unlockConfirm: 12,
  walletType: 0,
  travelRuleStatus: 0,
});

/** No time of adding: the venue does not tell it. */
export const addressRow = (address: SimulatedAddress): JsonObject => ({
  address: address.address,
  addressTag: '',
  coin: address.coin,
  name: address.label,
  network: address.network,
  origin: '',
  originType: 'others',
  whiteStatus: address.whitelisted,
});

// UTC without a zone, as in the venue's example.
const venueTime = (atMs: number): string =>
  DateTime.fromMillis(atMs, { zone: 'utc' }).toFormat('yyyy-MM-dd HH:mm:ss');
