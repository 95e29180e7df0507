import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { baseline, listings } from '../../../src/report/build/shapes.ts';
import { checkedRows } from '../../../src/report/build/checked-rows.ts';
import { worthPacking } from '../../../src/report/packed-rows.ts';
import { listing, trade } from '../../support/rows.ts';

const folder = join(import.meta.dirname, '../../..');
const row = z.object({ id: z.string(), fee: z.union([z.string(), z.object({ amount: z.string() })]) });
const told = (parsed: z.ZodSafeParseResult<unknown>): unknown =>
  parsed.success ? parsed.data : parsed.error.issues.map(({ path, message }) => [path, message])[0];

describe('checked rows', () => {
  it('are the rows that zod gives of them all at once, or what it tells of the first that does not fit', () => {
    const value = fc.oneof(fc.constant({ id: '1', fee: '2', more: 3 }), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(fc.oneof(fc.array(value), fc.jsonValue()), (rows) => {
        expect(told(checkedRows(row).safeParse(rows))).toEqual(told(z.array(row).safeParse(rows)));
      }),
    );
  });

  it('are told by place and name in a long list, too, before what is wrong behind them', () => {
    const rows = Array.from({ length: worthPacking + 3 }, (_, i) => ({ ...trade(), id: String(i) }));
    const damaged = rows.map((one, i) => (i >= worthPacking ? { ...one, price: 1 } : one));
    const whole = listing(rows);
    expect(told(listings.trades.safeParse(whole))).toEqual(whole);
    expect(told(listings.trades.safeParse({ ...whole, rows: damaged, stop: 'never' }))).toEqual([
      ['rows', worthPacking, 'price'],
      'Invalid input: expected string, received number',
    ]);
  });

  it('that do not fit make no baseline', () => {
    const addresses = { ...listing([]), rows: [{ asset: 'BTC' }] };
    expect(baseline.safeParse({ addresses }).success).toBe(false);
    expect(told(baseline.safeParse({ addresses }))).toEqual([['addresses'], 'Invalid input']);
  });

  it('are not in memory as they were read and as they were checked', () => {
    const source = (file: string): string => JSON.stringify(pathToFileURL(join(folder, file)).href);
    const script = `
      import { z } from ${JSON.stringify(import.meta.resolve('zod'))};
      import { checkedRows } from ${source('src/report/build/checked-rows.ts')};
      const many = 20_000;
      const rows = Array.from({ length: many }, (_, i) => ({ id: String(i), price: '0.1', amount: '2', fee: '3' }));
      let [checked, bytes] = [0, 0];
      const text = z.string();
      const row = z.object({ id: text, price: text, amount: text, fee: text }).transform((one) => {
        if (++checked === many) {
          gc();
          bytes = process.memoryUsage().heapUsed - before;
        }
        return one;
      });
      gc();
      const before = process.memoryUsage().heapUsed;
      checkedRows(row).parse(rows);
      console.log(bytes / many);`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--expose-gc', '--input-type=module', '-e', script],
      { encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    expect(Number.parseFloat(stdout)).toBeLessThan(40);
  });
});
