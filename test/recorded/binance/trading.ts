import { isZero } from '../../../src/domain/money.ts';
import type { Position, Trade } from '../../../src/domain/trading.ts';
import { official, recorded, type Expectation, type Place } from '../expectation.ts';
import { lower, margin, ofThePosition, unlessZero, utc, whole, window } from './making.ts';

const usdM = 'derivatives-trading-usds-futures';

const sideOfBuyer = (buyer: unknown): string => (buyer === true ? 'buy' : 'sell');

const tradePlaces: Readonly<Record<string, Place>> = {
  symbol: 'symbol',
  id: 'id',
  orderId: 'orderId',
  price: 'price',
  qty: 'amount',
  quoteQty: 'quoteAmount',
  commission: 'fee',
  commissionAsset: 'feeAsset',
  isMaker: 'isMaker',
  maker: 'isMaker',
  isBuyer: ['side', sideOfBuyer],
  buyer: ['side', sideOfBuyer],
  side: ['side', lower],
  time: ['at', utc],
  isIsolated: (leaf: unknown, { section }: Trade) => section?.startsWith('isolated/') === leaf,
};

const trades = (section: string, symbol: string, replies: Expectation['replies']): Expectation => ({
  list: 'listTrades',
  request: { section, symbol, ...window },
  replies,
  rowsIn: whole,
  becomes: tradePlaces,
  drops: {
    orderListId: 'order lists are not followed',
    isBestMatch: 'says nothing about who traded',
    realizedPnl: 'what was realised is in the ledger',
    marginAsset: 'the asset that the position is settled in; the ledger names it',
    positionSide: ofThePosition,
  },
});

const positions = (section: string, replies: Expectation['replies']): Expectation => ({
  list: 'listPositions',
  request: { section },
  replies,
  // One of nothing is none: the venue shows it where there once was one.
  rowsIn: (body) => whole(body).filter((row) => !isZero((row as { positionAmt: string }).positionAmt)),
  becomes: {
    symbol: 'symbol',
    positionSide: (leaf: unknown, { id }: Position) => id.endsWith(`/${String(leaf)}`),
    positionAmt: (leaf: unknown, { side, amount }: Position) =>
      String(leaf) === (side === 'short' ? `-${amount}` : amount),
    entryPrice: 'entryPrice.value',
    markPrice: 'markPrice.value',
    unRealizedProfit: 'unrealised.value',
    liquidationPrice: ['liquidationPrice.value', unlessZero],
    leverage: 'leverage.value',
  },
  drops: {
    breakEvenPrice: 'computed by the venue',
    isolatedMargin: margin,
    isolatedWallet: margin,
    initialMargin: margin,
    maintMargin: margin,
    positionInitialMargin: margin,
    openOrderInitialMargin: margin,
    marginAsset: 'the asset that it is settled in; the ledger names it',
    marginType: 'a setting of the position',
    isAutoAddMargin: 'a setting of the position',
    maxQty: 'a limit of the venue at this leverage',
    notional: 'the size at the mark price',
    notionalValue: 'the size at the mark price',
    bidNotional: 'the open orders are rows of their own',
    askNotional: 'the open orders are rows of their own',
    adl: 'a rank among other customers',
    updateTime: 'a position is a state, not an event: its trades tell when',
  },
});

export const trading: Readonly<Record<string, Expectation>> = {
  listTrades: {
    // Trades of portfolio margin, which is not reached (papi), are written as those of spot.
    ...trades('spot', 'BNBBTC', [
      official('spot', 'myTrades'),
      recorded('fetchMyTrades', 'Spot private trade'),
      recorded('fetchMyTrades', 'spot porfolioMargin private trade'),
    ]),
  },
  'listTrades of cross margin': trades('margin', 'BNBBTC', [
    official('margin-trading', 'queryMarginAccountsTradeList'),
    recorded('fetchMyTrades', 'spot porfolioMargin private trade'),
  ]),
  'listTrades of USDⓈ-M': trades('usd-m', 'BTCUSDT', [
    official(usdM, 'accountTradeList'),
    recorded('fetchMyTrades', 'Swap private trade'),
  ]),
  'listPositions of USDⓈ-M': positions('usd-m', [
    official(usdM, 'positionInformationV3'),
    recorded('fetchPositions', /^Fetch linear positions with/),
  ]),
  'listPositions of nothing': positions('usd-m', [official(usdM, 'positionInformationV2')]),
  'listPositions of COIN-M': positions('coin-m', [recorded('fetchPositions', 'inverse positions')]),
};
