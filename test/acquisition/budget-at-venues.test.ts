import { afterEach, describe, expect, it } from 'vitest';
import { createBudgets, readAll } from '../../src/acquisition/index.ts';
import type { CapabilityName } from '../../src/venues/index.ts';
import { listOf, meteredVenue, type MeteredVenue, type WatchedSession } from '../support/metered-venue.ts';

const running: MeteredVenue[] = [];
afterEach(async () => {
  for (const venue of running.splice(0)) await venue.close();
});

async function start(id: string): Promise<MeteredVenue> {
  const venue = await meteredVenue(id);
  running.push(venue);
  return venue;
}

const lists: readonly CapabilityName[] = ['listTrades', 'listOrders', 'listDeposits', 'listOpenOrders'];

/** Reads these lists again and again until the time is over. */
async function keepReading(
  { pair, clock, symbols }: MeteredVenue,
  session: WatchedSession,
  budget: ReturnType<ReturnType<typeof createBudgets>['of']>,
  forMs: number,
): Promise<void> {
  const untilMs = clock.monotonicMs() + forMs;
  const read = async (name: CapabilityName): Promise<void> => {
    while (clock.monotonicMs() < untilMs) {
      const beganMs = clock.monotonicMs();
      await readAll({
        capability: listOf(pair, name),
        session,
        query: { symbols },
        budget,
        clock,
        signal: new AbortController().signal,
        deadlineMs: untilMs,
      });
      // What comes too late is refused without waiting.
      if (clock.monotonicMs() === beganMs) await clock.sleep(1_000);
    }
  };
  await Promise.all(lists.map(read));
}

const venues = ['binance', 'bitvavo', 'bybit', 'coinbase', 'gate', 'kraken', 'okx'];

describe('reading as fast as the venue lets us', () => {
  it.each(venues)(
    'never asks %s too often',
    async (id) => {
      const venue = await start(id);
      const { pair, clock } = venue;
      const session = await venue.open('bound');
      const budget = createBudgets({ clock }).of({
        venue: pair.venue,
        exit: 'here',
        account: 'main',
        key: 'bound',
      });
      // Past two minutes, when containment has been quiet and its share is small.
      await clock.run(keepReading(venue, session, budget, 150_000));
      expect(session.refused).toEqual([]);
      expect(session.answeredMs.length).toBeGreaterThan(20);
    },
    120_000,
  );

  it.each(['binance', 'bitvavo'])(
    'is never the one that %s refuses while another program spends half of the budget',
    async (id) => {
      const venue = await start(id);
      const { pair, clock, symbols } = venue;
      const session = await venue.open('bound');
      const other = await venue.open('bound');
      const capability = listOf(pair, 'listTrades');
      const [limit] = pair.venue.limits ?? [];
      const weight = limit === undefined ? 1 : (capability.cost?.[limit.id] ?? 1);
      const everyMs = ((limit?.windowMs ?? 0) * weight) / ((limit?.limit ?? 1) / 2);
      const untilMs = 180_000;
      const theirs = async (): Promise<void> => {
        for (; clock.monotonicMs() < untilMs; await clock.sleep(everyMs)) {
          await capability.run.page(other, { symbol: symbols[0] ?? '' }).catch(() => undefined);
        }
      };
      const budget = createBudgets({ clock }).of({
        venue: pair.venue,
        exit: 'here',
        account: 'main',
        key: 'bound',
      });
      await clock.run(Promise.all([keepReading(venue, session, budget, untilMs), theirs()]));
      expect(session.refused).toEqual([]);
      // Not by standing back: what the other leaves is used.
      const ours = session.answeredMs.length;
      expect(ours).toBeGreaterThan(other.answeredMs.length / 4);
    },
    120_000,
  );
});

it('asks Binance too often where nobody counts: what the tests above say could be false', async () => {
  const venue = await start('binance');
  const { clock } = venue;
  const session = await venue.open('bound');
  const uncounted = createBudgets({ clock }).of({
    venue: { id: 'binance', limits: [{ id: 'none', limit: 1e9, windowMs: 1 }] },
    exit: 'here',
  });
  await clock.run(keepReading(venue, session, uncounted, 20_000));
  expect(session.refused.length).toBeGreaterThan(0);
}, 120_000);
