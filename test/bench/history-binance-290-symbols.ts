import type { Trade } from '../../src/domain/trading.ts';
import { rowKey } from './plain/loop.ts';
import { againstPlain, type AgainstPlain } from './support/against-plain.ts';
import { readList } from './support/read-list.ts';

/**
 * The whole spot histories of 290 symbols, each of which fits one page of 1000: 290 of the 300 requests that
 * Binance takes in a minute. More than fit into a minute nobody reads 40 times faster than a loop that
 * takes two thirds of the limit.
 */
export function historyBinance290Symbols(scale = 1): Promise<AgainstPlain> {
  return againstPlain('history.binance-290-symbols', {
    of: 'a plain loop over 290 symbols with ccxt’s limiter ÷ our time for the same rows, simulated time',
    scale,
    ours: async (side) => {
      const trades = await readList<Trade>('listTrades', side, { sections: ['spot'], isWholeHistory: true });
      return trades.map(({ symbol, id }) => rowKey('trades', symbol, id));
    },
  });
}
