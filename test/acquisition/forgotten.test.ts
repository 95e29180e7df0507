import { describe, expect, it } from 'vitest';
import { createBudget, readAll } from '../../src/acquisition/index.ts';
import { closableHoles, type Hole } from '../../src/domain/coverage.ts';
import type { ReadPages } from '../../src/venues/contract.ts';
import { type Entry, ledgerReader, readingBy, session } from './ledger.ts';
import { steppedClock } from './stepped-clock.ts';

const hour = 3_600_000;
const forgets = { what: 'orders cancelled without a fill', afterMs: 2 * hour };

async function holesOf(change: Partial<ReadPages<Entry>>, from?: string): Promise<readonly Hole[]> {
  const clock = steppedClock('2026-11-21T12:00:00.000Z');
  const reader = ledgerReader([], { style: 'cursor', pageSize: 10 });
  const page: typeof reader.page = (...asked) => {
    clock.advance(60_000);
    return reader.page(...asked);
  };
  const { listing } = await readAll({
    capability: readingBy({ ...reader, page, ...change }),
    session,
    query: from === undefined ? {} : { from },
    budget: createBudget({ limits: [], clock }),
    clock,
    signal: new AbortController().signal,
    what: 'orders',
  });
  return listing.coverage.holes;
}

describe('what a venue drops sooner than the rest of a list', () => {
  it('is a hole up to what had gone when the reading ended, and no other key closes it', async () => {
    const holes = await holesOf({ forgets }, '2026-11-21T00:00:00.000Z');
    expect(holes).toEqual([
      {
        what: 'orders cancelled without a fill',
        why: 'the venue tells them for 2 hours only',
        from: '2026-11-21T00:00:00.000Z',
        // The one page took a minute.
        to: '2026-11-21T10:01:00.000Z',
        beyondReach: true,
      },
    ]);
    expect(closableHoles(holes)).toEqual([]);
  });

  it('is none where all that was asked for is younger', async () => {
    expect(await holesOf({ forgets }, '2026-11-21T11:00:00.000Z')).toEqual([]);
  });

  it('reaches back to the first row where nobody said from when', async () => {
    expect((await holesOf({ forgets })).map(({ from }) => from)).toEqual(['1970-01-01T00:00:00.000Z']);
  });

  it('is told once for sections that share it, and by name for one that has its own', async () => {
    const from = '2026-11-21T00:00:00.000Z';
    const shared = await holesOf({ forgets, sections: ['spot', 'margin'] }, from);
    expect(shared.map(({ what }) => what)).toEqual(['orders cancelled without a fill']);
    const wayIn = (section: string) => (section === 'futures' ? { forgets } : {});
    const own = await holesOf({ sections: ['spot', 'futures'], wayIn }, from);
    expect(own.map(({ what }) => what)).toEqual(['orders cancelled without a fill in futures']);
  });
});
