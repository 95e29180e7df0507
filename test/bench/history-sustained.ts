import { createBudgets, readAll, type Budget } from '../../src/acquisition/index.ts';
import { limitOf, listOf, meteredVenue } from '../support/metered-venue.ts';
import { median, type BenchResult } from './result.ts';

interface Reading {
  readonly venue: string;
  /** The limit that holds up a reader of trades. */
  readonly limit: string;
  /** The only section to read, where others wait for limits of their own. */
  readonly section?: string;
}

const readings: readonly Reading[] = [
  { venue: 'binance', limit: 'spot-weight-1m', section: 'spot' },
  { venue: 'bitvavo', limit: 'weight-1m' },
  { venue: 'bybit', limit: 'trading-1s' },
  { venue: 'coinbase', limit: 'private-1s' },
  { venue: 'gate', limit: 'private-10s' },
  { venue: 'kraken', limit: 'key-counter' },
  { venue: 'okx', limit: 'fills-2s' },
];

// Two minutes without containment, after which evidence may have nearly all; then ten that count.
const leadInMs = 130_000;
const measuredMs = 600_000;
// As many lists are read side by side as accounts and tracks of a case would.
const readers = 8;

interface Sustained {
  readonly share: number;
  readonly refused: number;
}

/**
 * How much of the documented sustained limit a history takes, over ten minutes of simulated time with
 * 100 ms round trip, at a venue that enforces its limits. The ratio is the worst venue's.
 */
export async function historySustained(): Promise<
  BenchResult & { readonly venues: Readonly<Record<string, number>>; readonly refused: number }
> {
  const results = new Map<string, Sustained>();
  for (const reading of readings) results.set(reading.venue, await sustainedAt(reading));
  const shares = [...results].map(([, { share }]) => share);
  return {
    name: 'history.sustained',
    ratio: Math.min(...shares),
    of: 'units spent in ten minutes of simulated time ÷ the documented limit, worst of all venues',
    n: results.size,
    medianMs: measuredMs,
    baseMedianMs: measuredMs * median(shares),
    venues: Object.fromEntries([...results].map(([id, { share }]) => [id, Math.round(share * 1000) / 1000])),
    refused: [...results].reduce((total, [, { refused }]) => total + refused, 0),
  };
}

async function sustainedAt({ venue: id, limit: limitId, section }: Reading): Promise<Sustained> {
  const venue = await meteredVenue(id);
  const { pair, clock, symbols } = venue;
  const { limit, windowMs } = limitOf(pair, limitId);
  const session = await venue.open('bound');
  let units = 0;
  const whole = createBudgets({ clock }).of({
    venue: pair.venue,
    exit: 'here',
    account: 'main',
    key: 'bound',
  });
  const budget: Budget = {
    ...whole,
    async spend(cost, how) {
      const sent = await whole.spend(cost, how);
      const at = clock.monotonicMs();
      if (at >= leadInMs && at < leadInMs + measuredMs)
        units += typeof cost === 'number' ? cost : (cost[limitId] ?? 0);
      return sent;
    },
  };
  const trades = listOf(pair, 'listTrades');
  const capability =
    section === undefined ? trades : { ...trades, run: { ...trades.run, sections: [section] } };
  const ending = new AbortController();
  const read = async (): Promise<void> => {
    while (clock.monotonicMs() < leadInMs + measuredMs) {
      await readAll({
        capability,
        session,
        query: { symbols },
        budget,
        clock,
        signal: ending.signal,
      });
    }
  };
  await clock.run(Promise.all(Array.from({ length: readers }, read)));
  await venue.close();
  return { share: units / ((limit * measuredMs) / windowMs), refused: session.refused.length };
}
