import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { createBudget, readAll } from '../../src/acquisition/index.ts';
import type { Query, ReadResult } from '../../src/acquisition/pager.ts';
import type { Paging, RateLimit, Reply, Session } from '../../src/venues/contract.ts';
import { type Entry, ledgerReader, type Manners, readingBy, refuse, session } from './ledger.ts';
import { isProven } from './proven.ts';
import { steppedClock } from './stepped-clock.ts';

const day = 86_400_000;
const start = DateTime.fromISO('2026-10-01T00:00:00Z', { zone: 'utc' }).toMillis();
const iso = (atMs: number): string => DateTime.fromMillis(atMs, { zone: 'utc' }).toISO() ?? '';

async function read(
  books: readonly Entry[],
  paging: Paging,
  query: Query,
  manners: Partial<Manners> = {},
): Promise<ReadResult<Entry> & { requests: number }> {
  const clock = steppedClock();
  const reader = ledgerReader(books, paging, manners);
  const result = await readAll({
    capability: readingBy(reader),
    session,
    query,
    budget: createBudget({ limits: [], clock }),
    clock,
    signal: new AbortController().signal,
    what: 'entries',
  });
  return { ...result, requests: reader.requests.length };
}

// Few distinct moments and coarse ones, so that ties at the edges of pages and windows are common.
const symbols = ['AAAUSDT', 'BBBUSDT', 'CCCUSDT'];
const booksOf = (width: number): fc.Arbitrary<readonly Entry[]> =>
  fc
    .array(
      fc.tuple(fc.constantFrom(...symbols), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 3 })),
      {
        maxLength: 40,
      },
    )
    .map((drawn) => {
      // The same ids in every symbol: as at venues that count trades by market.
      const next = new Map<string, number>();
      return drawn
        .toSorted((a, b) => a[1] - b[1])
        .map(([symbol, step, gap]) => {
          const id = (next.get(symbol) ?? 0) + gap;
          next.set(symbol, id);
          return { id: String(id), symbol, atMs: start + step * width };
        });
    });
const nameOf = ({ symbol, id }: Entry): string => `${symbol}/${id}`;
const names = (entries: readonly Entry[]): string[] => entries.map(nameOf).sort();
/** The ids of a list that is not by symbol are unique as they are. */
const renumber = (books: readonly Entry[]): readonly Entry[] =>
  books.map((entry, at) => ({ ...entry, id: String(at + 1) }));

const pageSize = fc.integer({ min: 1, max: 7 });
const manners = fc.record({
  cap: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 1, max: 7 })),
  keeps: fc.constantFrom('oldest' as const, 'newest' as const),
  order: fc.constantFrom('ascending' as const, 'descending' as const),
});

describe('readAll returns each row exactly once', () => {
  const hour = 3_600_000;

  it('from windows of time, whatever the window, the page size, the ties, the order and a hidden cap', async () => {
    await fc.assert(
      fc.asyncProperty(
        booksOf(hour),
        pageSize,
        fc.integer({ min: 1, max: 15 }),
        manners,
        fc.boolean(),
        async (drawn, size, hours, venue, bySymbol) => {
          const books = bySymbol ? drawn : renumber(drawn);
          const paging: Paging = { style: 'time-window', windowMs: hours * hour, pageSize: size, bySymbol };
          const query = { symbols, from: iso(start), to: iso(start + 12 * hour) };
          const { listing } = await read(books, paging, query, venue);
          expect(names(listing.rows)).toEqual(names(books));
          expect(listing.stop).toBe('window-end');
          expect(listing.coverage).toMatchObject({ from: query.from, to: query.to, holes: [] });
        },
      ),
    );
  });

  it('from ascending ids, with and without entering by time, wherever a full window is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        booksOf(hour),
        pageSize,
        fc.option(fc.integer({ min: 1, max: 15 }), { nil: undefined }),
        fc.integer({ min: 0, max: 12 }),
        manners,
        async (books, size, seekHours, lateBy, venue) => {
          const paging: Paging = {
            style: 'ascending-id',
            pageSize: size,
            bySymbol: true,
            ...(seekHours === undefined ? {} : { seekWindowMs: seekHours * hour }),
          };
          const from = start + lateBy * hour;
          const query = { symbols, from: iso(from), to: iso(start + 12 * hour) };
          const { listing } = await read(books, paging, query, venue);
          const read_ = names(listing.rows);
          expect(new Set(read_).size).toBe(read_.length);
          expect(read_).toEqual(expect.arrayContaining(names(books.filter(({ atMs }) => atMs >= from))));
          expect(listing.coverage.holes).toEqual([]);
          expect(isProven(listing.coverage, { from: query.from, to: query.to })).toBe(true);
        },
      ),
    );
  });

  it('from cursors', async () => {
    await fc.assert(
      fc.asyncProperty(booksOf(hour), pageSize, async (drawn, size) => {
        const books = renumber(drawn);
        const { listing } = await read(books, { style: 'cursor', pageSize: size }, {});
        expect(names(listing.rows)).toEqual(names(books));
        expect(listing.stop).toBe('last-cursor');
      }),
    );
  });

  it('while rows arrive at the head of a list that is read by offset', async () => {
    const books: Entry[] = Array.from({ length: 9 }, (_, at) => entry(at + 1, at));
    const early = [...books];
    const { listing } = await read(
      books,
      { style: 'time-window', windowMs: day, pageSize: 1, bySymbol: false },
      { from: iso(start), to: iso(start + day) },
      {
        order: 'descending',
        fault: (_request, call) => {
          if (call === 2 || call === 3) books.push(entry(100 + call, 100 + call));
        },
      },
    );
    expect(names(listing.rows)).toEqual(expect.arrayContaining(names(early)));
    expect(listing.coverage.holes).toEqual([]);
  });
});

const entry = (id: number, minute: number, symbol = 'AAAUSDT'): Entry => ({
  id: String(id),
  symbol,
  atMs: start + minute * 60_000,
});

describe('readAll enters a long history at the asked time', () => {
  const hour = 3_600_000;
  const paging: Paging = { style: 'ascending-id', pageSize: 100, bySymbol: true, seekWindowMs: day };
  const longHistory: Entry[] = Array.from({ length: 20_000 }, (_, at) => entry(at + 1, at));
  const end = start + 20_000 * 60_000;

  it('in a few requests, where reading from the first id would take two hundred', async () => {
    const query = { symbols: ['AAAUSDT'], from: iso(end - 3 * hour), to: iso(end) };
    const { listing, requests } = await read(longHistory, paging, query, { keeps: 'newest' });
    const asked = longHistory.filter(({ atMs }) => atMs >= end - 3 * hour);
    expect(names(listing.rows)).toEqual(expect.arrayContaining(names(asked)));
    expect(requests).toBeLessThan(10);
  });

  it('and finds nothing where nothing was traded since, by windows alone', async () => {
    const query = { symbols: ['AAAUSDT'], from: iso(end + hour), to: iso(end + 3 * day) };
    const { listing, requests } = await read(longHistory, paging, query);
    expect(requests).toBe(4);
    expect(listing.stop).toBe('window-end');
    expect(listing.coverage).toMatchObject({ from: query.from, to: query.to, holes: [] });
  });

  it('but reads from the first id when one millisecond holds more than a page', async () => {
    const burst = Array.from({ length: 150 }, (_, at) => entry(20_001 + at, 20_100));
    const query = { symbols: ['AAAUSDT'], from: iso(end + hour), to: iso(end + day) };
    const { listing } = await read([...longHistory, ...burst], paging, query, { keeps: 'newest' });
    expect(names(listing.rows)).toEqual(expect.arrayContaining(names(burst)));
    expect(listing.coverage.holes).toEqual([]);
  });
});

describe('readAll never makes a list look whole that is not', () => {
  const hour = 3_600_000;
  const window: Paging = { style: 'time-window', windowMs: hour, pageSize: 2, bySymbol: true };
  const codes = [
    'REPLY_NOT_UNDERSTOOD',
    'REQUEST_REJECTED',
    'VENUE_DOWN',
    'KEY_UNKNOWN',
    'IP_NOT_ALLOWED',
  ] as const;

  it('proves a stretch only if every row of it is there, whichever pages fail', async () => {
    await fc.assert(
      fc.asyncProperty(
        booksOf(hour),
        fc.constantFrom<Paging>(window, {
          style: 'ascending-id',
          pageSize: 2,
          bySymbol: true,
          seekWindowMs: 2 * hour,
        }),
        fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }),
        fc.constantFrom(...codes),
        fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })),
        async (books, paging, failing, code, [a, b]) => {
          const query = { symbols, from: iso(start), to: iso(start + 12 * hour) };
          const { listing, failure } = await read(books, paging, query, {
            fault: (_request, call) => {
              if (failing.includes(call)) refuse(code);
            },
          });
          const got = new Set(names(listing.rows));
          for (const symbol of symbols) {
            const stretch = {
              symbol,
              from: iso(start + Math.min(a, b) * hour),
              to: iso(start + Math.max(a, b) * hour),
            };
            if (!isProven(listing.coverage, stretch)) continue;
            const there = books.filter(
              (each) =>
                each.symbol === symbol &&
                each.atMs >= start + Math.min(a, b) * hour &&
                each.atMs <= start + Math.max(a, b) * hour,
            );
            for (const each of there) expect(got).toContain(nameOf(each));
          }
          const isWhole = listing.coverage.holes.length === 0;
          expect(listing.stop === 'failed').toBe(!isWhole);
          expect(failure === undefined).toBe(isWhole);
        },
      ),
    );
  });

  it('leaves exactly the windows as holes whose requests fail for good', async () => {
    await fc.assert(
      fc.asyncProperty(
        booksOf(hour),
        fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 4 }),
        async (drawn, failing) => {
          // Three in a row end the reading: that is another test.
          fc.pre(failing.every((hours) => !failing.includes(hours + 1)));
          const books = renumber(drawn);
          const query = { from: iso(start), to: iso(start + 12 * hour) };
          const { listing } = await read(books, { ...window, bySymbol: false }, query, {
            fault: ({ from }) => {
              if (failing.some((hours) => from === iso(start + hours * hour))) refuse('REQUEST_REJECTED');
            },
          });
          const expected = failing.map((hours) => [
            iso(start + hours * hour),
            iso(start + (hours + 1) * hour),
          ]);
          const holes = listing.coverage.holes.map(({ from, to }) => [from, to]);
          expect(holes.sort()).toEqual(expected.sort());
        },
      ),
    );
  });

  it('keeps the newest windows when the venue goes down half way, and names the rest as one hole', async () => {
    const books = [entry(1, 10), entry(2, 70), entry(3, 130), entry(4, 190)];
    const { listing, failure } = await read(
      books,
      { ...window, bySymbol: false },
      { from: iso(start), to: iso(start + 4 * hour) },
      {
        fault: ({ to }) => {
          if (to === iso(start + 2 * hour)) refuse('VENUE_DOWN');
        },
      },
    );
    expect(names(listing.rows)).toEqual(['AAAUSDT/3', 'AAAUSDT/4']);
    expect(listing.coverage).toEqual({
      from: iso(start + 2 * hour),
      to: iso(start + 4 * hour),
      symbols: 'not-by-symbol',
      holes: [
        {
          what: 'entries',
          why: 'testbourse: VENUE_DOWN while listing entries',
          from: iso(start),
          to: iso(start + 2 * hour),
        },
      ],
    });
    expect(failure?.code).toBe('VENUE_DOWN');
  });

  it('asks a dead key for nothing more, and counts every later symbol as not read', async () => {
    const paging: Paging = { style: 'ascending-id', pageSize: 5, bySymbol: true };
    const { listing, failure, requests } = await read(
      [entry(1, 1)],
      paging,
      { symbols },
      {
        fault: ({ symbol }) => {
          if (symbol === 'BBBUSDT') refuse('KEY_UNKNOWN');
        },
      },
    );
    expect(listing.coverage.symbols).toEqual(['AAAUSDT']);
    expect(listing.coverage.holes.map(({ symbol }) => symbol)).toEqual(['BBBUSDT', 'CCCUSDT']);
    expect(failure?.code).toBe('KEY_UNKNOWN');
    expect(requests).toBe(3);
  });

  it('reads the other symbols when the venue does not know one', async () => {
    const paging: Paging = { style: 'ascending-id', pageSize: 5, bySymbol: true };
    const books = [entry(1, 1), entry(1, 2, 'CCCUSDT')];
    const { listing } = await read(
      books,
      paging,
      { symbols },
      {
        fault: ({ symbol }) => {
          if (symbol === 'BBBUSDT') refuse('NOT_FOUND');
        },
      },
    );
    expect(names(listing.rows)).toEqual(['AAAUSDT/1', 'CCCUSDT/1']);
    expect(listing.coverage.holes).toHaveLength(1);
    expect(listing.coverage.holes[0]).toMatchObject({
      symbol: 'BBBUSDT',
      what: 'entries of BBBUSDT from id 0',
    });
  });

  it('does not say "no trades" when the venue lists by symbol and none was named', async () => {
    const { listing } = await read([entry(1, 1)], window, { from: iso(start), to: iso(start + hour) });
    expect(listing.stop).toBe('failed');
    expect(listing.coverage.holes[0]?.why).toBe('the venue lists them by symbol, and no symbol was named');
  });

  it('claims nothing about the time that the venue has not reached yet', async () => {
    const clock = steppedClock('2026-11-21T03:12:00.000Z');
    const { listing } = await readAll({
      capability: readingBy(ledgerReader([], { ...window, windowMs: 365 * day, bySymbol: false })),
      session,
      query: { from: iso(start), to: '2026-12-01T00:00:00.000Z' },
      budget: createBudget({ limits: [], clock }),
      clock,
      clockOffsetMs: -2_000,
      signal: new AbortController().signal,
    });
    expect(listing.coverage.to).toBe('2026-11-21T03:11:58.000Z');
  });

  it('rejects when aborted: half a reading is nobody’s evidence', async () => {
    const aborter = new AbortController();
    const clock = steppedClock();
    const reading = readAll({
      capability: readingBy(
        ledgerReader([entry(1, 1), entry(2, 2), entry(3, 3)], { style: 'cursor', pageSize: 1 }),
      ),
      session,
      query: {},
      budget: createBudget({ limits: [], clock }),
      clock,
      signal: aborter.signal,
      onPage: () => aborter.abort(new Error('the operator pressed Ctrl-C')),
    });
    await expect(reading).rejects.toThrow('the operator pressed Ctrl-C');
  });

  it('passes on an error that is no failure of the venue, such as a full disk', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const reading = read(
      [],
      { style: 'single' },
      {},
      {
        fault: () => {
          throw full;
        },
      },
    );
    await expect(reading).rejects.toBe(full);
  });

  it('leaves a hole for what did not fit the time set, and keeps what did', async () => {
    const clock = steppedClock();
    const { listing } = await readAll({
      capability: readingBy(
        ledgerReader(
          [entry(1, 10), entry(2, 70)],
          { ...window, bySymbol: false },
          {
            fault: () => clock.advance(400),
          },
        ),
      ),
      session,
      query: { from: iso(start), to: iso(start + 2 * hour) },
      budget: createBudget({ limits: [], clock }),
      clock,
      signal: new AbortController().signal,
      deadlineMs: 700,
    });
    expect(names(listing.rows)).toEqual(['AAAUSDT/2']);
    expect(listing.coverage.holes).toMatchObject([{ from: iso(start), to: iso(start + hour) }]);
    expect(listing.coverage.holes[0]?.why).toBe('the time set for this reading was over');
  });
});

describe('readAll against a venue that leads nowhere', () => {
  const same = { received: 2, exchange: 'HX-1', request: {}, rows: [entry(1, 1), entry(2, 2)] };
  const readFrom = (paging: Paging, page: object) =>
    readAll({
      capability: readingBy({
        paging,
        idOf: (row: Entry) => row.id,
        page: () => Promise.resolve({ ...same, ...page }),
      }),
      session,
      query: { from: iso(start), to: iso(start + 3_600_000) },
      budget: createBudget({ limits: [], clock: steppedClock() }),
      clock: steppedClock(),
      signal: new AbortController().signal,
    });

  it.each<[string, Paging, object]>([
    ['an offset that is ignored', { style: 'time-window', windowMs: day, pageSize: 2, bySymbol: false }, {}],
    ['a first id that is ignored', { style: 'ascending-id', pageSize: 2, bySymbol: false }, {}],
    ['a cursor that comes again', { style: 'cursor', pageSize: 2 }, { nextCursor: 'again' }],
  ])('ends %s as a hole, not in an endless loop', async (_what, paging, page) => {
    const { listing, failure } = await readFrom(paging, page);
    expect(listing.rows).toHaveLength(2);
    expect(listing.stop).toBe('failed');
    expect(listing.coverage.holes).toHaveLength(1);
    expect(failure?.code).toBe('REPLY_NOT_UNDERSTOOD');
  });

  it('ends a chain of new cursors on empty pages as a hole', async () => {
    let next = 0;
    const page = {
      rows: [],
      received: 0,
      get nextCursor() {
        return String((next += 1));
      },
    };
    const { listing } = await readAll({
      capability: readingBy({
        paging: { style: 'cursor', pageSize: 2 },
        idOf: (row: Entry) => row.id,
        page: () => Promise.resolve({ ...same, ...page, nextCursor: page.nextCursor }),
      }),
      session,
      query: {},
      budget: createBudget({ limits: [], clock: steppedClock() }),
      clock: steppedClock(),
      signal: new AbortController().signal,
    });
    expect(listing.stop).toBe('failed');
    expect(listing.coverage.holes[0]?.why).toContain('all of them empty');
  });

  it('does not follow an id that is no number', async () => {
    const { listing } = await readFrom(
      { style: 'ascending-id', pageSize: 2, bySymbol: false },
      { rows: [{ ...entry(1, 1), id: '7; DROP' }, entry(2, 2)] },
    );
    expect(listing.coverage.holes[0]?.why).toContain('a row id is not a number');
  });
});

const emptyReply: Reply = {
  status: 200,
  headers: {},
  body: [],
  text: '[]',
  exchange: 'HX-1',
  sentAt: '',
  receivedAt: '',
};

describe('readAll and a venue under load', () => {
  it('waits as long as the venue asks, then reads on without a hole', async () => {
    const clock = steppedClock();
    const reader = ledgerReader([entry(1, 1)], { style: 'single' });
    let calls = 0;
    const { listing } = await readAll({
      capability: readingBy<Entry>({
        ...reader,
        async page(open, request) {
          await open.call('list', {}, 'listing');
          return reader.page(open, request);
        },
      }),
      session: {
        ...session,
        call: () => {
          calls += 1;
          return calls === 1 ? refuse('RATE_LIMITED') : Promise.resolve(emptyReply);
        },
      },
      query: {},
      budget: createBudget({ limits: [], clock }),
      clock,
      signal: new AbortController().signal,
    });
    expect(listing.stop).toBe('single-page');
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(60_000);
  });

  it('asks a gateway that answers with HTML three times, not more', async () => {
    const { listing, requests } = await read(
      [entry(1, 1)],
      { style: 'single' },
      {},
      {
        fault: () => refuse('REPLY_NOT_UNDERSTOOD'),
      },
    );
    expect(requests).toBe(3);
    expect(listing.rows).toEqual([]);
    expect(listing.coverage.holes).toHaveLength(1);
  });

  it('never asks again during a ban', async () => {
    const { requests, failure } = await read([], { style: 'single' }, {}, { fault: () => refuse('BANNED') });
    expect(requests).toBe(1);
    expect(failure?.code).toBe('BANNED');
  });
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
  await readAll({
    query: {},
    clock,
    budget: createBudget({ limits: [limit], clock }),
    session: busy,
    capability,
    signal: new AbortController().signal,
  });
  // Looked again as soon as others would have shown: they had, and the window is waited for.
  expect(clock.slept).toEqual([1_000, 59_000]);
});
