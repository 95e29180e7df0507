import { describe, expect, it } from 'vitest';
import { createBudget, readAll } from '../../src/acquisition/index.ts';
import { VenueFailure } from '../../src/domain/failure.ts';
import type { Page, PageRequest, Paging, ReadPages } from '../../src/venues/contract.ts';
import { readingBy, refuse, session } from './ledger.ts';
import { steppedClock } from './stepped-clock.ts';

interface Row {
  readonly id: string;
}

const pageOf = (ids: readonly string[], more: Partial<Page<Row>> = {}): Page<Row> => ({
  rows: ids.map((id) => ({ id })),
  received: ids.length,
  exchange: 'x',
  request: {},
  ...more,
});

async function read(
  reader: Omit<ReadPages<Row>, 'idOf' | 'paging'> & { readonly paging?: Paging },
  query: { readonly from?: string; readonly symbols?: readonly string[] } = {},
) {
  const clock = steppedClock('2026-11-21T00:00:00.000Z');
  const whole: ReadPages<Row> = { paging: { style: 'single' }, ...reader, idOf: ({ id }) => id };
  return readAll({
    capability: readingBy(whole as never) as never,
    session,
    query,
    budget: createBudget({ limits: [], clock }),
    clock,
    signal: new AbortController().signal,
    what: 'rows',
  });
}

describe('a list whose sections the venue must be asked for', () => {
  const dead = { sections: async () => ['spot'], page: async () => refuse('KEY_UNKNOWN') };

  it('is lost as a whole while nothing of it was read: the refusal may have shaped which there are', async () => {
    const { listing, failure } = await read(dead);
    expect(listing.coverage.holes).toEqual([{ what: 'rows', why: 'KEY_UNKNOWN while listing entries' }]);
    expect([listing.stop, failure?.code]).toEqual(['failed', 'KEY_UNKNOWN']);
  });

  it('is lost by the section where they are written down, or where some page was read', async () => {
    const written = await read({ ...dead, sections: ['spot'] });
    expect(written.listing.coverage.holes).toMatchObject([{ section: 'spot' }]);
    let pages = 0;
    const begun = await read({
      sections: async () => ['spot', 'linear'],
      page: async () => ((pages += 1) === 1 ? pageOf(['1']) : refuse('KEY_UNKNOWN')),
    });
    expect(begun.listing.coverage.holes).toMatchObject([{ section: 'linear' }]);
  });
});

describe('a list that the venue keeps in sections', () => {
  it('is read in each, and the same id in two sections is two rows', async () => {
    const asked: (string | undefined)[] = [];
    const { listing } = await read({
      sections: ['spot', 'linear'],
      page: async (_session, { section }) => {
        asked.push(section);
        return pageOf(['1', '2']);
      },
    });
    expect(asked).toEqual(['spot', 'linear']);
    expect(listing.rows).toHaveLength(4);
    expect(listing.coverage.holes).toEqual([]);
  });

  it('has a hole that names the section which failed, and the rows of the others', async () => {
    const { listing, failure } = await read({
      sections: ['spot', 'linear'],
      page: async (_session, { section }) => {
        if (section === 'linear') {
          throw new VenueFailure({ code: 'SCOPE_MISSING', venue: 'v', doing: 'listing rows' });
        }
        return pageOf(['1']);
      },
    });
    expect(listing.rows).toHaveLength(1);
    expect(listing.coverage.holes.map(({ what }) => what)).toEqual(['rows in linear']);
    expect([listing.stop, failure?.code]).toEqual(['failed', 'SCOPE_MISSING']);
  });

  it('is a failure as a whole, never empty, when the venue does not tell its sections', async () => {
    const { listing, failure } = await read({
      sections: () =>
        Promise.reject(new VenueFailure({ code: 'VENUE_DOWN', venue: 'v', doing: 'listing accounts' })),
      page: () => Promise.reject(new Error('not asked')),
    });
    expect([listing.stop, listing.coverage.holes.length, failure?.code]).toEqual(['failed', 1, 'VENUE_DOWN']);
  });

  it('is empty without a hole when the venue says that there are none', async () => {
    const { listing } = await read(
      { sections: () => Promise.resolve([]), page: () => Promise.reject(new Error('not asked')) },
      { from: '2026-11-01T00:00:00.000Z' },
    );
    expect([listing.stop, listing.rows, listing.coverage.holes]).toEqual(['single-page', [], []]);
  });
});

it('follows the venue’s cursor inside each window of time', async () => {
  const asked: PageRequest[] = [];
  const { listing } = await read(
    {
      paging: {
        style: 'time-window',
        windowMs: 7 * 86_400_000,
        pageSize: 2,
        bySymbol: false,
        inside: 'cursor',
      },
      page: async (_session, request) => {
        asked.push(request);
        const window = request.from ?? '';
        return request.cursor === undefined
          ? pageOf([`${window}/1`, `${window}/2`], { nextCursor: 'more' })
          : pageOf([`${window}/3`]);
      },
    },
    { from: '2026-11-07T00:00:00.000Z' },
  );
  expect(asked.map(({ cursor }) => cursor)).toEqual([undefined, 'more', undefined, 'more']);
  expect(new Set(asked.map(({ from }) => from)).size).toBe(2);
  expect(listing.rows).toHaveLength(6);
});

describe('what the venue no longer tells', () => {
  const reader = { reachMs: 90 * 86_400_000, page: async () => pageOf([]) };

  it('is a hole with its bounds, and the rest is read', async () => {
    const { listing } = await read(reader, { from: '2026-01-01T00:00:00.000Z' });
    expect(listing.coverage).toMatchObject({
      from: '2026-08-23T00:00:00.000Z',
      holes: [
        {
          from: '2026-01-01T00:00:00.000Z',
          to: '2026-08-23T00:00:00.000Z',
          why: expect.stringContaining('90 days'),
        },
      ],
    });
  });

  it('is none when all that was asked lies within', async () => {
    const { listing } = await read(reader, { from: '2026-08-23T00:00:00.000Z' });
    expect(listing.coverage.holes).toEqual([]);
  });
});
