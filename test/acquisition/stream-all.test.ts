import { DateTime } from 'luxon';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBudget, readAll, streamAll } from '../../src/acquisition/index.ts';
import type { Query } from '../../src/acquisition/pager.ts';
import type { Page, PageRequest, Paging, RateLimit, ReadPages } from '../../src/venues/contract.ts';
import { type Entry, ledgerReader, type Manners, readingBy, refuse, session } from './ledger.ts';
import { steppedClock } from './stepped-clock.ts';

const day = 86_400_000;
const start = DateTime.fromISO('2016-10-01T00:00:00Z', { zone: 'utc' }).toMillis();
const iso = (atMs: number): string => DateTime.fromMillis(atMs, { zone: 'utc' }).toISO() ?? '';
const unlimited: RateLimit = { id: 'requests', limit: 1_000_000_000, windowMs: 60_000 };

/** `several`: pieces are read at once, as at a venue whose limits are known. */
const optionsFor = <Row>(reader: ReadPages<Row>, query: Query, several = false) => {
  const clock = steppedClock();
  return {
    capability: readingBy(reader),
    session,
    query,
    budget: createBudget({ limits: several ? [unlimited] : [], clock }),
    clock,
    signal: new AbortController().signal,
    what: 'entries',
  };
};

/** Pages as they come, in no order, with rows that were there long ago: all that a venue may do. */
function scripted(pages: ReadonlyMap<string, readonly (readonly string[])[]>): ReadPages<Entry> {
  return {
    paging: { style: 'cursor', pageSize: 3, bySymbol: true },
    idOf: ({ id }) => id,
    page: (_session, { symbol = '', cursor = '0' }: PageRequest) => {
      const ids = pages.get(symbol)?.[Number(cursor)] ?? [];
      const isLast = Number(cursor) + 1 >= (pages.get(symbol)?.length ?? 0);
      return Promise.resolve({
        rows: ids.map((id) => ({ id, symbol, atMs: start })),
        received: ids.length,
        exchange: `HX-${symbol}-${cursor}`,
        request: {},
        ...(isLast ? {} : { nextCursor: String(Number(cursor) + 1) }),
      });
    },
  };
}

describe('streamAll', () => {
  const id = fc.integer({ min: 1, max: 9 }).map(String);
  const pagesOf = fc.array(fc.array(id, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });

  it('drops exactly what one set of all ids would drop, whatever comes again and when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('A', 'B', 'C'), pagesOf, { minKeys: 1 }),
        async (drawn) => {
          const pages = new Map(Object.entries(drawn));
          const query = { symbols: [...pages.keys()] };
          const seen = new Set<string>();
          const wanted = [...pages].flatMap(([symbol, all]) =>
            all.flat().flatMap((each) => {
              const name = `${symbol}/${each}`;
              if (seen.has(name)) return [];
              seen.add(name);
              return [name];
            }),
          );
          for (const several of [false, true]) {
            const got: string[] = [];
            const onRows = async (rows: readonly Entry[]): Promise<void> => {
              await Promise.resolve();
              got.push(...rows.map((row) => `${row.symbol}/${row.id}`));
            };
            const { rows, proof } = await streamAll({
              ...optionsFor(scripted(pages), query, several),
              onRows,
            });
            expect(got).toEqual(wanted);
            expect(rows).toBe(wanted.length);
            const whole = await readAll(optionsFor(scripted(pages), query, several));
            expect(whole.listing.rows.map((row) => `${row.symbol}/${row.id}`)).toEqual(wanted);
            expect({ ...whole.listing, rows: undefined }).toEqual({ ...proof, rows: undefined });
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('hands rows over one page at a time, and asks for no more while they are being taken', async () => {
    const books = entries(100);
    let asked = 0;
    const reader = ledgerReader(
      books,
      { style: 'cursor', pageSize: 10 },
      { fault: (_, call) => (asked = call) },
    );
    let isTaking = false;
    const askedWhileTaking: number[] = [];
    const got: Entry[] = [];
    await streamAll({
      ...optionsFor(reader, {}),
      onRows: async (rows) => {
        expect(isTaking).toBe(false);
        isTaking = true;
        const before = asked;
        await new Promise((resolve) => setTimeout(resolve, 2));
        askedWhileTaking.push(asked - before);
        got.push(...rows);
        isTaking = false;
      },
    });
    expect(got).toEqual(books);
    expect(askedWhileTaking).toEqual(Array.from({ length: 10 }, () => 0));
  });

  it('ends with the error of whoever takes the rows, and asks for nothing more', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    for (const several of [false, true]) {
      const reader = ledgerReader(bySymbols(12, 40), { style: 'cursor', pageSize: 10, bySymbol: true });
      let taken = 0;
      const reading = streamAll({
        ...optionsFor(reader, { symbols: namesOf(12) }, several),
        onRows: async () => {
          await Promise.resolve();
          if ((taken += 1) === 3) throw full;
        },
      });
      await expect(reading).rejects.toBe(full);
      expect(taken).toBe(3);
      expect(reader.requests.length).toBeLessThan(40);
    }
  });

  it('holds a bounded number of rows behind a piece that takes long, and loses none', async () => {
    // One symbol answers slowly and has many pages; all others could be read meanwhile.
    const counts = new Map(namesOf(12).map((symbol, at) => [symbol, at === 0 ? 40 : 12]));
    let told = 0;
    let most = 0;
    let received = 0;
    const reader = generated(counts, 1_000, async (symbol) => {
      if (symbol === 'S0') await new Promise((resolve) => setTimeout(resolve, 3));
      received += 1_000;
      most = Math.max(most, received - told);
    });
    const { rows } = await streamAll({
      ...optionsFor(reader, { symbols: [...counts.keys()] }, true),
      onRows: (more) => void (told += more.length),
    });
    expect(rows).toBe((40 + 11 * 12) * 1_000);
    expect(told).toBe(rows);
    // Ten thousand, what was under way on top of them, and the page that is being told.
    expect(most).toBeLessThan(20_000);
    // And not one after the other.
    expect(most).toBeGreaterThan(5_000);
  });

  it('gets through when the first piece fails while others wait for room', async () => {
    const counts = new Map(namesOf(12).map((symbol) => [symbol, 12]));
    const reader = generated(counts, 1_000, async (symbol, page) => {
      if (symbol !== 'S0') return;
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (page === 1) refuse('KEY_UNKNOWN');
    });
    const { rows, proof, failure } = await streamAll({
      ...optionsFor(reader, { symbols: [...counts.keys()] }, true),
      onRows: () => undefined,
    });
    expect(failure?.code).toBe('KEY_UNKNOWN');
    expect(rows).toBe(1_000);
    expect(proof.coverage.holes).toHaveLength(12);
  });
});

describe('ten years by the day, of three thousand symbols', () => {
  const paging: Paging = { style: 'time-window', windowMs: day, pageSize: 1_000, bySymbol: true };
  const to = start + 3_650 * day;

  it('are given up at once when the key is dead, each symbol one hole of all its years', async () => {
    const query = { symbols: namesOf(3_000), from: iso(start), to: iso(to) };
    for (const several of [false, true]) {
      const reader = ledgerReader([], paging, { fault: () => refuse('KEY_UNKNOWN') });
      const { proof } = await streamAll({ ...optionsFor(reader, query, several), onRows: () => undefined });
      expect(reader.requests).toHaveLength(1);
      expect(proof.coverage.holes).toHaveLength(3_000);
      expect(proof.coverage.holes.at(-1)).toMatchObject({ symbol: 'S2999', from: query.from, to: query.to });
    }
  });

  it('prove one stretch, and name the days that were lost', async () => {
    const lostDays = new Set([3, 4, 700, 3_649]);
    const manners: Partial<Manners> = {
      fault: ({ from = '' }) => {
        if (lostDays.has(Math.round((DateTime.fromISO(from).toMillis() - start) / day))) refuse('NOT_FOUND');
      },
    };
    const reader = ledgerReader(entries(5), paging, manners);
    const query = { symbols: ['S0'], from: iso(start), to: iso(to) };
    const { proof } = await streamAll({ ...optionsFor(reader, query, true), onRows: () => undefined });
    // The page with rows is as large as any that was seen, so it is asked what follows it.
    expect(reader.requests).toHaveLength(3_651);
    expect(proof.coverage).toMatchObject({ from: iso(start), to: iso(start + 3_649 * day) });
    expect(proof.coverage.holes.map(({ from, to: end }) => [from, end])).toEqual([
      [iso(start + 3 * day), iso(start + 5 * day)],
      [iso(start + 700 * day), iso(start + 701 * day)],
      [iso(start + 3_649 * day), iso(to)],
    ]);
  });
});

const namesOf = (many: number): string[] => Array.from({ length: many }, (_, at) => `S${at}`);
const entries = (many: number, symbol = 'S0'): Entry[] =>
  Array.from({ length: many }, (_, at) => ({ id: String(at + 1), symbol, atMs: start + at }));
const bySymbols = (symbols: number, each: number): Entry[] =>
  namesOf(symbols).flatMap((symbol) => entries(each, symbol));

/** Full pages by cursor, made as they are asked for. */
function generated(
  pages: ReadonlyMap<string, number>,
  pageSize: number,
  before: (symbol: string, page: number) => Promise<void>,
): ReadPages<Entry> {
  return {
    paging: { style: 'cursor', pageSize, bySymbol: true },
    idOf: ({ id }) => id,
    async page(_session, { symbol = '', cursor = '0' }): Promise<Page<Entry>> {
      const page = Number(cursor);
      await before(symbol, page);
      return {
        rows: Array.from({ length: pageSize }, (_, at) => ({
          id: String(page * pageSize + at),
          symbol,
          atMs: start,
        })),
        received: pageSize,
        exchange: `HX-${symbol}-${cursor}`,
        request: {},
        ...(page + 1 < (pages.get(symbol) ?? 0) ? { nextCursor: String(page + 1) } : {}),
      };
    },
  };
}
