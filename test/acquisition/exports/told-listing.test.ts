import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toldListings } from '../../../src/acquisition/exports/index.ts';
import { listings } from '../../../src/report/build/shapes.ts';
import { openHoles, reachesBackTo } from '../../../src/report/build/open-holes.ts';
import { all, headings, lines, read } from './support.ts';

const file = { exhibit: 'EX-007', sha256: 'ab'.repeat(32) };
const trade = (id: number, minute = id % 60): string =>
  `T${id},O${id},XBT/EUR,2024-01-02 03:${String(minute).padStart(2, '0')}:05,buy,limit,1,2,0,2,0,,`;
const tableOf = async (rows: readonly string[]) =>
  (await read('kraken', lines(headings.krakenTrades, ...rows))).table;

describe('rows of a file as exhibits', () => {
  it('in parts: each row in one of them, in the order of the file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        async (rows, size) => {
          const table = await tableOf(Array.from({ length: rows }, (_, id) => trade(id)));
          const parts = await all(toldListings(table, file, size));
          expect(parts.flatMap((part) => part.rows.map(({ id }) => id))).toEqual(
            Array.from({ length: rows }, (_, id) => `T${id}`),
          );
          expect(parts.map(({ told }) => [told.part, told.parts])).toEqual(
            parts.map((_, index) => [index + 1, parts.length]),
          );
          expect(Math.max(...parts.map((part) => part.rows.length))).toBeLessThanOrEqual(size);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('have the form that the report reads of that kind, after they were written as JSON', async () => {
    const [part] = await all(toldListings(await tableOf([trade(1)]), file));
    const kept: unknown = JSON.parse(JSON.stringify(part));
    expect(listings.trades.safeParse(kept).success).toBe(true);
  });

  it('prove no stretch of time, and stand in for no reading', async () => {
    const [part] = await all(toldListings(await tableOf([trade(9), trade(3)]), file));
    const coverage = part?.coverage ?? { symbols: [], holes: [] };
    expect(coverage).toEqual({
      symbols: ['XBT/EUR'],
      holes: [
        {
          what: 'trades told by EX-007',
          why: "told by the venue's export (kraken-trades), not read from the venue: proven as far as the file says",
          from: '2024-01-02T03:03:05.000Z',
          to: '2024-01-02T03:09:05.000Z',
        },
      ],
    });
    expect(reachesBackTo([coverage], '2024-01-02T03:09:05.000Z')).toBe(false);
    const gone = {
      what: 'trades',
      why: 'retention',
      from: '2024-01-02T03:03:05.000Z',
      to: '2024-01-02T03:09:05.000Z',
    };
    expect(openHoles([{ symbols: 'all', holes: [gone] }, coverage])).toContainEqual(gone);
  });

  it('without rows say so; lines that were left out are holes', async () => {
    const [empty] = await all(toldListings(await tableOf([]), file));
    expect(empty?.coverage.holes).toEqual([
      expect.objectContaining({ why: expect.stringContaining('it has no rows') }),
    ]);
    const pending = ',Q1,2024-01-02 03:04:05,withdrawal,,currency,,XXBT,,-1,0,';
    const { table } = await read('kraken', lines(headings.krakenLedgers, pending, pending));
    const [part] = await all(toldListings(table, file));
    expect(part?.coverage.holes[1]).toEqual({
      what: '2 lines of EX-007, the first is 2',
      why: 'lines without txid: asked for, not booked',
    });
  });
});
