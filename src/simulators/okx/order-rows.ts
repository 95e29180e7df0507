import type { JsonObject } from '../../domain/json.ts';
import { divide, isZero, negate, round, sum } from '../../domain/money.ts';
import { isSpot, marketOf, orderById } from '../ledger-books.ts';
import type { LedgerBooks, LedgerOrder, LedgerTrade } from '../ledger-books.ts';
import { plain } from './balance-rows.ts';
import { fillBillIdOf, ordIdOf } from './ids.ts';
import { instIdOf, instTypeOf } from './names.ts';

/** Rows of orders and fills as the venue prints them: the documents' examples and recorded replies. */

/** An order that came without an id of its own is booked under such a one, and printed without any. */
export const namelessPrefix = '~';

export const clOrdIdOf = ({ clientOrderId }: Pick<LedgerOrder, 'clientOrderId'>): string =>
  clientOrderId.startsWith(namelessPrefix) ? '' : clientOrderId;

export type OrderState = 'live' | 'partially_filled' | 'filled' | 'canceled';

export function stateOf(order: LedgerOrder): OrderState {
  if (order.status === 'filled') return 'filled';
  if (order.status !== 'open') return 'canceled';
  return isZero(order.filled) ? 'live' : 'partially_filled';
}

export function ordTypeOf({ type, timeInForce }: LedgerOrder): 'market' | 'limit' | 'fok' | 'ioc' {
  if (type === 'market') return 'market';
  if (timeInForce === 'FOK') return 'fok';
  return timeInForce === 'IOC' ? 'ioc' : 'limit';
}

/** "1": canceled by the user; "13", "14": FOK and IOC that were not filled. The numbers are unverified. */
function cancelOf(order: LedgerOrder): { cancelSource: string; cancelSourceReason: string } {
  if (order.status === 'cancelled')
    return { cancelSource: '1', cancelSourceReason: 'Order canceled by user' };
  if (order.status !== 'expired') return { cancelSource: '', cancelSourceReason: '' };
  return order.timeInForce === 'FOK'
    ? { cancelSource: '13', cancelSourceReason: 'FOK order was canceled due to not being fully filled' }
    : { cancelSource: '14', cancelSourceReason: 'IOC order was partially canceled' };
}

export function orderRow(books: LedgerBooks, order: LedgerOrder): JsonObject {
  const market = marketOf(books, order.symbol);
  const fills = books.trades.filter((trade) => trade.orderId === order.id);
  const last = fills.at(-1);
  return {
    ...unused,
    ...cancelOf(order),
    accFillSz: order.filled,
    avgPx: isZero(order.filled) ? '' : plain(round(divide(order.filledQuote, order.filled), 10)),
    cTime: String(order.placedAtMs),
    clOrdId: clOrdIdOf(order),
    fee: plain(negate(sum(fills.map(({ fee }) => fee)))),
    feeCcy: last?.feeAsset ?? market.quote,
    fillPx: last?.price ?? '',
    fillSz: last?.amount ?? '0',
    fillTime: last === undefined ? '' : String(last.atMs),
    instId: instIdOf(market),
    instType: instTypeOf(market),
    lever: isSpot(market) ? '' : '3',
    ordId: ordIdOf(order),
    ordType: ordTypeOf(order),
    px: order.type === 'market' ? '' : order.price,
    rebateCcy: market.base,
    side: order.side,
    state: stateOf(order),
    sz: order.quoteWanted ?? order.amount,
    tdMode: isSpot(market) ? 'cash' : 'cross',
    tgtCcy: tgtCcyOf(order, isSpot(market)),
    tradeId: last === undefined ? '' : String(last.id),
    tradeQuoteCcy: isSpot(market) ? market.quote : '',
    uTime: String(order.updatedAtMs),
  };
}

function tgtCcyOf(order: LedgerOrder, isOfSpot: boolean): string {
  if (!isOfSpot || order.type !== 'market') return '';
  return order.quoteWanted === undefined ? 'base_ccy' : 'quote_ccy';
}

const unused: JsonObject = {
  algoClOrdId: '',
  algoId: '',
  attachAlgoClOrdId: '',
  attachAlgoOrds: [],
  category: 'normal',
  ccy: '',
  isTpLimit: 'false',
  linkedAlgoOrd: { algoId: '' },
  outcome: '',
  pnl: '0',
  posSide: 'net',
  pxType: '',
  pxUsd: '',
  pxVol: '',
  quickMgnType: '',
  rebate: '0',
  reduceOnly: 'false',
  slOrdPx: '',
  slTriggerPx: '',
  slTriggerPxType: '',
  source: '',
  stpId: '',
  stpMode: 'cancel_maker',
  tag: '',
  tpOrdPx: '',
  tpTriggerPx: '',
  tpTriggerPxType: '',
};

/** "1": buy, "2": sell. A fee is a negative number, a rebate a positive one. */
export function fillRow(books: LedgerBooks, trade: LedgerTrade): JsonObject {
  const market = marketOf(books, trade.symbol);
  const order = orderById(books, trade.orderId);
  return {
    side: trade.side,
    fillSz: trade.amount,
    fillPx: trade.price,
    fillPxVol: '',
    fillFwdPx: '',
    fee: negate(trade.fee),
    fillPnl: '0',
    ordId: ordIdOf({ id: trade.orderId }),
    feeRate: trade.isMaker ? '0' : negate(books.feeRate),
    instType: instTypeOf(market),
    fillPxUsd: '',
    instId: instIdOf(market),
    clOrdId: order === undefined ? '' : clOrdIdOf(order),
    posSide: 'net',
    billId: fillBillIdOf(trade),
    subType: trade.side === 'buy' ? '1' : '2',
    fillMarkVol: '',
    tag: '',
    fillTime: String(trade.atMs),
    execType: trade.isMaker ? 'M' : 'T',
    fillIdxPx: '',
    tradeId: String(trade.id),
    fillMarkPx: '',
    feeCcy: trade.feeAsset,
    ts: String(trade.atMs),
    tradeQuoteCcy: isSpot(market) ? market.quote : '',
  };
}
