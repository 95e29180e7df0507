import { afterEach, describe, expect, it } from 'vitest';
import { createBudgets, readAll } from '../../src/acquisition/index.ts';
import { priceOf } from '../../src/venues/index.ts';
import { limitOf, listOf, meteredVenue, type MeteredVenue } from '../support/metered-venue.ts';

const running: MeteredVenue[] = [];
afterEach(async () => {
  for (const venue of running.splice(0)) await venue.close();
});

interface Beside {
  readonly venue: string;
  /** The limit that both spend from. */
  readonly limit: string;
  readonly section?: string;
  /** What the other program asks for. */
  readonly endpoint: { readonly name: string; readonly params: (symbol: string) => Record<string, string> };
  /** Where the venue lets more through than our limit, which is on the safe side. */
  readonly everyMs?: number;
  /** Ten minutes, or two hundred of its windows where a request is costly to sign. */
  readonly untilMs?: number;
  /**
   * Refusals in that time. None where one more leads to a ban, and the venue tells what is used. Within a
   * second nobody tells it in time; and where nothing tells, refusals are all that does.
   */
  readonly refusals: { readonly least: number; readonly most: number };
}

const none = { least: 0, most: 0 };
const few = { least: 0, most: 5 };
const some = { least: 1, most: 20 };

const venues: readonly Beside[] = [
  {
    venue: 'binance',
    limit: 'spot-weight-1m',
    section: 'spot',
    endpoint: { name: 'privateGetMyTrades', params: (symbol) => ({ symbol }) },
    refusals: none,
  },
  {
    venue: 'bitvavo',
    limit: 'weight-1m',
    endpoint: { name: 'privateGetTrades', params: (market) => ({ market }) },
    refusals: none,
  },
  {
    venue: 'bybit',
    limit: 'trading-1s',
    endpoint: { name: 'privateGetV5ExecutionList', params: () => ({ category: 'spot' }) },
    refusals: few,
  },
  {
    venue: 'coinbase',
    limit: 'private-1s',
    endpoint: { name: 'v3PrivateGetBrokerageOrdersHistoricalFills', params: () => ({}) },
    untilMs: 200_000,
    refusals: { least: 0, most: 2 },
  },
  {
    venue: 'gate',
    limit: 'private-10s',
    section: 'spot',
    endpoint: { name: 'privateSpotGetMyTrades', params: () => ({}) },
    refusals: few,
  },
  {
    venue: 'kraken',
    limit: 'key-counter',
    endpoint: { name: 'privatePostTradesHistory', params: () => ({}) },
    // Two of the half a second that the simulated tier lets through, 0.33 being what we keep to.
    everyMs: 6_000,
    refusals: some,
  },
  {
    venue: 'okx',
    limit: 'fills-2s',
    endpoint: { name: 'privateGetTradeFillsHistory', params: () => ({ instType: 'SPOT' }) },
    refusals: some,
  },
];

const tenMinutesMs = 600_000;

/** Half of what the venue lets through, evenly, and on through every refusal, as naive bots do. */
async function spendHalf({ pair, clock, symbols, open }: MeteredVenue, beside: Beside): Promise<number> {
  const { endpoint, limit: id, everyMs, untilMs = tenMinutesMs } = beside;
  const { limit, windowMs } = limitOf(pair, id);
  const [symbol = ''] = symbols;
  const other = await open('bound');
  const params = endpoint.params(symbol);
  const price = priceOf(pair.venue, endpoint.name, params)?.[id] ?? Number.NaN;
  for (let asked = 1; clock.monotonicMs() < untilMs; asked++) {
    await other.call(endpoint.name, params, 'spending half').catch(() => undefined);
    const dueMs = asked * (everyMs ?? (price / (limit / 2)) * windowMs);
    await clock.sleep(Math.max(1, dueMs - clock.monotonicMs()));
  }
  return other.answeredMs.length;
}

describe.each(venues)('while another program spends half of the budget of $venue', (beside) => {
  it('we are not banned, rarely refused, and still read', async () => {
    const venue = await meteredVenue(beside.venue);
    running.push(venue);
    const { pair, clock, symbols } = venue;
    const { untilMs = tenMinutesMs } = beside;
    const session = await venue.open('bound');
    const budget = createBudgets({ clock }).of({
      venue: pair.venue,
      exit: 'here',
      account: 'main',
      key: 'bound',
    });
    const trades = listOf(pair, 'listTrades');
    const sections = beside.section === undefined ? {} : { sections: [beside.section] };
    const capability = { ...trades, run: { ...trades.run, ...sections } };
    const read = async (): Promise<void> => {
      while (clock.monotonicMs() < untilMs) {
        const beganMs = clock.monotonicMs();
        await readAll({
          capability,
          session,
          query: { symbols },
          budget,
          clock,
          signal: new AbortController().signal,
          deadlineMs: untilMs,
        });
        if (clock.monotonicMs() === beganMs) await clock.sleep(1_000);
      }
    };
    const [theirs] = await clock.run(Promise.all([spendHalf(venue, beside), read(), read()]));
    expect(session.refused.filter((what) => /BANNED|BLOCKED/.test(what))).toEqual([]);
    expect(session.refused.length).toBeGreaterThanOrEqual(beside.refusals.least);
    expect(session.refused.length).toBeLessThanOrEqual(beside.refusals.most);
    // What the other leaves is used.
    expect(session.answeredMs.length).toBeGreaterThan(theirs / 4);
  }, 120_000);
});
