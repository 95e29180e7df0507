import { begin } from '../../contract/world.ts';
import type { AccountTask } from './jobs.ts';

const dayMs = 86_400_000;

/** How far back the shipped playbook reads. */
const reachMs = 90 * dayMs;
const fillsAtFull = 40;

/** An account that a person trades by hand: forty fills in ninety days, a few movements of money. */
export function smallAccountTask(scale: number): AccountTask {
  const from = Date.parse(begin) - reachMs + dayMs;
  const fills = Math.ceil(fillsAtFull * scale);
  return {
    symbols: [],
    from,
    change: (opening) => {
      const market = opening.markets[0];
      if (market === undefined) throw new Error('the books have no market');
      const trades = Array.from({ length: fills }, (_, nth) => ({
        symbol: market.symbol,
        side: nth % 2 === 0 ? ('buy' as const) : ('sell' as const),
        price: market.price,
        amount: `0.0${101 + nth}`,
        clientOrderId: `hand${nth}`,
        at: new Date(from + Math.floor(((nth + 1) / (fills + 1)) * (reachMs - 2 * dayMs))).toISOString(),
      }));
      return { ...opening, trades: [...trades, ...opening.trades] };
    },
  };
}
