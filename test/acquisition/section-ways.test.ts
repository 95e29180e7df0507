import { describe, expect, it } from 'vitest';
import { createBudget, readAll } from '../../src/acquisition/index.ts';
import { VenueFailure } from '../../src/domain/failure.ts';
import type { Page, PageRequest, Paging, ReadPages, Reply, SectionWay } from '../../src/venues/contract.ts';
import { readingBy, session } from './ledger.ts';
import { steppedClock } from './stepped-clock.ts';

interface Row {
  readonly id: string;
}

const dayMs = 86_400_000;
const byId: Paging = { style: 'ascending-id', pageSize: 10, bySymbol: true };
const byTime: Paging = {
  style: 'time-window',
  windowMs: 7 * dayMs,
  pageSize: 10,
  bySymbol: true,
  inside: 'cursor',
};

const reply: Reply = {
  status: 200,
  headers: {},
  body: [],
  text: '[]',
  exchange: 'x',
  sentAt: '',
  receivedAt: '',
};
const empty: Page<Row> = { rows: [], received: 0, exchange: 'x', request: {} };

/** A list of two sections, "spot" read as the list is, "contracts" in the way given. */
async function read(
  way: SectionWay,
  query: { readonly from?: string; readonly symbols?: readonly string[] } = {},
) {
  const clock = steppedClock('2026-11-21T00:00:00.000Z');
  const asked: PageRequest[] = [];
  const reader: ReadPages<Row> = {
    paging: byId,
    sections: ['spot', 'contracts'],
    wayIn: (section) => (section === 'contracts' ? way : {}),
    async page(open, request) {
      await open.call('list', {}, 'listing');
      asked.push(request);
      return empty;
    },
    idOf: ({ id }) => id,
  };
  const budget = createBudget({ limits: [{ id: 'weight', limit: 100, windowMs: 60_000 }], clock });
  const costs: unknown[] = [];
  const result = await readAll({
    capability: { ...readingBy(reader as never), cost: { weight: 1 } } as never,
    session: { ...session, call: () => Promise.resolve(reply) },
    query,
    budget: {
      ...budget,
      spend: (cost, options) => {
        costs.push(cost);
        return budget.spend(cost, options);
      },
    },
    clock,
    signal: new AbortController().signal,
    what: 'trades',
  });
  return { ...result, asked, costs };
}

const symbolsAsked = (asked: readonly PageRequest[], section: string) =>
  asked.filter((request) => request.section === section).map(({ symbol }) => symbol);

describe('a section with symbols of its own', () => {
  it('is read for those, and the others for the symbols that were asked', async () => {
    const wanted: unknown[] = [];
    const { asked, listing } = await read(
      {
        symbolsIn: (_session, given) => {
          wanted.push(given);
          return Promise.resolve({ symbols: ['BTCUSD_PERP', 'ETHUSD_PERP', 'BTCUSD_PERP'] });
        },
      },
      { symbols: ['BTCUSDT'], from: '2026-11-20T00:00:00.000Z' },
    );
    expect(symbolsAsked(asked, 'spot')).toEqual(['BTCUSDT']);
    expect(symbolsAsked(asked, 'contracts')).toEqual(['BTCUSD_PERP', 'ETHUSD_PERP']);
    expect(wanted).toEqual([
      { asked: ['BTCUSDT'], from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' },
    ]);
    expect(listing.coverage.symbols).toEqual(['BTCUSDT', 'BTCUSD_PERP', 'ETHUSD_PERP']);
    expect(listing.coverage.holes).toEqual([]);
  });

  it('is proven empty where the venue vouches for none, though nobody named a symbol there', async () => {
    const { listing } = await read({ symbolsIn: () => Promise.resolve({ symbols: [] }) }, { symbols: ['A'] });
    expect(listing.coverage.holes).toEqual([]);
    expect(listing.stop).toBe('empty-page');
  });

  it('does not excuse the sections for which nobody named one', async () => {
    const { listing } = await read({ symbolsIn: () => Promise.resolve({ symbols: ['B'] }) });
    expect(listing.coverage.holes).toEqual([
      {
        what: 'trades in spot',
        why: 'the venue lists them by symbol, and no symbol was named',
        section: 'spot',
      },
    ]);
  });

  it('keeps a hole where there may be more of them', async () => {
    const { listing } = await read(
      { symbolsIn: () => Promise.resolve({ symbols: ['B'], unproven: 'too many lines' }) },
      { symbols: ['A'] },
    );
    expect(listing.coverage.holes.map(({ what, why }) => [what, why])).toEqual([
      ['trades in contracts', 'too many lines'],
    ]);
    expect(listing.coverage.symbols).toEqual(['A', 'B']);
  });

  it('is a failure with a hole when the venue does not tell them, and the rest is still read', async () => {
    const { listing, failure, asked } = await read(
      {
        symbolsIn: () =>
          Promise.reject(new VenueFailure({ code: 'SCOPE_MISSING', venue: 'v', doing: 'listing contracts' })),
      },
      { symbols: ['A'] },
    );
    expect(symbolsAsked(asked, 'spot')).toEqual(['A']);
    expect([listing.stop, failure?.code]).toEqual(['failed', 'SCOPE_MISSING']);
    expect(listing.coverage.holes.map(({ what }) => what)).toEqual(['trades in contracts']);
  });

  it('does not swallow a defect of ours', async () => {
    await expect(
      read({ symbolsIn: () => Promise.reject(new TypeError('ours')) }, { symbols: ['A'] }),
    ).rejects.toThrow('ours');
  });
});

describe('a section with a way of its own', () => {
  const way: SectionWay = { paging: byTime, reachMs: 14 * dayMs, cost: { weight: 7 } };

  it('is read by its own paging, from its own reach on where nobody said from when', async () => {
    const { asked } = await read(way, { symbols: ['A'] });
    expect(asked.filter(({ section }) => section === 'spot')).toEqual([
      { section: 'spot', symbol: 'A', fromId: '0' },
    ]);
    expect(asked.filter(({ section }) => section === 'contracts').map(({ from }) => from)).toEqual([
      '2026-11-14T00:00:00.000Z',
      '2026-11-07T00:00:00.000Z',
    ]);
  });

  it('has its own hole for what the venue no longer tells there, named as its own', async () => {
    const { listing } = await read(way, { symbols: ['A'], from: '2026-10-01T00:00:00.000Z' });
    expect(listing.coverage.holes).toEqual([
      {
        what: 'trades in contracts',
        section: 'contracts',
        why: 'the venue tells nothing older than 14 days',
        from: '2026-10-01T00:00:00.000Z',
        to: '2026-11-07T00:00:00.000Z',
        beyondReach: true,
      },
    ]);
  });

  it('costs what it costs there', async () => {
    const { costs } = await read(way, { symbols: ['A'] });
    expect(costs).toEqual([{ weight: 1 }, { weight: 7 }, { weight: 7 }]);
  });
});
