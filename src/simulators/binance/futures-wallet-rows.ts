import { createHash } from 'node:crypto';
import type { JsonObject } from '../../domain/json.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import type { Reckoned, ReckonedAsset } from './futures-positions.ts';
import { marginAssetOf, printedSymbol } from './names.ts';

/**
 * Rows of the futures wallets and positions. Field names and value types as in the examples of
 * binance-connector-js (2026-07-24). All positions are cross margin here, without a liquidation price.
 */

/** "SgsR" in the examples: letters and digits, always the same for an account. */
const aliasOf = (books: LedgerBooks): string =>
  createHash('sha256')
    .update(`alias/${books.uid}`)
    .digest('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 4);

export const balanceRow = (books: LedgerBooks, each: ReckonedAsset): JsonObject => ({
  accountAlias: aliasOf(books),
  asset: each.asset,
  balance: each.wallet,
  crossWalletBalance: each.wallet,
  crossUnPnl: each.profit,
  availableBalance: each.available,
  maxWithdrawAmount: each.available,
  updateTime: books.updatedAtMs,
});

export const assetRow = (books: LedgerBooks, each: ReckonedAsset): JsonObject => ({
  asset: each.asset,
  walletBalance: each.wallet,
  unrealizedProfit: each.profit,
  marginBalance: each.margin,
  maintMargin: each.maintenanceMargin,
  initialMargin: each.initialMargin,
  positionInitialMargin: each.initialMargin,
  openOrderInitialMargin: '0.00000000',
  crossWalletBalance: each.wallet,
  crossUnPnl: each.profit,
  availableBalance: each.available,
  maxWithdrawAmount: each.available,
  updateTime: books.updatedAtMs,
});

const noIsolation: JsonObject = { isolatedMargin: '0.00000000', isolatedWallet: '0' };

/** A position in `account`: the older form tells leverage and entry price, the newer does not. */
export const positionOfAccount = (each: Reckoned, isOlder: boolean): JsonObject => ({
  symbol: printedSymbol(each.market),
  positionSide: each.positionSide,
  positionAmt: each.amount,
  unrealizedProfit: each.profit,
  initialMargin: each.initialMargin,
  maintMargin: each.maintenanceMargin,
  ...(isOlder
    ? {
        positionInitialMargin: each.initialMargin,
        openOrderInitialMargin: '0',
        leverage: each.leverage,
        isolated: false,
        entryPrice: each.entryPrice,
        maxNotional: '1000000',
        bidNotional: '0',
        askNotional: '0',
      }
    : { ...noIsolation, notional: each.notional }),
  updateTime: each.updatedAtMs,
});

const risk = (each: Reckoned): JsonObject => ({
  symbol: printedSymbol(each.market),
  positionSide: each.positionSide,
  positionAmt: each.amount,
  entryPrice: each.entryPrice,
  breakEvenPrice: each.entryPrice,
  markPrice: each.market.price,
  unRealizedProfit: each.profit,
  liquidationPrice: '0',
  ...noIsolation,
  updateTime: each.updatedAtMs,
});

export const riskRowV2 = (each: Reckoned): JsonObject => ({
  ...risk(each),
  marginType: 'cross',
  isAutoAddMargin: 'false',
  leverage: each.leverage,
  maxNotionalValue: '1000000',
  notional: each.notional,
});

/** Neither leverage nor margin type: those are in `symbolConfig` now. */
export const riskRowV3 = (each: Reckoned): JsonObject => ({
  ...risk(each),
  notional: each.notional,
  marginAsset: marginAssetOf(each.market),
  initialMargin: each.initialMargin,
  maintMargin: each.maintenanceMargin,
  positionInitialMargin: each.initialMargin,
  openOrderInitialMargin: '0',
  adl: 0,
  bidNotional: '0',
  askNotional: '0',
});

/** COIN-M: amounts are contracts, values coins. */
export const coinRiskRow = (each: Reckoned): JsonObject => ({
  ...risk(each),
  marginType: 'cross',
  isAutoAddMargin: 'false',
  leverage: each.leverage,
  maxQty: '1000000',
  notionalValue: each.notional,
});
