import type { JsonObject } from '../../domain/json.ts';
import { add, isZero, multiply, round, sum } from '../../domain/money.ts';
import type { LedgerBooks } from '../ledger-books.ts';

/** What lies in the wallets, and what it is worth. */

export interface Held {
  readonly coin: string;
  readonly total: string;
  readonly locked: string;
}

/**
 * The unified account is one wallet: what the books have beside the spot wallet ("margin", "futures")
 * lies in it too.
 */
export function unifiedHoldings(books: LedgerBooks): readonly Held[] {
  const further = [...books.wallets.values()].flatMap((wallet) => [...wallet]);
  const coins = new Set([...books.balances.keys(), ...further.map(([coin]) => coin)]);
  return [...coins].sort().map((coin) => {
    const { free, locked } = books.balances.get(coin) ?? { free: '0', locked: '0' };
    const beside = sum(further.filter(([each]) => each === coin).map(([, amount]) => amount));
    return { coin, total: add(add(free, locked), beside), locked };
  });
}

export const fundingHoldings = (books: LedgerBooks): readonly Held[] =>
  [...books.funding].map(([coin, total]) => ({ coin, total, locked: '0' }));

/** By the last price in dollars of whatever kind; nothing for a coin without one. */
function usdValue(books: LedgerBooks, { coin, total }: Held): string {
  if (/^USD[TC]?$/.test(coin)) return total;
  const market = books.markets.find(
    ({ base, quote, kind }) => base === coin && /^USD/.test(quote) && (kind ?? 'spot') === 'spot',
  );
  return market === undefined ? '0' : round(multiply(total, market.price), 8);
}

export const worthOf = (books: LedgerBooks, held: readonly Held[]): string =>
  sum(held.map((each) => usdValue(books, each)));

export function walletRow(books: LedgerBooks, shown: readonly Held[]): JsonObject {
  const worth = worthOf(books, unifiedHoldings(books));
  return {
    accountType: 'UNIFIED',
    totalEquity: worth,
    totalWalletBalance: worth,
    totalMarginBalance: worth,
    totalAvailableBalance: worth,
    totalPerpUPL: '0',
    totalInitialMargin: '0',
    totalInitialMarginByMp: '0',
    totalMaintenanceMargin: '0',
    totalMaintenanceMarginByMp: '0',
    accountIMRate: '0',
    accountIMRateByMp: '0',
    accountMMRate: '0',
    accountMMRateByMp: '0',
    accountLTV: '0',
    coin: shown.map((held) => coinRow(books, held)),
  };
}

/** `free` and `availableToWithdraw` are deprecated: what is free is walletBalance less locked. */
const coinRow = (books: LedgerBooks, held: Held): JsonObject => ({
  coin: held.coin,
  equity: held.total,
  usdValue: usdValue(books, held),
  walletBalance: held.total,
  locked: held.locked,
  spotHedgingQty: '0',
  borrowAmount: '0',
  spotBorrow: '0',
  accruedInterest: '0',
  totalOrderIM: '0',
  totalPositionIM: '0',
  totalPositionMM: '0',
  unrealisedPnl: '0',
  cumRealisedPnl: '0',
  bonus: '0',
  collateralSwitch: true,
  marginCollateral: true,
  availableToBorrow: '',
  availableToWithdraw: '',
});

export const isHeld = ({ total, locked }: Held): boolean => !isZero(total) || !isZero(locked);
