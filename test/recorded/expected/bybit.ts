import { add } from '../../../src/domain/money.ts';
import type { Balance, OpenOrder, Position } from '../../../src/domain/trading.ts';
import { bybit } from '../../../src/venues/bybit/index.ts';
import { ownRow, recorded, type Expectation, type ExpectedOfVenue, type Place } from '../expectation.ts';

const utc = (ms: unknown): string => new Date(Number(ms)).toISOString();
const lower = (text: unknown): string => String(text).toLowerCase();
const orZero = (text: unknown): string => (text === '' ? '0' : String(text));
/** "" and zeros stand for "none". */
const unlessZero = (text: unknown): string | undefined =>
  text === '' || /^0(\.0*)?$/.test(String(text)) ? undefined : String(text);

const list = (body: unknown): readonly unknown[] => (body as { result: { list: unknown[] } }).result.list;

const theOrder = `the order ${ownRow}`;
const theTrade = `the trade that is referred to ${ownRow}`;

const orderPlaces: Readonly<Record<string, Place>> = {
  orderId: 'id',
  orderLinkId: 'clientOrderId',
  symbol: 'symbol',
  side: ['side', lower],
  orderType: (leaf: unknown, { type }: OpenOrder) => type.startsWith(String(leaf)),
  // An order over an amount of the quote coin says so in its type, and has no amount before it is filled.
  qty: (leaf: unknown, { amount, type }: OpenOrder) =>
    amount === leaf || (amount === '0' && type.endsWith(`over ${String(leaf)} of the quote coin`)),
  price: ['price', orZero],
  cumExecQty: 'filled',
  triggerPrice: ['triggerPrice', unlessZero],
  createdTime: ['createdAt', utc],
};

const orderExtras = {
  stopOrderType: 'stands in the type where there is one',
  avgPrice: 'the fills are read as trades, each with its own price',
  cumExecValue: 'the fills are read as trades, with their own values',
  cumExecFee: 'the fills are read as trades, with their own fees',
  cumFeeDetail: 'the fills are read as trades, with their own fees',
  extraFees: 'the fills are read as trades, with their own fees',
  leavesQty: 'the amount less what is filled',
  leavesValue: 'the amount less what is filled',
  cancelType: 'venueStatus says that it was cancelled',
  rejectReason: 'venueStatus says that it was rejected',
  createType: 'not needed to recognise or cancel an order',
  lastPriceOnCreated: 'not needed to recognise or cancel an order',
  smpType: 'self-trade prevention is not analysed',
  smpGroup: 'self-trade prevention is not analysed',
  smpOrderId: 'self-trade prevention is not analysed',
  triggerDirection: 'not needed to recognise or cancel an order',
  triggerBy: 'not needed to recognise or cancel an order',
  blockTradeId: 'block trades are not told apart',
  isLeverage: 'what was borrowed is in the ledger',
  orderIv: 'implied volatility, of options only',
  timeInForce: 'not needed to recognise or cancel an order',
  takeProfit: 'its order, once there is one, is a row of its own',
  stopLoss: 'its order, once there is one, is a row of its own',
  tpTriggerBy: 'its order, once there is one, is a row of its own',
  slTriggerBy: 'its order, once there is one, is a row of its own',
  tpLimitPrice: 'its order, once there is one, is a row of its own',
  slLimitPrice: 'its order, once there is one, is a row of its own',
  tpslMode: 'its order, once there is one, is a row of its own',
  positionIdx: 'the position is a row of its own',
  closeOnTrigger: 'not needed to recognise or cancel an order',
  reduceOnly: 'not needed to recognise or cancel an order',
  placeType: 'of options only: how the price was given',
  marketUnit: 'the type says when the amount is one of the quote coin',
  slippageTolerance: 'not needed to recognise or cancel an order',
  slippageToleranceType: 'not needed to recognise or cancel an order',
  nextPageCursor: 'added by the recorder of the fixture',
};

const pastOrders = (section: string, replies: Expectation['replies']): Expectation => ({
  list: 'listOrders',
  request: { section },
  replies,
  rowsIn: list,
  becomes: { ...orderPlaces, orderStatus: 'venueStatus', updatedTime: ['updatedAt', utc] },
  drops: orderExtras,
});

const trades = (section: string, replies: Expectation['replies']): Expectation => ({
  list: 'listTrades',
  request: { section },
  replies,
  rowsIn: list,
  becomes: {
    execId: 'id',
    orderId: 'orderId',
    orderLinkId: 'clientOrderId.value',
    symbol: 'symbol',
    side: ['side', lower],
    execPrice: 'price',
    execQty: 'amount',
    execValue: 'quoteAmount',
    execFee: 'fee',
    feeCurrency: 'feeAsset',
    execTime: ['at', utc],
    isMaker: 'isMaker',
    execType: ['kind', (type) => (type === 'Trade' ? undefined : String(type))],
  },
  drops: {
    orderType: theOrder,
    orderQty: theOrder,
    orderPrice: theOrder,
    stopOrderType: theOrder,
    createType: theOrder,
    marketUnit: theOrder,
    leavesQty: theOrder,
    closedSize: 'the position is a row of its own',
    feeRate: 'the fee itself stands in the row',
    underlyingPrice: 'a price of the market, not of this fill',
    indexPrice: 'a price of the market, not of this fill',
    markPrice: 'a price of the market, not of this fill',
    markIv: 'implied volatility, of options only',
    tradeIv: 'implied volatility, of options only',
    blockTradeId: 'block trades are not told apart',
    seq: 'the venue’s own counter of the market',
    nextPageCursor: 'added by the recorder of the fixture',
  },
});

const positions = (section: string, replies: Expectation['replies']): Expectation => ({
  list: 'listPositions',
  request: { section },
  replies,
  // One without a size is none: the venue shows it where a symbol is named.
  rowsIn: (body) => list(body).filter((row) => (row as { size: string }).size !== '0'),
  becomes: {
    symbol: 'symbol',
    positionIdx: (leaf: unknown, { id }: Position) => id.endsWith(`/${String(leaf)}`),
    side: ['side', (side) => (side === 'Buy' ? 'long' : 'short')],
    size: 'amount',
    avgPrice: 'entryPrice.value',
    markPrice: 'markPrice.value',
    liqPrice: ['liquidationPrice.value', unlessZero],
    unrealisedPnl: 'unrealised.value',
    leverage: 'leverage.value',
  },
  drops: {
    breakEvenPrice: 'computed by the venue',
    autoAddMargin: 'a setting of the position',
    riskLimitValue: 'a setting of the position',
    riskId: 'a setting of the position',
    tpslMode: 'a setting of the position',
    tradeMode: 'a setting of the position',
    isReduceOnly: 'a setting of the position',
    takeProfit: 'its order, once there is one, is a row of its own',
    stopLoss: 'its order, once there is one, is a row of its own',
    trailingStop: 'its order, once there is one, is a row of its own',
    positionValue: 'the size at the entry price',
    positionIM: 'margin is counted for the account',
    positionIMByMp: 'margin is counted for the account',
    positionMM: 'margin is counted for the account',
    positionMMByMp: 'margin is counted for the account',
    positionBalance: 'margin is counted for the account',
    liqPriceByMp: 'the liquidation price stands in the row',
    bustPrice: 'the liquidation price stands in the row',
    adlRankIndicator: 'a rank among other customers',
    cumRealisedPnl: 'what was realised is in the ledger',
    curRealisedPnl: 'what was realised is in the ledger',
    createdTime: 'since when there is a position in this symbol, not this one',
    updatedTime: 'when the venue last counted it',
    seq: 'the venue’s own counter of the market',
    positionStatus: '"Normal" unless it is being liquidated',
    mmrSysUpdatedTime: 'when the venue changed a setting of its own',
    leverageSysUpdatedTime: 'when the venue changed a setting of its own',
    sessionAvgPrice: 'of USDC contracts only',
    nextPageCursor: 'added by the recorder of the fixture',
  },
});

const coins = (body: unknown): readonly unknown[] =>
  list(body).flatMap((account) => (account as { coin: unknown[] }).coin);

export const expectedOfBybit: ExpectedOfVenue = {
  venue: bybit,
  neverDropped:
    /^(orderId|orderLinkId|execId|symbol|side|price|qty|size|execPrice|execQty|execFee|feeCurrency|coin|currency|walletBalance|locked|change|cashBalance|amount|transferId|fromAccountType|toAccountType|timestamp|transactionTime|execTime)$/,
  lists: {
    'listOpenOrders of contracts': {
      list: 'listOpenOrders',
      request: { section: 'linear/USDT' },
      replies: [recorded('fetchOpenOrder')],
      rowsIn: list,
      becomes: orderPlaces,
      drops: {
        ...orderExtras,
        orderStatus: 'an open order is open; partial fills show in `filled`',
        updatedTime: 'read with the order history',
      },
    },
    'listOrders on spot': pastOrders('spot', [recorded('fetchOrder')]),
    'listOrders of contracts': pastOrders('linear', [
      recorded('fetchClosedOrder'),
      recorded('fetchClosedOrders'),
    ]),
    'listTrades on spot': trades('spot', [recorded('fetchMyTrades', /^spot/)]),
    'listTrades of contracts': trades('linear', [
      recorded('fetchMyTrades', /^swap/i),
      recorded('fetchFundingHistory'),
    ]),
    'listPositions of USDT contracts': positions('linear/USDT', [
      recorded('fetchPositions'),
      recorded('fetchPosition', 'linear position'),
    ]),
    'listPositions of inverse contracts': positions('inverse', [recorded('fetchPosition', /^inverse/)]),
    listBalances: {
      list: 'listBalances',
      request: { section: 'UNIFIED' },
      replies: [recorded('fetchBalance')],
      rowsIn: coins,
      becomes: {
        coin: 'asset',
        walletBalance: (leaf: unknown, { free, locked }: Balance) =>
          add(free, locked) === add(String(leaf), '0'),
        locked: 'locked',
      },
      drops: {
        availableToBorrow: 'what could be borrowed is not held',
        bonus: 'a gift of the venue that cannot leave',
        accruedInterest: 'what is owed is in the ledger',
        availableToWithdraw: 'empty since 2025',
        totalOrderIM: 'margin is counted for the account',
        totalPositionMM: 'margin is counted for the account',
        totalPositionIM: 'margin is counted for the account',
        equity: 'what is held and what positions are worth together',
        usdValue: 'an estimate of the venue, not an amount held',
        unrealisedPnl: 'the position is a row of its own',
        cumRealisedPnl: 'what was realised is in the ledger',
        collateralSwitch: 'a setting of the coin',
        marginCollateral: 'a setting of the coin',
        spotHedgingQty: 'portfolio margin only',
        spotBorrow: 'what is owed is in the ledger',
        borrowAmount: 'what is owed is in the ledger',
      },
    },
    listLedger: {
      list: 'listLedger',
      request: { section: 'UNIFIED' },
      replies: [recorded('fetchLedger')],
      rowsIn: list,
      becomes: {
        id: 'id',
        currency: 'asset',
        change: 'change',
        fee: 'fee.value',
        cashBalance: 'balanceAfter.value',
        type: 'kind',
        tradeId: 'reference.value',
        transactionTime: ['at', utc],
      },
      drops: {
        symbol: theTrade,
        side: theTrade,
        orderId: theTrade,
        orderLinkId: theTrade,
        tradePrice: theTrade,
        qty: theTrade,
        size: `the position after it ${ownRow}`,
        category: theTrade,
        funding: 'part of the change',
        cashFlow: 'part of the change',
        feeRate: 'the fee itself stands in the row',
        bonusChange: 'a gift of the venue that cannot leave',
        nextPageCursor: 'added by the recorder of the fixture',
      },
    },
    listTransfers: {
      list: 'listTransfers',
      request: { section: 'same account' },
      replies: [recorded('fetchTransfers')],
      rowsIn: list,
      becomes: {
        transferId: 'id',
        coin: 'asset',
        amount: 'amount',
        fromAccountType: 'from',
        toAccountType: 'to',
        timestamp: ['at', utc],
        status: 'venueStatus',
      },
      drops: { nextPageCursor: 'added by the recorder of the fixture' },
    },
  },
  leftOut: {
    'fetchPositionsHistory "fetch positions history"':
      'closed positions: their fills, fees and results are read as trades and ledger',
    'fetchPositionHistory "position history"':
      'closed positions: their fills, fees and results are read as trades and ledger',
    'cancelAllOrders "cancel spot orders"':
      'the reply of one sweep of several: bybit.test.ts plays all of them, against a reply of each',
  },
};
