import { againstPlain, type AgainstPlain } from './support/against-plain.ts';
import { readSweep } from './support/read-sweep.ts';

// Their histories are 24 lists, and OKX takes 20 requests for them in two seconds: they would be all that
// is measured. ccxt knows some of the types only, so the plain loop leaves them out as well.
const withoutAlgos = ['SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION', 'EVENTS'];

/** Balances, open orders of every type and five histories of ninety days, of every type of instrument. */
export function historyOkxSweep(scale = 1): Promise<AgainstPlain> {
  return againstPlain('history.okx-sweep', {
    of: 'a plain loop over seven lists (of orders that waited for a price no history) with ccxt’s limiter ÷ our time for the same rows, simulated time',
    scale,
    ours: readSweep({ listOrders: withoutAlgos }),
  });
}
