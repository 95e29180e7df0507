import { multiply } from '../../../src/domain/money.ts';
import type { OpenOrder } from '../../../src/domain/trading.ts';
import { official, recorded, type Expectation, type Place } from '../expectation.ts';
import {
  asList,
  listAt,
  lower,
  notNeeded,
  ofFills,
  ofThePosition,
  selfTrade,
  unlessZero,
  utc,
  whole,
  window,
} from './making.ts';

const usdM = 'derivatives-trading-usds-futures';
const trailing = 'TRAILING_STOP_MARKET';

/** Of the types that close a position, ours says so behind the venue's word. */
const typePlace = (leaf: unknown, { type }: OpenOrder): boolean => type.split(', ')[0] === leaf;
const closesPlace = (leaf: unknown, { type }: OpenOrder): boolean =>
  type.endsWith(', closes the position') === leaf;

const orderPlaces: Readonly<Record<string, Place>> = {
  symbol: 'symbol',
  orderId: 'id',
  clientOrderId: 'clientOrderId',
  price: 'price',
  origQty: 'amount',
  executedQty: 'filled',
  type: typePlace,
  closePosition: closesPlace,
  side: ['side', lower],
  time: ['createdAt', utc],
  // The documents: to be ignored where the type is a trailing stop, which has `activatePrice` instead.
  stopPrice: (leaf: unknown, { type, triggerPrice }: OpenOrder) =>
    type === trailing || triggerPrice === unlessZero(leaf),
  activatePrice: 'triggerPrice',
  isIsolated: (leaf: unknown, { section }: OpenOrder) => section?.startsWith('isolated/') === leaf,
};

const orderExtras = {
  orderListId: 'order lists are not followed: each of their orders is a row of its own',
  cummulativeQuoteQty: ofFills,
  cumQuote: ofFills,
  avgPrice: ofFills,
  origQuoteOrderQty: 'set for market orders by value only; the fills say what was bought',
  origType: 'the type before it triggered; what it is now stands in the row',
  timeInForce: notNeeded,
  goodTillDate: notNeeded,
  icebergQty: notNeeded,
  isWorking: notNeeded,
  workingTime: 'createdAt and updatedAt frame it',
  workingType: notNeeded,
  priceProtect: notNeeded,
  priceMatch: notNeeded,
  priceRate: 'how far a trailing stop follows; from which price on stands in the row',
  reduceOnly: notNeeded,
  positionSide: ofThePosition,
  selfTradePreventionMode: selfTrade,
  preventedMatchId: selfTrade,
  preventedQuantity: selfTrade,
  strategyId: 'clientOrderId is what tells our orders apart',
  strategyType: 'clientOrderId is what tells our orders apart',
  trailingDelta: notNeeded,
  trailingTime: notNeeded,
  usedSor: notNeeded,
  workingFloor: notNeeded,
  pegPriceType: notNeeded,
  pegOffsetType: notNeeded,
  pegOffsetValue: notNeeded,
  peggedPrice: notNeeded,
  expiryReason: 'venueStatus says that it expired',
};

const restsOnly = {
  status: 'an open order is open; partial fills show in `filled`',
  updateTime: 'read with the order history',
};

const open = (section: string, replies: Expectation['replies']): Expectation => ({
  list: 'listOpenOrders',
  request: { section },
  replies,
  rowsIn: whole,
  becomes: orderPlaces,
  drops: { ...orderExtras, ...restsOnly },
});

const past = (section: string, symbol: string, replies: Expectation['replies']): Expectation => ({
  list: 'listOrders',
  request: { section, symbol, ...window },
  replies,
  rowsIn: whole,
  becomes: { ...orderPlaces, status: 'venueStatus', updateTime: ['updatedAt', utc] },
  drops: orderExtras,
});

const conditionalPlaces: Readonly<Record<string, Place>> = {
  algoId: 'id',
  clientAlgoId: 'clientOrderId',
  symbol: 'symbol',
  side: ['side', lower],
  orderType: typePlace,
  closePosition: closesPlace,
  price: 'price',
  quantity: 'amount',
  triggerPrice: ['triggerPrice', unlessZero],
  createTime: ['createdAt', utc],
};

const placed = 'the order that it placed is a row of its own';
const attached = 'zero in every reply seen; its order, once there is one, is a row of its own';

const conditionalExtras = {
  algoType: '"CONDITIONAL" in each row of this list: the section says it',
  positionSide: ofThePosition,
  timeInForce: notNeeded,
  goodTillDate: notNeeded,
  icebergQuantity: notNeeded,
  actualOrderId: placed,
  actualPrice: placed,
  actualType: placed,
  actualQty: placed,
  tpTriggerPrice: attached,
  tpPrice: attached,
  slTriggerPrice: attached,
  slPrice: attached,
  tpOrderType: attached,
  triggerTime: 'when it triggered: the order that it placed is a row of its own',
  workingType: notNeeded,
  priceMatch: notNeeded,
  priceProtect: notNeeded,
  reduceOnly: notNeeded,
  selfTradePreventionMode: selfTrade,
};

/** Portfolio margin is not reached (papi): its rows stand for the form of USDⓈ-M, which is theirs, too. */
export const orders: Readonly<Record<string, Expectation>> = {
  listOpenOrders: open('spot', [
    official('spot', 'getOpenOrders'),
    recorded('fetchOpenOrders', 'Fetch spot open orders'),
  ]),
  'listOpenOrders of isolated margin': open('isolated/BNBBTC', [
    official('margin-trading', 'queryMarginAccountsOpenOrders'),
  ]),
  'listOpenOrders of USDⓈ-M': open('usd-m', [
    official(usdM, 'currentAllOpenOrders'),
    official(usdM, 'queryCurrentOpenOrder', asList),
    recorded('fetchOpenOrder', 'swap open order', asList),
    recorded('fetchOpenOrders', 'open portfolio margin orders'),
  ]),
  'listOpenOrders of USDⓈ-M, conditional': {
    list: 'listOpenOrders',
    request: { section: 'usd-m/conditional' },
    replies: [
      official(usdM, 'currentAllAlgoOpenOrders'),
      recorded('fetchOpenOrders', 'fetchOpenOrders linear swap conditional'),
    ],
    rowsIn: whole,
    becomes: conditionalPlaces,
    drops: { ...conditionalExtras, algoStatus: restsOnly.status, updateTime: restsOnly.updateTime },
  },
  'listOpenOrders of Convert': {
    list: 'listOpenOrders',
    request: { section: 'convert' },
    replies: [official('convert', 'queryLimitOpenOrders')],
    rowsIn: listAt('list'),
    becomes: {
      orderId: 'id',
      fromAsset: (leaf: unknown, { symbol }: OpenOrder) => symbol.startsWith(`${String(leaf)}/`),
      toAsset: (leaf: unknown, { symbol }: OpenOrder) => symbol.endsWith(`/${String(leaf)}`),
      fromAmount: 'amount',
      toAmount: (leaf: unknown, { price, amount }: OpenOrder) => multiply(price, amount) === leaf,
      ratio: 'price',
      createTime: ['createdAt', utc],
    },
    drops: {
      quoteId: 'the number of the offer; that of the order stands in the row',
      orderStatus: 'an open order is open',
      inverseRatio: 'the price, the other way round',
      expiredTimestamp: notNeeded,
    },
  },
  listOrders: past('spot', 'LTCBTC', [
    official('spot', 'allOrders'),
    official('spot', 'getOrder', asList),
    recorded('fetchOrders', 'fetch spot orders'),
    recorded('fetchOrder', 'Fetch spot closed order', asList),
  ]),
  'listOrders of cross margin': past('margin', 'BNBBTC', [
    official('margin-trading', 'queryMarginAccountsAllOrders'),
  ]),
  'listOrders of isolated margin': past('isolated/BNBBTC', 'BNBBTC', [
    official('margin-trading', 'queryMarginAccountsOrder', asList),
  ]),
  'listOrders of USDⓈ-M': past('usd-m', 'BTCUSDT', [
    official(usdM, 'allOrders'),
    official(usdM, 'queryOrder', asList),
    recorded('fetchOrders', 'fetch portfolio margin orders'),
  ]),
  'listOrders of USDⓈ-M, conditional': {
    list: 'listOrders',
    request: { section: 'usd-m/conditional', symbol: 'BTCUSDT', ...window },
    replies: [
      official(usdM, 'queryAllAlgoOrders'),
      official(usdM, 'queryAlgoOrder', asList),
      recorded('fetchOrders', 'fetchOrders linear swap conditional'),
      recorded('fetchOrder', 'fetchOrder linear swap conditional', asList),
    ],
    rowsIn: whole,
    becomes: { ...conditionalPlaces, algoStatus: 'venueStatus', updateTime: ['updatedAt', utc] },
    drops: conditionalExtras,
  },
};
