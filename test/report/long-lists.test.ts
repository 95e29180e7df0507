import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packed, worthPacking } from '../../src/report/packed-rows.ts';
import { buildReport } from '../../src/report/index.ts';
import { thinPairCase } from '../support/thin-pair-case.ts';

const source = (file: string): string =>
  JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../src/report', file)).href);

/** What the script prints, as a number; in a process of its own, which can be told to collect. */
function measured(script: string): number {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', '--input-type=module', '-e', script],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  return Number.parseFloat(stdout);
}

describe('long lists of rows', () => {
  it('are read without a text of each short id and amount in the table of texts that V8 never forgets', () => {
    const script = `
      import { getHeapStatistics } from 'node:v8';
      import { packed } from ${source('packed-rows.ts')};
      function* rows() {
        for (let i = 0; i < 50_000; i++) yield { id: String(i), price: '0.' + i, amount: i + '.5', fee: '7.' + i };
      }
      const list = packed(rows());
      gc();
      const before = getHeapStatistics().malloced_memory;
      let many = 0;
      for (const { fee } of list) many += fee.length;
      console.log((getHeapStatistics().malloced_memory - before) / 2 ** 20, many);`;
    expect(measured(script)).toBeLessThan(1);
  });

  it('give back short texts as they were, whatever the venue puts into them', () => {
    const texts = [
      '',
      '|',
      '||',
      'a|b',
      '|0123456789',
      '0123456789',
      '01234567890',
      '\ud83d',
      '\ude00',
      '"',
      '…',
    ];
    const rows = Array.from({ length: 500 }, (_, i) => ({
      // So that each column has seen more values than it keeps apart.
      ...{ id: `${i}`, first: texts[i % texts.length], second: `${texts[(i * 7) % texts.length] ?? ''}${i}` },
      ...{ third: i % 3 === 0 ? '' : `|${i}`, n: i },
    }));
    expect(JSON.stringify(packed(rows))).toBe(JSON.stringify(rows));
    const alone = rows.map(({ id }) => ({ id }));
    expect(JSON.stringify(packed(alone))).toBe(JSON.stringify(alone));
  });

  it('are put in order with no more in the heap than where each id stands', () => {
    const script = `
      import { fillsOnce } from ${source('tables/seen-rows.ts')};
      const many = 50_000;
      let bytes = 0;
      const rows = {
        length: many,
        *[Symbol.iterator]() {
          gc();
          const before = process.memoryUsage().heapUsed;
          for (let i = 0; i < many; i++)
            yield { id: String(i), symbol: 'ZRTUSDT', at: new Date(1_773_457_020_000 + i).toISOString() };
          gc();
          bytes = process.memoryUsage().heapUsed - before;
        },
      };
      fillsOnce({ first: { known: true, value: { rows } }, later: { known: false, why: '' } });
      console.log(bytes / many);`;
    expect(measured(script)).toBeLessThan(90);
  });

  it('are the entries of a timeline, too, where a case has so many', () => {
    const { records, read } = thinPairCase();
    const last = records.at(-1);
    const notes = Array.from({ length: worthPacking }, (_, i) => ({
      ...{ seq: records.length + i + 1, prev: '', hash: '', at: last?.at ?? '' },
      event: { type: 'note.added', text: `note ${i}`, by: 'operator' } as const,
    }));
    const { timeline } = buildReport({ records: [...records, ...notes], readExhibit: read });
    expect(timeline.length).toBeGreaterThanOrEqual(worthPacking);
    expect(timeline.at(-1)?.what).toContain(`note ${worthPacking - 1}`);
    // Made again each time: no entry is kept.
    expect(timeline[0]).toEqual(timeline[0]);
    expect(timeline[0]).not.toBe(timeline[0]);
  });
});
