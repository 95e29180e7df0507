import { begin } from '../../contract/world.ts';
import type { AccountTask } from './jobs.ts';

const dayMs = 86_400_000;
const symbolsAtFull = 290;
const mostTraded = 900;

/**
 * An account that traded 290 symbols, the busiest 900 times, the second half as often, the third a third:
 * each whole history fits one page, and no two symbols look alike.
 */
export function binanceTask(scale: number): AccountTask {
  const count = Math.ceil(symbolsAtFull * scale);
  const markets = Array.from({ length: count }, (_, index) => ({
    symbol: `${coinNo(index)}USDT`,
    base: coinNo(index),
    quote: 'USDT',
    price: '5',
    depth: '90000',
  }));
  const from = Date.parse(begin) - 300 * dayMs;
  const trades = markets.flatMap(({ symbol }, rank) =>
    Array.from({ length: Math.floor(mostTraded / (rank + 1)) }, (_, nth) => ({
      symbol,
      side: nth % 2 === 0 ? ('buy' as const) : ('sell' as const),
      price: '5',
      amount: `${nth + 1}.${String(rank + 1).padStart(3, '0')}`,
      clientOrderId: `b${rank}x${nth}`,
      at: new Date(from + ((nth * 7919 + rank * 104_729) % 290) * dayMs + nth).toISOString(),
    })),
  );
  return {
    symbols: markets.map(({ symbol }) => symbol),
    from,
    change: (opening) => ({
      ...opening,
      markets: [...opening.markets, ...markets],
      trades: trades.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    }),
  };
}

/** Names of three letters that are no coin's: "QAA", "QAB". */
const coinNo = (index: number): string =>
  `Q${String.fromCharCode(65 + Math.floor(index / 26))}${String.fromCharCode(65 + (index % 26))}`;
