import type { JsonObject } from '../../domain/json.ts';
import { divide, multiply, negate, round, subtract } from '../../domain/money.ts';
import type { LedgerMarket, LedgerPosition } from '../ledger-books.ts';
import { plain } from './balance-rows.ts';
import { positionIdOf } from './ids.ts';
import { instIdOf, instTypeOf, settleCcyOf } from './names.ts';

interface Shown {
  readonly held: LedgerPosition;
  readonly index: number;
  readonly market: LedgerMarket;
}

/** trading-account, "Get positions". In net mode a short position is a negative number under "net". */
export function positionRow({ held, index, market }: Shown): JsonObject {
  const at = String(held.atMs);
  return {
    ...unused,
    availPos: held.amount,
    avgPx: held.entryPrice,
    bePx: held.entryPrice,
    cTime: at,
    ccy: settleCcyOf(market),
    idxPx: market.price,
    instId: instIdOf(market),
    instType: instTypeOf(market),
    last: market.price,
    lever: held.leverage,
    markPx: market.price,
    notionalUsd: market.kind === 'inverse' ? held.amount : multiply(held.amount, market.price),
    pos: held.side === 'short' ? negate(held.amount) : held.amount,
    posId: positionIdOf(index),
    posSide: 'net',
    uTime: at,
    upl: gainOf(market, held),
    uplLastPx: gainOf(market, held),
  };
}

function gainOf(market: LedgerMarket, { side, amount, entryPrice }: LedgerPosition): string {
  const gain = side === 'long' ? subtract(market.price, entryPrice) : subtract(entryPrice, market.price);
  if (market.kind !== 'inverse') return multiply(gain, amount);
  return plain(round(divide(multiply(gain, amount), multiply(entryPrice, market.price)), 8));
}

const unused: JsonObject = {
  adl: '1',
  baseBal: '',
  baseBorrowed: '',
  baseInterest: '',
  bizRefId: '',
  bizRefType: '',
  clSpotInUseAmt: '',
  closeOrderAlgo: [],
  deltaBS: '',
  deltaPA: '',
  fee: '0',
  fundingFee: '0',
  gammaBS: '',
  gammaPA: '',
  hedgedPos: '',
  imr: '0',
  interest: '',
  liab: '',
  liabCcy: '',
  liqPenalty: '0',
  liqPx: '',
  margin: '',
  maxSpotInUseAmt: '',
  mgnMode: 'cross',
  mgnRatio: '',
  mmr: '0',
  nonSettleAvgPx: '',
  optVal: '',
  pendingCloseOrdLiabVal: '',
  pnl: '0',
  posCcy: '',
  quoteBal: '',
  quoteBorrowed: '',
  quoteInterest: '',
  realizedPnl: '0',
  settledPnl: '',
  spotInUseAmt: '',
  spotInUseCcy: '',
  thetaBS: '',
  thetaPA: '',
  tradeId: '',
  uplRatio: '0',
  uplRatioLastPx: '0',
  usdPx: '',
  vegaBS: '',
  vegaPA: '',
};
