import { againstPlain, type AgainstPlain } from './support/against-plain.ts';
import { readSweep } from './support/read-sweep.ts';

/**
 * Balances, open orders and five histories of ninety days, which fit what Kraken's counter takes at once:
 * ccxt waits three or six seconds after each of these calls, whatever the counter has left. Beyond that,
 * nobody is faster than the counter sinks.
 */
export function historyKrakenSweep(scale = 1): Promise<AgainstPlain> {
  return againstPlain('history.kraken-sweep', {
    of: 'a plain loop over seven lists with ccxt’s limiter ÷ our time for the same rows, simulated time',
    scale,
    ours: readSweep(),
  });
}
