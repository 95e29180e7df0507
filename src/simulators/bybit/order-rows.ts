import type { JsonObject } from '../../domain/json.ts';
import { add, divide, isZero, multiply, round, subtract } from '../../domain/money.ts';
import { isSpot, marketOf, orderById } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket, LedgerOrder, LedgerTrade, Side } from '../ledger-books.ts';
import { execIdOf, orderIdOf } from './ids.ts';
import { printedSymbol } from './names.ts';

/** Rows of trading as the venue prints them: the documents' examples and recorded replies. */

export const sideWord = (side: Side): string => (side === 'buy' ? 'Buy' : 'Sell');

/** enum `orderStatus`; "PartiallyFilledCanceled: only spot has this order status". */
export function statusOf(order: LedgerOrder, market: LedgerMarket): string {
  if (order.status === 'filled') return 'Filled';
  if (order.status === 'open') {
    if (order.trigger !== undefined) return 'Untriggered';
    return isZero(order.filled) ? 'New' : 'PartiallyFilled';
  }
  if (isSpot(market) && !isZero(order.filled)) return 'PartiallyFilledCanceled';
  return isSpot(market) && order.trigger !== undefined ? 'Deactivated' : 'Cancelled';
}

const rejectReason = {
  open: 'EC_NoError',
  filled: 'EC_NoError',
  cancelled: 'EC_PerCancelRequest',
  expired: 'EC_CancelForNoFullFill',
};

export function orderRow(books: LedgerBooks, order: LedgerOrder): JsonObject {
  const market = marketOf(books, order.symbol);
  const left = order.status === 'open' ? subtract(order.amount, order.filled) : '0';
  const fees = feesOf(books, order);
  return {
    orderId: orderIdOf(books, order),
    orderLinkId: order.clientOrderId,
    blockTradeId: '',
    symbol: printedSymbol(market),
    price: order.price,
    qty: order.quoteWanted ?? order.amount,
    side: sideWord(order.side),
    isLeverage: isSpot(market) ? '0' : '',
    positionIdx: 0,
    orderStatus: statusOf(order, market),
    cancelType: order.status === 'cancelled' ? 'CancelByUser' : 'UNKNOWN',
    rejectReason: rejectReason[order.status],
    avgPrice: isZero(order.filled) ? '' : round(divide(order.filledQuote, order.filled), 8),
    leavesQty: left,
    leavesValue: multiply(left, order.price),
    cumExecQty: order.filled,
    cumExecValue: order.filledQuote,
    cumExecFee: fees.total,
    timeInForce: order.type === 'market' ? 'IOC' : order.timeInForce,
    orderType: order.type === 'market' ? 'Market' : 'Limit',
    stopOrderType: order.trigger === undefined ? '' : 'Stop',
    orderIv: '',
    marketUnit: marketUnitOf(order, market),
    triggerPrice: order.trigger ?? '0.00',
    takeProfit: '',
    stopLoss: '',
    tpTriggerBy: '',
    slTriggerBy: '',
    triggerDirection: 0,
    triggerBy: '',
    reduceOnly: false,
    closeOnTrigger: false,
    smpType: 'None',
    smpGroup: 0,
    smpOrderId: '',
    tpLimitPrice: '0',
    slLimitPrice: '0',
    placeType: '',
    slippageToleranceType: 'UNKNOWN',
    slippageTolerance: '',
    createdTime: String(order.placedAtMs),
    updatedTime: String(order.updatedAtMs),
    extraFees: '',
    cumFeeDetail: fees.detail,
    // "Spot does not have this key", or "Spot has this field only".
    ...(isSpot(market)
      ? { basePrice: market.price, lastPriceOnCreated: '' }
      : { createType: 'CreateByUser', tpslMode: '', lastPriceOnCreated: market.price }),
  };
}

function marketUnitOf(order: LedgerOrder, market: LedgerMarket): string {
  if (!isSpot(market) || order.type !== 'market') return '';
  return order.quoteWanted === undefined ? 'baseCoin' : 'quoteCoin';
}

function feesOf(books: LedgerBooks, order: LedgerOrder): { total: string; detail: Record<string, string> } {
  const fills = books.trades.filter((trade) => trade.orderId === order.id);
  const total = fills.reduce((sum, { fee }) => add(sum, fee), '0');
  const asset = fills[0]?.feeAsset;
  return { total, detail: asset === undefined ? {} : { [asset]: total } };
}

export function executionRow(books: LedgerBooks, trade: LedgerTrade): JsonObject {
  const market = marketOf(books, trade.symbol);
  const order = orderById(books, trade.orderId);
  return {
    symbol: printedSymbol(market),
    orderId: orderIdOf(books, { id: trade.orderId, symbol: trade.symbol }),
    orderLinkId: order?.clientOrderId ?? '',
    side: sideWord(trade.side),
    orderPrice: order?.price ?? '0',
    orderQty: order?.amount ?? trade.amount,
    leavesQty: '0',
    ...(isSpot(market) ? {} : { createType: 'CreateByUser' }),
    orderType: order?.type === 'market' ? 'Market' : 'Limit',
    stopOrderType: isSpot(market) ? '' : 'UNKNOWN',
    execFee: trade.fee,
    execId: execIdOf(books, trade),
    execPrice: trade.price,
    execQty: trade.amount,
    execType: 'Trade',
    execValue: trade.quote,
    execTime: String(trade.atMs),
    feeCurrency: trade.feeAsset,
    isMaker: trade.isMaker,
    feeRate: trade.isMaker ? '0' : books.feeRate,
    tradeIv: '',
    markIv: '',
    markPrice: isSpot(market) ? '' : market.price,
    indexPrice: '',
    underlyingPrice: '',
    blockTradeId: '',
    closedSize: '',
    extraFees: '',
    seq: trade.id,
  };
}

export interface ShownPosition {
  readonly market: LedgerMarket;
  readonly held: LedgerBooks['positions'][number] | undefined;
}

/** With a symbol "it returns data regardless of having position or not": then without a side. */
export function positionRow({ market, held }: ShownPosition): JsonObject {
  const size = held?.amount ?? '0';
  const value =
    market.kind === 'inverse' ? round(divide(size, market.price), 8) : multiply(size, market.price);
  const atMs = String(held?.atMs ?? 0);
  return {
    positionIdx: 0,
    riskId: 1,
    riskLimitValue: '2000000',
    symbol: printedSymbol(market),
    side: held === undefined ? '' : held.side === 'long' ? 'Buy' : 'Sell',
    size,
    avgPrice: held?.entryPrice ?? '0',
    positionValue: held === undefined ? '' : value,
    tradeMode: 0,
    positionStatus: 'Normal',
    autoAddMargin: 0,
    adlRankIndicator: held === undefined ? 0 : 2,
    leverage: held?.leverage ?? '10',
    breakEvenPrice: held?.entryPrice ?? '',
    positionBalance: '0',
    markPrice: market.price,
    liqPrice: '',
    bustPrice: '',
    positionMM: '0',
    positionMMByMp: '0',
    positionIM: '0',
    positionIMByMp: '0',
    tpslMode: 'Full',
    takeProfit: '',
    stopLoss: '',
    trailingStop: '0',
    unrealisedPnl: held === undefined ? '' : pnlOf(market, held),
    curRealisedPnl: '0',
    cumRealisedPnl: '0',
    seq: held === undefined ? -1 : 5_723_621_632,
    isReduceOnly: false,
    mmrSysUpdatedTime: '',
    leverageSysUpdatedTime: '',
    sessionAvgPrice: '',
    createdTime: atMs,
    updatedTime: atMs,
  };
}

function pnlOf(market: LedgerMarket, { side, amount, entryPrice }: LedgerBooks['positions'][number]): string {
  const gain = side === 'long' ? subtract(market.price, entryPrice) : subtract(entryPrice, market.price);
  if (market.kind !== 'inverse') return multiply(gain, amount);
  return round(divide(multiply(gain, amount), multiply(entryPrice, market.price)), 8);
}
