import { add, divide, multiply, negate, round, subtract, sum } from '../../domain/money.ts';
import type { LedgerBooks, LedgerMarket, LedgerPosition } from '../ledger-books.ts';
import { futuresHoldings } from './accounts.ts';
import { marginAssetOf, marketsOf, sectionOf } from './names.ts';

/** A position with what follows from it; amounts signed, in the asset that the contract is settled in. */
export interface Reckoned {
  readonly market: LedgerMarket;
  readonly position: LedgerPosition | undefined;
  readonly positionSide: 'BOTH' | 'LONG' | 'SHORT';
  /** Coins (USDⓈ-M) or contracts (COIN-M); negative: sold. */
  readonly amount: string;
  readonly entryPrice: string;
  readonly profit: string;
  readonly notional: string;
  readonly initialMargin: string;
  readonly maintenanceMargin: string;
  readonly leverage: string;
  readonly updatedAtMs: number;
}

/** COIN-M: dollars a contract, 100 of Bitcoin and 10 of all others. USDⓈ-M: one coin. */
export const contractSize = (market: LedgerMarket): string =>
  sectionOf(market) === 'cm' ? (market.base === 'BTC' ? '100' : '10') : '1';

/** One mode for all symbols and, since the two futures share it, for both. */
export function isHedged(books: LedgerBooks): boolean {
  const symbols = books.positions.map(({ symbol }) => symbol);
  return symbols.some((symbol, index) => symbols.indexOf(symbol) < index);
}

/** Leverage of symbols that have no position: the venue's default. */
const usualLeverage = '20';
/** Of the first bracket. */
export const maintenanceRate = '0.004';

/** Every position of this market; one of nothing where there is none. In hedge mode each side has one. */
export function reckon(books: LedgerBooks, market: LedgerMarket): readonly Reckoned[] {
  const held = books.positions.filter(({ symbol }) => symbol === market.symbol);
  if (!isHedged(books)) return [reckonOne(market, held[0], 'BOTH')];
  const of = (side: 'long' | 'short'): LedgerPosition | undefined => held.find((each) => each.side === side);
  return [
    reckonOne(market, undefined, 'BOTH'),
    reckonOne(market, of('long'), 'LONG'),
    reckonOne(market, of('short'), 'SHORT'),
  ];
}

export const reckonAll = (books: LedgerBooks, section: 'um' | 'cm'): readonly Reckoned[] =>
  marketsOf(books, section).flatMap((market) => reckon(books, market));

function reckonOne(
  market: LedgerMarket,
  position: LedgerPosition | undefined,
  positionSide: Reckoned['positionSide'],
): Reckoned {
  const size = position?.amount ?? '0';
  const amount = position?.side === 'short' ? negate(size) : size;
  const entryPrice = position?.entryPrice ?? '0';
  const leverage = position?.leverage ?? usualLeverage;
  const isCoin = sectionOf(market) === 'cm';
  const notional = isCoin
    ? divide(multiply(amount, contractSize(market)), market.price)
    : multiply(amount, market.price);
  const profit = position === undefined ? '0' : profitOf(market, amount, entryPrice, isCoin);
  const value = notional.replace('-', '');
  return {
    market,
    position,
    positionSide,
    amount,
    entryPrice,
    profit: round(profit, 8),
    notional: round(notional, 8),
    initialMargin: round(divide(value, leverage), 8),
    maintenanceMargin: round(multiply(value, maintenanceRate), 8),
    leverage,
    updatedAtMs: position?.atMs ?? 0,
  };
}

const profitOf = (market: LedgerMarket, amount: string, entry: string, isCoin: boolean): string =>
  isCoin
    ? multiply(
        multiply(amount, contractSize(market)),
        subtract(divide('1', entry), divide('1', market.price)),
      )
    : multiply(amount, subtract(market.price, entry));

/** What one asset of a futures wallet comes to, positions counted in. */
export interface ReckonedAsset {
  readonly asset: string;
  readonly wallet: string;
  readonly profit: string;
  readonly initialMargin: string;
  readonly maintenanceMargin: string;
  readonly margin: string;
  /** Not less than nothing. */
  readonly available: string;
}

export function reckonAssets(books: LedgerBooks, section: 'um' | 'cm'): readonly ReckonedAsset[] {
  const positions = reckonAll(books, section);
  return [...futuresHoldings(books, section)].map(([asset, wallet]) => {
    const own = positions.filter(({ market }) => marginAssetOf(market) === asset);
    const profit = sum(own.map((each) => each.profit));
    const initialMargin = sum(own.map((each) => each.initialMargin));
    const available = subtract(add(wallet, profit), initialMargin);
    return {
      asset,
      wallet: round(wallet, 8),
      profit: round(profit, 8),
      initialMargin: round(initialMargin, 8),
      maintenanceMargin: round(sum(own.map((each) => each.maintenanceMargin)), 8),
      margin: round(add(wallet, profit), 8),
      available: round(available.startsWith('-') ? '0' : available, 8),
    };
  });
}

/** Symbols with a position or an open order: what the newer endpoints show. */
export const isLively = (books: LedgerBooks, { market, position }: Reckoned): boolean =>
  position !== undefined ||
  books.orders.some((each) => each.status === 'open' && each.symbol === market.symbol);
