import type { Trade } from '../../src/domain/trading.ts';
import { rowKey } from './plain/loop.ts';
import { againstPlain, type AgainstPlain } from './support/against-plain.ts';
import { readList } from './support/read-list.ts';

/**
 * Two years of executions in every category: the venue takes 50 requests a second of an account, ccxt
 * sends ten and waits for each answer. Both sides ask for the same categories and weeks.
 */
export function historyBybitExecutions(scale = 1): Promise<AgainstPlain> {
  return againstPlain('history.bybit-executions', {
    of: 'a plain loop over the same categories and weeks of two years with ccxt’s limiter ÷ our time for the same rows, simulated time',
    scale,
    ours: async (side) => (await readList<Trade>('listTrades', side)).map(({ id }) => rowKey('trades', id)),
  });
}
