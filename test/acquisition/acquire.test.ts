import { expect, it } from 'vitest';
import { acquireListing, createBudget } from '../../src/acquisition/index.ts';
import type { Capability, ReadPages, RateLimit, Session } from '../../src/venues/contract.ts';
import { type Entry, ledgerReader, readingBy, session } from './ledger.ts';
import { steppedClock } from './stepped-clock.ts';

const source = { where: 'made up for this test', checked: '2026-11-21', verified: true };
const rest = () => {
  const clock = steppedClock();
  return {
    session,
    query: {},
    clock,
    budget: createBudget({ limits: [], clock }),
    signal: new AbortController().signal,
  };
};

it('answers with the page and the reason, not with an empty list, when only a person can read it', async () => {
  const capability: Capability<ReadPages<Entry>> = {
    by: 'hand',
    page: 'https://venue.example/log',
    instructions: ['Open the log.'],
    why: 'no endpoint',
    source,
  };
  expect(await acquireListing({ ...rest(), capability, what: 'logins' })).toEqual({
    by: 'hand',
    page: 'https://venue.example/log',
    instructions: ['Open the log.'],
    why: 'no endpoint',
  });
});

it('tells of every page as it comes, with the rows so far', async () => {
  const books = ['1', '2', '3'].map((id) => ({ id, symbol: 'AAAUSDT', atMs: 0 }));
  const told: string[] = [];
  const acquired = await acquireListing({
    ...rest(),
    capability: readingBy(ledgerReader(books, { style: 'cursor', pageSize: 2 })),
    what: 'trades',
    progress: (text) => told.push(text),
  });
  expect(told).toEqual(['trades: page 1, 2 rows', 'trades: page 2, 3 rows']);
  expect(acquired).toMatchObject({ by: 'api', summary: '3 trades: proven by 2 pages.' });
});

it('lets the usage that a reply tells slow the next page down', async () => {
  const clock = steppedClock();
  const limit: RateLimit = { id: 'w', limit: 100, windowMs: 60_000, header: { name: 'used', says: 'used' } };
  const busy: Session = {
    ...session,
    call: () =>
      Promise.resolve({
        status: 200,
        headers: { used: '95' },
        body: [],
        text: '[]',
        exchange: 'HX-1',
        sentAt: '',
        receivedAt: '',
      }),
  };
  let pages = 0;
  const capability = readingBy<Entry>({
    paging: { style: 'cursor', pageSize: 1 },
    idOf: ({ id }) => id,
    async page(open) {
      const reply = await open.call('list', {}, 'listing');
      pages += 1;
      return {
        rows: [],
        received: 0,
        exchange: reply.exchange,
        request: {},
        ...(pages < 2 ? { nextCursor: 'b' } : {}),
      };
    },
  });
  await acquireListing({
    ...rest(),
    clock,
    budget: createBudget({ limits: [limit], clock }),
    session: busy,
    capability,
    what: 'rows',
  });
  expect(clock.slept).toEqual([60_000]);
});
