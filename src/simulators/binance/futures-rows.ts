import type { JsonObject } from '../../domain/json.ts';
import { divide, isZero, multiply, round } from '../../domain/money.ts';
import { marketOf } from '../ledger-books.ts';
import type { LedgerBooks, LedgerOrder, LedgerTrade, Side } from '../ledger-books.ts';
import { contractSize, isHedged } from './futures-positions.ts';
import { marginAssetOf, pairOf, printedSymbol, sectionOf } from './names.ts';
import { venueStatus } from './rows.ts';

/**
 * Rows of the futures, as binance-connector-js (2026-07-24) prints them in its examples; fields that
 * only trailing stops have (`activatePrice`, `priceRate`) are left out, as the documents say they are.
 */

/** In hedge mode a purchase opens a long position here, a sale a short one; otherwise "BOTH". */
const positionSide = (books: LedgerBooks, order: { readonly side: Side }): string =>
  isHedged(books) ? (order.side === 'buy' ? 'LONG' : 'SHORT') : 'BOTH';

const plain = (order: LedgerOrder): JsonObject => ({
  orderId: order.id,
  clientOrderId: order.clientOrderId,
  status: venueStatus(order),
  price: order.price,
  origQty: order.amount,
  executedQty: order.filled,
  timeInForce: order.timeInForce,
  type: typeOf(order),
  origType: typeOf(order),
  reduceOnly: false,
  closePosition: false,
  side: order.side.toUpperCase(),
  stopPrice: order.trigger ?? '0',
  workingType: 'CONTRACT_PRICE',
  priceProtect: false,
  priceMatch: 'NONE',
  selfTradePreventionMode: 'NONE',
  updateTime: order.updatedAtMs,
});

const typeOf = (order: LedgerOrder): string =>
  order.trigger === undefined ? order.type.toUpperCase() : 'STOP';

function common(books: LedgerBooks, order: LedgerOrder): JsonObject {
  const market = marketOf(books, order.symbol);
  const isCoin = sectionOf(market) === 'cm';
  return {
    ...plain(order),
    symbol: printedSymbol(market),
    positionSide: positionSide(books, order),
    ...(isCoin ? { pair: pairOf(market) } : { goodTillDate: 0 }),
  };
}

/** Of lists and of single orders. What is filled is told in quote (USDⓈ-M) or in coins (COIN-M). */
export function futuresOrderRow(books: LedgerBooks, order: LedgerOrder): JsonObject {
  const market = marketOf(books, order.symbol);
  const isUnfilled = isZero(order.filled);
  const average = isUnfilled ? '0.00000' : round(divide(order.filledQuote, order.filled), 5);
  const coins = isUnfilled ? '0' : round(divide(multiply(order.filled, contractSize(market)), average), 8);
  return {
    ...common(books, order),
    avgPrice: average,
    ...(sectionOf(market) === 'cm' ? { cumBase: coins } : { cumQuote: order.filledQuote }),
    time: order.placedAtMs,
  };
}

/** The answer to a cancel. */
export const cancelledFuturesRow = (books: LedgerBooks, order: LedgerOrder): JsonObject => ({
  ...common(books, order),
  cumQty: order.filled,
});

export function futuresTradeRow(books: LedgerBooks, trade: LedgerTrade): JsonObject {
  const market = marketOf(books, trade.symbol);
  const isCoin = sectionOf(market) === 'cm';
  const coins = round(divide(multiply(trade.amount, contractSize(market)), trade.price), 8);
  return {
    symbol: printedSymbol(market),
    id: trade.id,
    orderId: trade.orderId,
    side: trade.side.toUpperCase(),
    price: trade.price,
    qty: trade.amount,
    realizedPnl: '0',
    marginAsset: marginAssetOf(market),
    ...(isCoin ? { pair: pairOf(market), baseQty: coins } : { quoteQty: trade.quote }),
    commission: trade.fee,
    commissionAsset: trade.feeAsset,
    time: trade.atMs,
    positionSide: positionSide(books, trade),
    buyer: trade.side === 'buy',
    maker: trade.isMaker,
  };
}

const algoStatuses = { open: 'NEW', filled: 'FINISHED', cancelled: 'CANCELED', expired: 'EXPIRED' } as const;

/** A conditional order of USDⓈ-M: since 2025-12 these are algo orders, with ids of their own. */
export const algoRow = (books: LedgerBooks, order: LedgerOrder): JsonObject => ({
  algoId: order.id,
  clientAlgoId: order.clientOrderId,
  algoType: 'CONDITIONAL',
  orderType: 'STOP',
  symbol: printedSymbol(marketOf(books, order.symbol)),
  side: order.side.toUpperCase(),
  positionSide: positionSide(books, order),
  timeInForce: order.timeInForce,
  quantity: order.amount,
  algoStatus: algoStatuses[order.status],
  actualOrderId: '',
  actualPrice: '0.00000',
  triggerPrice: order.trigger ?? '0',
  price: order.price,
  icebergQuantity: null,
  tpTriggerPrice: '0.000',
  tpPrice: '0.000',
  slTriggerPrice: '0.000',
  slPrice: '0.000',
  tpOrderType: '',
  selfTradePreventionMode: 'EXPIRE_MAKER',
  workingType: 'CONTRACT_PRICE',
  priceMatch: 'NONE',
  closePosition: false,
  priceProtect: false,
  reduceOnly: false,
  createTime: order.placedAtMs,
  updateTime: order.updatedAtMs,
  triggerTime: 0,
  goodTillDate: 0,
});
