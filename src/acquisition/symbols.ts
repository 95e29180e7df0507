import { add, isZero } from '../domain/money.ts';
import type {
  Balance,
  Deposit,
  LedgerEntry,
  OpenOrder,
  PastOrder,
  Trade,
  Withdrawal,
} from '../domain/trading.ts';
import { pairOf, type Market, type Pair } from './pairs.ts';

export interface SymbolInQuestion {
  readonly symbol: string;
  /** Every reason to look there, the gravest first. */
  readonly reasons: readonly string[];
}

export interface SymbolSeeds {
  readonly openOrders: readonly OpenOrder[];
  readonly balances: readonly Balance[];
  readonly usualSymbols: readonly string[];
  readonly markets: readonly Market[];
  /** What was read so far: a symbol seen there is worth a full reading. */
  readonly trades: readonly Trade[];
  /** Open, filled, cancelled: whatever an order became, somebody meant its symbol. */
  readonly orders: readonly PastOrder[];
  /** Converts and small amounts that were exchanged are lines of it. */
  readonly ledger?: readonly LedgerEntry[];
  readonly deposits?: readonly Deposit[];
  readonly withdrawals?: readonly Withdrawal[];
  /** Assets that things are paid in at this venue; what the account holds is added. */
  readonly quotes?: readonly string[];
}

const commonQuotes = ['USDT', 'USDC', 'FDUSD', 'USD', 'EUR', 'BTC', 'ETH', 'BNB'];

// From the gravest: an attacker trades what the owner never did, and what he bought is still there, or left.
const reasons = [
  'an asset is held that the owner never named',
  'an asset was withdrawn that the owner never named',
  'an asset was converted that the owner never named',
  'an open order outside the usual symbols',
  'trades outside the usual symbols',
  'orders outside the usual symbols',
  'the ledger moved an asset that the owner never named',
  'an asset was deposited that the owner never named',
  'an open order in a usual symbol',
  'a usual symbol of the owner',
  'two assets that are held, in a pair that is not usual',
] as const;

type Reason = (typeof reasons)[number];
type Suspect = (symbol: string, reason: Reason) => void;

/**
 * Returns the symbols to read trades for, the most suspicious first, each with its reasons: for
 * venues that list trades by symbol only. It cannot be complete. A pair that was bought and sold
 * again leaves no balance; only reading every market proves that nothing was traded there, so say
 * which symbols were read.
 */
export function symbolsInQuestion(seeds: SymbolSeeds): readonly SymbolInQuestion[] {
  const found = new Map<string, Set<number>>();
  const suspect: Suspect = (symbol, reason) => {
    found.set(symbol, (found.get(symbol) ?? new Set()).add(reasons.indexOf(reason)));
  };
  suspectAssets(seeds, suspect);
  suspectSymbols(seeds, suspect);
  return [...found]
    .map(([symbol, at]) => ({ symbol, at: [...at].sort((a, b) => a - b) }))
    .sort((a, b) => compareGravity(a.at, b.at) || (a.symbol < b.symbol ? -1 : 1))
    .map(({ symbol, at }) => ({ symbol, reasons: at.flatMap((i) => reasons[i] ?? []) }));
}

/** What names its symbol itself. */
function suspectSymbols(seeds: SymbolSeeds, suspect: Suspect): void {
  const usual = new Set(seeds.usualSymbols);
  for (const { symbol } of seeds.openOrders) {
    const isUsual = usual.has(symbol);
    suspect(symbol, isUsual ? 'an open order in a usual symbol' : 'an open order outside the usual symbols');
  }
  for (const { symbol } of seeds.trades)
    if (!usual.has(symbol)) suspect(symbol, 'trades outside the usual symbols');
  for (const { symbol } of seeds.orders)
    if (!usual.has(symbol)) suspect(symbol, 'orders outside the usual symbols');
  for (const symbol of usual) suspect(symbol, 'a usual symbol of the owner');
}

/** Every asset that is held or moved, against every asset that things are paid in, where that is a market. */
function suspectAssets(seeds: SymbolSeeds, suspect: Suspect): void {
  const held = heldAssets(seeds.balances);
  const moved = movedAssets(seeds);
  const ours = new Set([...held, ...moved.flatMap(({ assets }) => [...assets])]);
  const known = seeds.quotes ?? commonQuotes;
  const quotes = new Set([...known, ...ours]);
  const pairs = seeds.markets
    .flatMap((market) => pairOf(market, { quotes: known, assets: ours }) ?? [])
    .filter(({ quote }) => quotes.has(quote));
  const usual = new Set(seeds.usualSymbols);
  const named = assetsOf(pairs.filter(({ symbol }) => usual.has(symbol)));
  const leads = (assets: ReadonlySet<string>, pair: Pair): boolean =>
    leadsTo(
      pair,
      (asset) => assets.has(asset) && !named.has(asset),
      (asset) => ours.has(asset) || named.has(asset),
    );
  for (const pair of pairs.filter(({ symbol }) => !usual.has(symbol))) {
    const { symbol, base, quote } = pair;
    if (leads(held, pair)) suspect(symbol, 'an asset is held that the owner never named');
    else if (held.has(base) && held.has(quote)) {
      suspect(symbol, 'two assets that are held, in a pair that is not usual');
    }
    for (const { assets, reason } of moved) if (leads(assets, pair)) suspect(symbol, reason);
  }
}

/** A strange base was bought with anything; a strange quote was got for something that was ours. */
const leadsTo = (
  { base, quote }: Pair,
  isStrange: (asset: string) => boolean,
  isOurs: (asset: string) => boolean,
): boolean => isStrange(base) || (isStrange(quote) && isOurs(base));

const assetsOf = (pairs: readonly Pair[]): ReadonlySet<string> =>
  new Set(pairs.flatMap(({ base, quote }) => [base, quote]));

interface Moved {
  readonly assets: ReadonlySet<string>;
  readonly reason: Reason;
}

function movedAssets({ ledger = [], deposits = [], withdrawals = [] }: SymbolSeeds): readonly Moved[] {
  const named = (rows: readonly { readonly asset: string }[]): ReadonlySet<string> =>
    new Set(rows.map(({ asset }) => asset));
  return [
    { assets: named(withdrawals), reason: 'an asset was withdrawn that the owner never named' },
    { assets: named(ledger.filter(isConvert)), reason: 'an asset was converted that the owner never named' },
    { assets: named(ledger), reason: 'the ledger moved an asset that the owner never named' },
    { assets: named(deposits), reason: 'an asset was deposited that the owner never named' },
  ];
}

/** Venues call it convert, conversion, dust, small assets exchange: what is exchanged outside of any market. */
const isConvert = ({ kind }: LedgerEntry): boolean => /conver|dust|small.?asset/i.test(kind);

function heldAssets(balances: readonly Balance[]): ReadonlySet<string> {
  return new Set(balances.filter(({ free, locked }) => !isZero(add(free, locked))).map(({ asset }) => asset));
}

/** The gravest reason decides, then the next; whoever has one more reason comes first. */
function compareGravity(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? reasons.length) - (b[i] ?? reasons.length);
    if (difference !== 0) return difference;
  }
  return 0;
}
