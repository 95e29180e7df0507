import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { createBudget, readAll } from '../../src/acquisition/index.ts';
import type { Query } from '../../src/acquisition/pager.ts';
import type { PageRequest, Paging, RateLimit, Session, Venue } from '../../src/venues/contract.ts';
import type { FailureCode } from '../../src/domain/failure.ts';
import { type Entry, ledgerReader, type Manners, readingBy, refuse, session } from './ledger.ts';
import { steppedClock } from './stepped-clock.ts';

const hour = 3_600_000;
const start = DateTime.fromISO('2026-10-01T00:00:00Z', { zone: 'utc' }).toMillis();
const iso = (atMs: number): string => DateTime.fromMillis(atMs, { zone: 'utc' }).toISO() ?? '';
const wide: RateLimit = { id: 'wide', limit: 1_000_000, windowMs: 1_000 };
const symbols = [...'ABCDEFGHIJKLMNOPQRSTUVWX'].map((letter) => letter.repeat(3));

interface Reading {
  readonly books: readonly Entry[];
  readonly paging: Paging;
  readonly query: Query;
  readonly manners?: Partial<Manners>;
  readonly limits?: readonly RateLimit[];
  readonly open?: Session;
  /** How many turns of the event loop a request takes: what comes first is not what was asked first. */
  readonly turns?: (call: number) => number;
}

/** Reads, and tells how many requests were under way at once, at most. */
async function read({ books, paging, query, manners, limits = [wide], open = session, turns }: Reading) {
  const clock = steppedClock();
  const reader = ledgerReader(books, paging, manners);
  let underWay = 0;
  let most = 0;
  let calls = 0;
  const late = {
    ...reader,
    async page(...args: Parameters<typeof reader.page>) {
      most = Math.max(most, (underWay += 1));
      try {
        const wait = turns?.((calls += 1)) ?? 1;
        for (let turn = 0; turn < wait; turn++) await new Promise((resolve) => setImmediate(resolve));
        return await reader.page(...args);
      } finally {
        underWay -= 1;
      }
    },
  };
  const result = await readAll({
    capability: readingBy(late),
    session: open,
    query,
    budget: createBudget({ limits, clock }),
    clock,
    signal: new AbortController().signal,
    what: 'entries',
  });
  return { ...result, most, requests: reader.requests };
}

const entry = (id: number, minute: number, symbol = 'AAA'): Entry => ({
  id: String(id),
  symbol,
  atMs: start + minute * 60_000,
});

const booksOf: fc.Arbitrary<readonly Entry[]> = fc
  .array(fc.tuple(fc.constantFrom(...symbols), fc.integer({ min: 0, max: 12 * 60 })), { maxLength: 80 })
  .map((drawn) =>
    drawn.toSorted((a, b) => a[1] - b[1]).map(([symbol, minute], at) => entry(at + 1, minute, symbol)),
  );
const byWindow: Paging = { style: 'time-window', windowMs: hour, pageSize: 3, bySymbol: true };
const pagings = fc.constantFrom<Paging>(
  byWindow,
  { ...byWindow, bySymbol: false },
  { style: 'ascending-id', pageSize: 3, bySymbol: true, seekWindowMs: 2 * hour },
  { style: 'cursor', pageSize: 3, bySymbol: true },
);

describe('several requests at once', () => {
  const codes: readonly FailureCode[] = ['REQUEST_REJECTED', 'VENUE_DOWN', 'KEY_UNKNOWN'];

  it('bring the same rows in the same order, the same proof, holes and failure as one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(
        booksOf,
        pagings,
        fc.uniqueArray(fc.constantFrom(...symbols), { maxLength: 5 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 5 }),
        fc.constantFrom(...codes),
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 20 }),
        async (books, paging, badSymbols, badHours, code, delays) => {
          // What fails is a piece and not a page: which pages it takes may differ, see the README.
          const fault = ({ symbol, to }: PageRequest): void => {
            if (symbol !== undefined && badSymbols.includes(symbol)) refuse(code);
            if (paging.style === 'time-window' && badHours.some((h) => to === iso(start + h * hour)))
              refuse(code);
          };
          const one: Reading = {
            books,
            paging,
            query: { symbols, from: iso(start), to: iso(start + 12 * hour) },
            manners: { fault },
          };
          const turns = (call: number): number => delays[call % delays.length] ?? 0;
          const inTurn = await read({ ...one, limits: [] });
          const atOnce = await read({ ...one, turns });
          expect(inTurn.most).toBe(1);
          expect(atOnce.listing.rows).toEqual(inTurn.listing.rows);
          expect(atOnce.listing.coverage).toEqual(inTurn.listing.coverage);
          // A list may be seen to end by an empty page instead of a short one: the same end, one request more.
          expect(atOnce.listing.stop === 'failed').toBe(inTurn.listing.stop === 'failed');
          expect((await read({ ...one, turns: () => 2 })).listing.stop).toBe(atOnce.listing.stop);
          expect(atOnce.failure).toEqual(inTurn.failure);
          // Whatever the delays: the very same requests, in the very same record.
          const again = await read({ ...one, turns: () => 1 });
          expect(again.listing.pages.map((page) => page.request)).toEqual(
            atOnce.listing.pages.map((page) => page.request),
          );
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);

  it('are the same requests whichever reply is quicker, also when the first piece brought no page', async () => {
    const one: Reading = {
      books: [entry(1, 0, 'BBB'), entry(2, 0, 'BBB'), entry(3, 0, 'XXX')],
      paging: { style: 'ascending-id', pageSize: 3, bySymbol: true, seekWindowMs: 2 * hour },
      query: { symbols, from: iso(start), to: iso(start + 12 * hour) },
      manners: { fault: ({ symbol }) => (symbol === 'AAA' ? refuse('REQUEST_REJECTED') : undefined) },
    };
    const requestsAfter = async (delays: readonly number[]) =>
      (await read({ ...one, turns: (call) => delays[call % delays.length] ?? 0 })).listing.pages.map(
        ({ request }) => request,
      );
    expect(await requestsAfter([0, 0, 2])).toEqual(await requestsAfter([1]));
  });

  it('are under way up to twenty, once the first page has come', async () => {
    const books = symbols.map((symbol, at) => entry(at + 1, at, symbol));
    const paging: Paging = { style: 'cursor', pageSize: 3, bySymbol: true };
    const order: string[] = [];
    const { most } = await read({
      books,
      paging,
      query: { symbols },
      turns: () => 3,
      manners: { fault: ({ symbol }) => void order.push(symbol ?? '') },
    });
    expect(most).toBe(20);
    expect(order[0]).toBe('AAA');
  });

  it('are one at a time where the key’s requests must arrive in order', async () => {
    const nonce = {
      unit: 'milliseconds',
      source: { where: 'made up', checked: '2026-11-21', verified: true },
    };
    const venue = { id: 'testbourse', nonce } as unknown as Venue;
    const { most } = await read({
      books: [],
      paging: byWindow,
      query: { symbols, from: iso(start), to: iso(start + 4 * hour) },
      open: { ...session, venue },
      turns: () => 3,
    });
    expect(most).toBe(1);
  });

  it('are one at a time where no limit of the venue is known', async () => {
    const query = { symbols, from: iso(start), to: iso(start + 4 * hour) };
    expect((await read({ books: [], paging: byWindow, query, limits: [], turns: () => 3 })).most).toBe(1);
  });

  it('ask a dead key once, when it is dead from the start', async () => {
    const { requests, listing } = await read({
      books: [],
      paging: byWindow,
      query: { symbols, from: iso(start), to: iso(start + 4 * hour) },
      manners: { fault: () => refuse('KEY_UNKNOWN') },
    });
    expect(requests).toHaveLength(1);
    expect(listing.coverage.holes.map(({ symbol }) => symbol)).toEqual(symbols);
  });

  it('ask no more than was under way when the key dies in the middle, and claim nothing of it', async () => {
    const books = symbols.map((symbol, at) => entry(at + 1, at, symbol));
    const asked: string[] = [];
    const { listing } = await read({
      books,
      paging: { style: 'cursor', pageSize: 3, bySymbol: true },
      query: { symbols },
      turns: (call) => (call === 3 ? 1 : 5),
      manners: {
        fault: ({ symbol = '' }) => {
          asked.push(symbol);
          if (symbol === 'CCC') refuse('KEY_UNKNOWN');
        },
      },
    });
    expect(listing.rows.map(({ symbol }) => symbol)).toEqual(['AAA', 'BBB']);
    expect(asked.length).toBeLessThanOrEqual(2 + 20);
  });

  it('stop for an abort and for a full disk, and wait for what is under way', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const reading = read({
      books: [],
      paging: { style: 'cursor', pageSize: 3, bySymbol: true },
      query: { symbols },
      turns: (call) => call,
      manners: {
        fault: ({ symbol }) => {
          if (symbol === 'DDD') throw full;
        },
      },
    });
    await expect(reading).rejects.toBe(full);
  });
});
