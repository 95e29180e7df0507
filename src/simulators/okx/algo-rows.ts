import type { JsonObject } from '../../domain/json.ts';
import { compare } from '../../domain/money.ts';
import { isSpot, marketOf } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket, LedgerOrder } from '../ledger-books.ts';
import { algoIdOf } from './ids.ts';
import { instIdOf, instTypeOf } from './names.ts';
import { clOrdIdOf } from './order-rows.ts';

/** `ordType` of the algo lists; "iceberg" is the older name of "smart_iceberg" and still asked for. */
export const algoTypes = [
  'conditional',
  'oco',
  'chase',
  'trigger',
  'move_order_stop',
  'iceberg',
  'smart_iceberg',
  'twap',
] as const;

export type AlgoType = (typeof algoTypes)[number];

/**
 * The books have orders that wait for a price, and nothing else of the kind. Those that limit a loss
 * (a sale when the price falls, a purchase when it rises) are "conditional" ones with a stop-loss; all
 * others are "trigger" ones.
 */
export function algoTypeOf(market: LedgerMarket, { side, trigger = '0' }: LedgerOrder): AlgoType {
  const isStop = compare(trigger, market.price) === (side === 'sell' ? -1 : 1);
  return isStop ? 'conditional' : 'trigger';
}

/** They never trigger here: "effective" and "order_failed" have no rows. */
export const algoStateOf = ({ status }: LedgerOrder): 'live' | 'canceled' =>
  status === 'open' ? 'live' : 'canceled';

export function algoRow(books: LedgerBooks, order: LedgerOrder): JsonObject {
  const market = marketOf(books, order.symbol);
  const ordType = algoTypeOf(market, order);
  const trigger = order.trigger ?? '';
  const prices =
    ordType === 'conditional'
      ? { slOrdPx: order.price, slTriggerPx: trigger, slTriggerPxType: 'last' }
      : { ordPx: order.price, triggerPx: trigger, triggerPxType: 'last' };
  return {
    ...unused,
    ...prices,
    algoClOrdId: clOrdIdOf(order),
    algoId: algoIdOf(order),
    cTime: String(order.placedAtMs),
    clOrdId: clOrdIdOf(order),
    instId: instIdOf(market),
    instType: instTypeOf(market),
    last: market.price,
    lever: isSpot(market) ? '' : '3',
    ordType,
    side: order.side,
    state: algoStateOf(order),
    sz: order.amount,
    tdMode: isSpot(market) ? 'cash' : 'cross',
    tradeQuoteCcy: isSpot(market) ? market.quote : '',
    uTime: String(order.updatedAtMs),
  };
}

const unused: JsonObject = {
  activePx: '',
  actualPx: '',
  actualSide: '',
  actualSz: '0',
  amendPxOnTriggerType: '0',
  attachAlgoOrds: [],
  callbackRatio: '',
  callbackSpread: '',
  ccy: '',
  chaseType: '',
  chaseVal: '',
  closeFraction: '',
  failCode: '0',
  isTradeBorrowMode: '',
  linkedOrd: { ordId: '' },
  maxChaseType: '',
  maxChaseVal: '',
  moveTriggerPx: '',
  ordId: '',
  ordIdList: [],
  ordPx: '',
  posSide: 'net',
  pxLimit: '',
  pxSpread: '',
  pxVar: '',
  quickMgnType: '',
  reduceOnly: 'false',
  slOrdPx: '',
  slTriggerPx: '',
  slTriggerPxType: '',
  szLimit: '',
  tag: '',
  tgtCcy: '',
  timeInterval: '',
  tpOrdPx: '',
  tpTriggerPx: '',
  tpTriggerPxType: '',
  triggerPx: '',
  triggerPxType: '',
  triggerTime: '',
};
