import { add, isZero } from '../domain/money.ts';
import type { Balance, OpenOrder, PastOrder, Trade } from '../domain/trading.ts';

/** A market of the venue. Without base and quote they are read from the symbol's own spelling. */
interface Market {
  readonly symbol: string;
  readonly base?: string;
  readonly quote?: string;
}

interface SymbolInQuestion {
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
  readonly orders: readonly PastOrder[];
  /** Assets that things are paid in at this venue; what the account holds is added. */
  readonly quotes?: readonly string[];
}

const commonQuotes = ['USDT', 'USDC', 'FDUSD', 'USD', 'EUR', 'BTC', 'ETH', 'BNB'];

// From the gravest: an attacker trades what the owner never did, and what he bought is still there.
const reasons = [
  'an asset is held that the owner never named',
  'an open order outside the usual symbols',
  'trades outside the usual symbols',
  'orders outside the usual symbols',
  'an open order in a usual symbol',
  'a usual symbol of the owner',
  'two assets that are held, in a pair that is not usual',
] as const;

/**
 * Returns the symbols to read trades for, the most suspicious first, each with its reasons: for
 * venues that list trades by symbol only. It cannot be complete. A pair that was bought and sold
 * again leaves no balance; only reading every market proves that nothing was traded there, so say
 * which symbols were read.
 */
export function symbolsInQuestion(seeds: SymbolSeeds): readonly SymbolInQuestion[] {
  const found = new Map<string, Set<number>>();
  const suspect = (symbol: string, reason: (typeof reasons)[number]): void => {
    const at = reasons.indexOf(reason);
    found.set(symbol, (found.get(symbol) ?? new Set()).add(at));
  };
  const isUsual = (symbol: string): boolean => seeds.usualSymbols.includes(symbol);

  suspectHoldings(seeds, suspect);
  for (const { symbol } of seeds.openOrders) {
    suspect(
      symbol,
      isUsual(symbol) ? 'an open order in a usual symbol' : 'an open order outside the usual symbols',
    );
  }
  for (const { symbol } of seeds.trades)
    if (!isUsual(symbol)) suspect(symbol, 'trades outside the usual symbols');
  for (const { symbol } of seeds.orders)
    if (!isUsual(symbol)) suspect(symbol, 'orders outside the usual symbols');
  for (const symbol of seeds.usualSymbols) suspect(symbol, 'a usual symbol of the owner');

  return [...found]
    .map(([symbol, at]) => ({ symbol, at: [...at].sort((a, b) => a - b) }))
    .sort((a, b) => compareGravity(a.at, b.at) || (a.symbol < b.symbol ? -1 : 1))
    .map(({ symbol, at }) => ({ symbol, reasons: at.flatMap((i) => reasons[i] ?? []) }));
}

type Suspect = (symbol: string, reason: (typeof reasons)[number]) => void;

/** Every asset that is held, against every asset that things are paid in, where that is a market. */
function suspectHoldings(seeds: SymbolSeeds, suspect: Suspect): void {
  const held = heldAssets(seeds.balances);
  const quotes = [...new Set([...(seeds.quotes ?? commonQuotes), ...held])];
  const pairs = seeds.markets.flatMap((market) => pairOf(market, quotes) ?? []);
  const usual = new Set(seeds.usualSymbols);
  const named = new Set(
    pairs.filter(({ symbol }) => usual.has(symbol)).flatMap(({ base, quote }) => [base, quote]),
  );
  const isStrange = (asset: string): boolean => held.has(asset) && !named.has(asset);
  const isOurs = (asset: string): boolean => held.has(asset) || named.has(asset);
  for (const { symbol, base, quote } of pairs) {
    if (usual.has(symbol)) continue;
    // A strange base was bought with anything; a strange quote was got for something that was ours.
    const wasBought = isStrange(base);
    const wasGotFor = isStrange(quote) && isOurs(base);
    if (wasBought || wasGotFor) suspect(symbol, 'an asset is held that the owner never named');
    else if (held.has(base) && held.has(quote)) {
      suspect(symbol, 'two assets that are held, in a pair that is not usual');
    }
  }
}

function heldAssets(balances: readonly Balance[]): ReadonlySet<string> {
  return new Set(balances.filter(({ free, locked }) => !isZero(add(free, locked))).map(({ asset }) => asset));
}

interface Pair {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
}

/** Reads "BTC-USDT" and "BTC/USDT" by their mark, "BTCUSDT" by the longest quote that it ends with. */
function pairOf({ symbol, base, quote }: Market, quotes: readonly string[]): Pair | undefined {
  if (base !== undefined && quote !== undefined) return { symbol, base, quote };
  const [left, right] = symbol.split(/[-/_]/);
  if (left !== undefined && right !== undefined) return { symbol, base: left, quote: right };
  const ending = quotes
    .filter((candidate) => symbol.length > candidate.length && symbol.endsWith(candidate))
    .reduce((longest, candidate) => (candidate.length > longest.length ? candidate : longest), '');
  if (ending === '') return undefined;
  return { symbol, base: symbol.slice(0, -ending.length), quote: ending };
}

/** The gravest reason decides, then the next; whoever has one more reason comes first. */
function compareGravity(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? reasons.length) - (b[i] ?? reasons.length);
    if (difference !== 0) return difference;
  }
  return 0;
}
