import { describe, expect, it } from 'vitest';
import { planReadings } from '../../src/acquisition/index.ts';
import { withinMs } from '../../src/acquisition/within.ts';
import { capabilityNames } from '../../src/venues/index.ts';
import { venues } from '../../src/venues/registry.ts';

const [now, from] = ['2026-11-20T00:00:00.000Z', '2026-08-22T00:00:00.000Z'];
const histories = [
  'listTrades',
  'listOrders',
  'listWithdrawals',
  'listDeposits',
  'listTransfers',
  'listLedger',
] as const;

const all = {
  read: 'granted',
  'spot-trade': 'denied',
  margin: 'denied',
  futures: 'denied',
  options: 'denied',
  transfer: 'denied',
  withdraw: 'denied',
  'manage-keys': 'denied',
  'manage-addresses': 'denied',
} as const;

const weekMs = 7 * 86_400_000;
const isHistory = (list: string): boolean => (histories as readonly string[]).includes(list);

const planAt = (id: string, options: Partial<Parameters<typeof planReadings>[0]> = {}) => {
  const venue = venues.find((each) => each.id === id);
  if (venue === undefined) throw new Error(`no ${id}`);
  const keys = [{ holder: 'responder' as const, scopes: all }];
  return planReadings({ venue, lists: histories, now, from, symbols: ['A', 'B', 'C'], keys, ...options });
};

describe('the plan of what is read', () => {
  it.each(venues)('of $id puts first what the venue forgets first', ({ id, deadlines }) => {
    const { reads } = planAt(id);
    const urgent = deadlines
      .filter(({ read, within }) => isHistory(read) && withinMs(within) <= weekMs)
      .toSorted((a, b) => withinMs(a.within) - withinMs(b.within))
      .map(({ read }) => read);
    const byApi = [...new Set(urgent)].filter((list) => reads.some((read) => read.list === list));
    expect(reads.slice(0, byApi.length).map(({ list }) => list)).toEqual(byApi);
  });

  it.each(venues)('of $id leaves nothing out without a word', ({ id }) => {
    const { reads, leftOut } = planAt(id, {
      lists: capabilityNames.filter((name) => name.startsWith('list')),
    });
    const named = [...reads, ...leftOut].map(({ list }) => list);
    expect(named.toSorted()).toEqual(capabilityNames.filter((name) => name.startsWith('list')).toSorted());
    for (const { why } of leftOut) expect(why).toMatch(/^(a person reads it|nobody can read it)/);
    for (const { secondsAtLeast, requestsAtLeast } of reads) {
      expect(Number.isInteger(secondsAtLeast)).toBe(true);
      expect(requestsAtLeast).toBeGreaterThan(0);
    }
  });

  it('keeps the given order where nothing is forgotten soon', () => {
    const order = planAt('coinbase').reads.map(({ list }) => list);
    expect(order).toEqual(histories);
    expect(planAt('okx').reads[0]?.list).toBe('listOrders');
    expect(
      planAt('okx')
        .reads.slice(1)
        .map(({ list }) => list),
    ).toEqual(histories.filter((list) => list !== 'listOrders'));
  });

  it('counts a request for each window, symbol and section, and what it weighs', () => {
    const read = planAt('bybit').reads.find(({ list }) => list === 'listTrades');
    const asked = Object.values(read?.units ?? {});
    expect(read?.requestsAtLeast).toBeGreaterThan(10);
    expect(asked.every((units) => units >= (read?.requestsAtLeast ?? 0))).toBe(true);
    const fewer = planAt('bybit', { from: '2026-11-19T00:00:00.000Z' }).reads;
    expect(fewer.find(({ list }) => list === 'listTrades')?.requestsAtLeast).toBeLessThan(
      read?.requestsAtLeast ?? 0,
    );
  });

  it('says beforehand what the keys at hand may not, and what the venue tells no more', () => {
    const { reads } = planAt('bybit');
    const transfers = reads.find(({ list }) => list === 'listTransfers');
    expect(transfers?.doubts.join()).toContain('a part of it wants transfer, which no key at hand has');
    const trades = planAt('okx').reads.find(({ list }) => list === 'listTrades');
    expect(trades?.doubts.join()).toMatch(/nothing older than \d+ days/);
  });

  it('doubts everything without a key, and what is listed by symbol without one', () => {
    const { reads } = planAt('bitvavo', { keys: [], symbols: [] });
    for (const { doubts } of reads) expect(doubts).toContain('no key at hand lives');
    const trades = reads.find(({ list }) => list === 'listTrades');
    expect(trades?.doubts).toContain('no symbol is named');
  });
});

describe('the words of a deadline', () => {
  it.each([
    ['2 hours', 7_200_000],
    ['24 hours', 86_400_000],
    ['10 minutes', 600_000],
    ['the next call', 0],
    ['the next call with it', 0],
  ])('%s', (words, ms) => {
    expect(withinMs(words)).toBe(ms);
  });

  it('that name no time come last, and still before nothing at all', () => {
    expect(withinMs('the life of the key')).toBeGreaterThan(withinMs('2 years'));
    expect(withinMs('the life of the key')).toBeLessThan(Infinity);
  });

  it.each(venues.flatMap(({ id, deadlines }) => deadlines.map(({ within }) => [id, within] as const)))(
    'are understood: %s "%s"',
    (_, within) => {
      const isTimed = /\d/.test(within) && !within.startsWith('as long as');
      expect(withinMs(within) < Number.MAX_SAFE_INTEGER).toBe(isTimed || within.startsWith('the next call'));
    },
  );
});
