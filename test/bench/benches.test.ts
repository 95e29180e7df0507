import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { historyBinance290Symbols } from './history-binance-290-symbols.ts';
import { historyBybitExecutions } from './history-bybit-executions.ts';
import { historyKrakenSweep } from './history-kraken-sweep.ts';
import { historyOkxSweep } from './history-okx-sweep.ts';
import { seal1GiB } from './seal-1GiB.ts';
import { snapshotSixVenues } from './snapshot-six-venues.ts';
import { verify1GiB } from './verify-1GiB.ts';

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

// What is the same at every size: the bag holds, and no temporary file is left. Threads are at work from 16 MiB on.
it.each([{ bench: verify1GiB }, { bench: seal1GiB }])(
  '$bench.name: a large case is sealed, holds, and is gone afterwards',
  async ({ bench }) => {
    const place = await mkdtemp(join(tmpdir(), 'firebreak-small-bench-'));
    onTestFinished(() => rm(place, { recursive: true, force: true }));
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('TMPDIR', place);
    const { mebibytes, ratio, peakMemoryMiB } = await bench(0.03);
    expect(mebibytes).toBeGreaterThan(28);
    expect(ratio).toBeGreaterThan(0);
    expect(peakMemoryMiB).toBeLessThan(512);
    expect(await readdir(place)).toEqual([]);
  },
);
