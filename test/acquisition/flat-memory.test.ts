import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createBudget, streamAll } from '../../src/acquisition/index.ts';
import { openExhibits, sha256Hex } from '../../src/evidence/index.ts';
import type { Page, ReadPages } from '../../src/venues/contract.ts';
import { freshFolder } from '../evidence/folder.ts';
import { readingBy, session } from './ledger.ts';
import { steppedClock } from './stepped-clock.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is really held, in MiB. */
function heldMiB(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 / 1024;
}

interface Fill {
  readonly id: string;
  readonly text: string;
}

const pageSize = 1_000;

/** One endless page after the other, each beginning with the last row of the one before. */
const fills = (pages: number, onPage: (page: number) => void): ReadPages<Fill> => ({
  paging: { style: 'cursor', pageSize },
  idOf: ({ id }) => id,
  async page(_session, { cursor = '0' }): Promise<Page<Fill>> {
    await Promise.resolve();
    const page = Number(cursor);
    onPage(page);
    const from = page * (pageSize - 1);
    return {
      rows: Array.from({ length: pageSize }, (_, at) => ({
        id: String(from + at),
        text: `${'0.00012345 BTC at 20000.10 USDT '.repeat(3)}${from + at}`,
      })),
      received: pageSize,
      exchange: `HX-${page}`,
      request: {},
      ...(page + 1 < pages ? { nextCursor: String(page + 1) } : {}),
    };
  },
});

describe('a history that is acquired and read back', () => {
  it('takes no more memory with 200,000 rows than with 30,000', async () => {
    const folder = await freshFolder();
    const exhibits = await openExhibits(folder);
    const held = new Map<number, number>();
    const at = (page: number): void => void (page % 40 === 30 && held.set(page, heldMiB()));
    const clock = steppedClock();
    const draft = exhibits.draftRows();
    const { rows, proof } = await streamAll({
      capability: readingBy(fills(200, at)),
      session,
      query: {},
      budget: createBudget({ limits: [], clock }),
      clock,
      signal: new AbortController().signal,
      onRows: (more) => draft.write(more),
    });
    expect(rows).toBe(200 * (pageSize - 1) + 1);
    const before = held.get(30) ?? Number.NaN;
    // Held, the rows between would take more than fifty.
    expect(Math.max(...held.values()) - before).toBeLessThan(8);

    const exhibit = await draft.finish(
      {
        id: 'EX-001',
        kind: 'trades',
        title: 'trades',
        acquiredAt: '2026-11-21T03:04:05.678Z',
        acquiredBy: 'firebreak',
        source: { from: 'firebreak', why: 'test' },
      },
      proof,
    );
    expect(exhibit.bytes).toBeGreaterThan(20_000_000);
    let read = 0;
    const startedAt = heldMiB();
    await exhibits.readRows(exhibit, (row) => {
      const isNext = (row as unknown as Fill).id === String(read);
      if (!isNext) throw new Error(`row ${read} is another one`);
      read += 1;
      if (read % 50_000 === 0) expect(heldMiB() - startedAt).toBeLessThan(8);
    });
    expect(read).toBe(rows);
    expect(sha256Hex(await readFile(join(folder, exhibit.path)))).toBe(exhibit.sha256);
  });
});
