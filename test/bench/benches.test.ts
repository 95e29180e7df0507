import { describe, expect, it } from 'vitest';
import { historyBinance290Symbols } from './history-binance-290-symbols.ts';
import { historyBybitExecutions } from './history-bybit-executions.ts';
import { historyKrakenSweep } from './history-kraken-sweep.ts';
import { historyOkxSweep } from './history-okx-sweep.ts';
import { snapshotSixVenues } from './snapshot-six-venues.ts';

// Small, for what is the same at every size: both sides bring the same rows, and nobody is refused.
describe('benches against a plain loop', () => {
  it.each([
    { bench: historyBinance290Symbols, scale: 0.02 },
    { bench: historyBybitExecutions, scale: 0.02 },
    { bench: historyKrakenSweep, scale: 0.1 },
    { bench: historyOkxSweep, scale: 0.1 },
  ])('$bench.name compares what both sides brought', async ({ bench, scale }) => {
    const { rows, refused, ratio } = await bench(scale);
    expect(rows).toBeGreaterThan(0);
    expect(refused).toBe(0);
    expect(ratio).toBeGreaterThan(1);
  });
});

it('the first snapshot is as long as its longest chain of requests, and not shorter', async () => {
  const { ratio } = await snapshotSixVenues();
  expect(ratio).toBeGreaterThanOrEqual(1);
  expect(ratio).toBeLessThanOrEqual(1.3);
});
