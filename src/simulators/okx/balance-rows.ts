import type { JsonObject } from '../../domain/json.ts';
import { add, divide, isZero, multiply, round, subtract, sum } from '../../domain/money.ts';
import type { LedgerBooks } from '../ledger-books.ts';

/** What lies in the wallets, and what it is worth. */
export interface Held {
  readonly ccy: string;
  readonly total: string;
  readonly locked: string;
}

/**
 * The trading account is one wallet: what the books have beside the spot wallet ("margin", "futures")
 * lies in it too. Only what is not nothing is printed.
 */
export function tradingHoldings(books: LedgerBooks): readonly Held[] {
  const further = [...books.wallets.values()].flatMap((wallet) => [...wallet]);
  const coins = new Set([...books.balances.keys(), ...further.map(([coin]) => coin)]);
  return [...coins]
    .sort()
    .map((ccy) => {
      const { free, locked } = books.balances.get(ccy) ?? { free: '0', locked: '0' };
      const beside = sum(further.filter(([each]) => each === ccy).map(([, amount]) => amount));
      return { ccy, total: add(add(free, locked), beside), locked };
    })
    .filter(isHeld);
}

/** "Only assets with a balance greater than 0 are returned." */
export const fundingHoldings = (books: LedgerBooks): readonly Held[] =>
  [...books.funding].map(([ccy, total]) => ({ ccy, total, locked: '0' })).filter(isHeld);

const isHeld = ({ total }: Held): boolean => !isZero(total);

/** By the last spot price in dollars; nothing for a coin without one. */
export function usdPrice(books: LedgerBooks, ccy: string): string {
  if (/^USD[TC]?$/.test(ccy)) return '1';
  const market = books.markets.find(
    ({ base, quote, kind }) => base === ccy && /^USD/.test(quote) && (kind ?? 'spot') === 'spot',
  );
  return market?.price ?? '0';
}

const usdValue = (books: LedgerBooks, { ccy, total }: Held): string =>
  plain(round(multiply(total, usdPrice(books, ccy)), 8));

/** Without the zeros that rounding leaves at the end. */
export const plain = (amount: string): string => add(amount, '0');

export const worthOf = (books: LedgerBooks, held: readonly Held[]): string =>
  sum(held.map((each) => usdValue(books, each)));

/** The same in another unit; nothing where no price of it is known. */
export function worthIn(books: LedgerBooks, held: readonly Held[], ccy: string): string {
  const price = usdPrice(books, ccy);
  return isZero(price) ? '0' : plain(round(divide(worthOf(books, held), price), 8));
}

/** trading-account, "Get balance". `shown`: of all that is held, what was asked for. */
export const balanceRow = (books: LedgerBooks, shown: readonly Held[], nowMs: number): JsonObject => ({
  adjEq: '',
  availEq: '',
  borrowFroz: '',
  delta: '',
  deltaLever: '',
  deltaNeutralStatus: '0',
  details: shown.map((held) => detailRow(books, held, nowMs)),
  imr: '',
  isoEq: '0',
  mgnRatio: '',
  mmr: '',
  notionalUsd: '',
  notionalUsdForBorrow: '',
  notionalUsdForFutures: '',
  notionalUsdForOption: '',
  notionalUsdForSwap: '',
  ordFroz: '',
  totalEq: worthOf(books, tradingHoldings(books)),
  uTime: String(nowMs),
  upl: '',
});

const detailRow = (books: LedgerBooks, held: Held, nowMs: number): JsonObject => ({
  ...unusedDetails,
  availBal: subtract(held.total, held.locked),
  availEq: subtract(held.total, held.locked),
  cashBal: held.total,
  ccy: held.ccy,
  disEq: usdValue(books, held),
  eq: held.total,
  eqUsd: usdValue(books, held),
  frozenBal: held.locked,
  ordFrozen: held.locked,
  uTime: String(Math.min(nowMs, books.updatedAtMs)),
});

const unusedDetails: JsonObject = {
  autoLendStatus: 'off',
  autoLendMtAmt: '0',
  borrowFroz: '',
  crossLiab: '',
  colRes: '0',
  collateralEnabled: false,
  collateralRestrict: false,
  colBorrAutoConversion: '0',
  smtSyncEq: '0',
  spotCopyTradingEq: '0',
  fixedBal: '0',
  frpType: '0',
  imr: '',
  interest: '',
  isoEq: '0',
  isoLiab: '',
  isoUpl: '0',
  liab: '',
  maxLoan: '',
  mgnRatio: '',
  mmr: '',
  notionalLever: '',
  rewardBal: '0',
  spotInUseAmt: '',
  clSpotInUseAmt: '',
  maxSpotInUse: '',
  spotIsoBal: '0',
  stgyEq: '0',
  twap: '0',
  upl: '0',
  uplLiab: '',
  spotBal: '',
  openAvgPx: '',
  accAvgPx: '',
  spotUpl: '',
  spotUplRatio: '',
  totalPnl: '',
  totalPnlRatio: '',
};

/** funding-account, "Get balance". */
export const fundingRow = ({ ccy, total, locked }: Held): JsonObject => ({
  availBal: subtract(total, locked),
  bal: total,
  ccy,
  frozenBal: locked,
});
