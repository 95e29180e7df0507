import type { Account } from '../../src/domain/account.ts';
import { stepKinds } from '../../src/steps/index.ts';
import { begin } from '../contract/world.ts';
import { eventClock } from '../support/event-clock.ts';
import { meteredVenue } from '../support/metered-venue.ts';
import type { BenchResult } from './result.ts';
import { chainAt } from './support/chain.ts';
import { memoryWorld } from './support/memory-world.ts';

const six = ['binance', 'bitvavo', 'bybit', 'coinbase', 'kraken', 'okx'] as const;
const roundTripMs = 100;

interface Snapshot {
  /** Requests of the longest chain of those that need each other's replies. */
  readonly chain: number;
  readonly ms: number;
}

/**
 * The first snapshot of six accounts at six venues at once, by the step itself, from the start of the process
 * and so with a fifth of every limit kept for containment, over the longest chain of requests of which
 * each needs the reply of the one before it.
 *
 * @throws when a list was not read, or a venue refused a request for their number.
 */
export async function snapshotSixVenues(): Promise<
  BenchResult & { readonly venues: Readonly<Record<string, Snapshot>> }
> {
  const clock = eventClock(begin);
  const open = await Promise.all(six.map((id) => meteredVenue(id, { clock, roundTripMs })));
  const snapshots = await clock.run(Promise.all(open.map((at) => snapshotAt(at, clock))));
  await Promise.all(open.map((at) => at.close()));
  const ms = Math.max(...snapshots.map((each) => each.ms));
  const chainMs = Math.max(...snapshots.map(({ chain }) => chain * roundTripMs));
  return {
    name: 'snapshot.six-venues',
    ratio: ms / chainMs,
    of: 'the first snapshot of six accounts at six venues ÷ the longest chain of dependent requests among them, simulated time',
    n: six.length,
    medianMs: ms,
    baseMedianMs: chainMs,
    venues: Object.fromEntries(six.map((id, at) => [id, snapshots[at] ?? { chain: 0, ms: Number.NaN }])),
  };
}

type At = Awaited<ReturnType<typeof meteredVenue>>;

async function snapshotAt(at: At, clock: ReturnType<typeof eventClock>): Promise<Snapshot> {
  const step = stepKinds.find(({ id }) => id === 'take-snapshot');
  if (step === undefined) throw new Error('no step take-snapshot');
  const chain = chainAt(at.pair.venue);
  const world = memoryWorld({ account: accountAt(at.pair.id), clock, at, venue: chain.venue });
  const began = clock.monotonicMs();
  const { outcome, summary } = await step.perform({ budget: 'PT10M' }, world);
  if (outcome.is !== 'verified') throw new Error(`${at.pair.id}: ${summary}`);
  const refused = at.simulator.books.requests().filter(({ status }) => status === 429 || status === 418);
  if (refused.length > 0) throw new Error(`${at.pair.id} refused ${refused.length} requests`);
  return { chain: chain.longest(), ms: clock.monotonicMs() - began };
}

const accountAt = (venue: string): Account => ({
  id: venue,
  venue,
  label: `account at ${venue}`,
  task: 'trading-bot',
  expectedIpAllowlist: [],
  expectedScopes: [],
  pattern: { clientOrderIdPrefixes: [], usualSymbols: [] },
  dependents: [],
});
