import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { canonicalJson, createJournal } from '../../src/evidence/index.ts';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import { median, type BenchResult } from './result.ts';

const appends = 3000;

/**
 * What the journal costs over the disk itself: synced appends a second, one after the other, over a
 * bare loop of write and fdatasync with the same bytes. The two take turns at every record, so that
 * whatever else the machine does slows both; medians, so that a hiccup of the disk counts for neither.
 */
export async function journalAppend(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-bench-'));
  const journal = await createJournal(join(folder, 'journal.jsonl'));
  const bare = openSync(join(folder, 'bare'), 'ax', 0o600);
  const journaledMs: number[] = [];
  const bareMs: number[] = [];
  try {
    for (let i = 0; i < appends; i++) {
      const began = performance.now();
      const record = await journal.append('2026-11-21T03:04:05.678Z', event(i));
      journaledMs.push(performance.now() - began);
      const line = Buffer.from(`${canonicalJson(record)}\n`);
      bareMs.push(timeBareWrite(bare, line));
    }
  } finally {
    closeSync(bare);
    await journal.close();
    await rm(folder, { recursive: true });
  }
  const [medianMs, baseMedianMs] = [median(journaledMs), median(bareMs)];
  return {
    name: 'journal.append',
    ratio: baseMedianMs / medianMs,
    of: 'synced appends a second ÷ a bare write + fdatasync loop of the same bytes',
    n: appends,
    medianMs,
    baseMedianMs,
  };
}

function timeBareWrite(fd: number, line: Buffer): number {
  const began = performance.now();
  writeSync(fd, line);
  fdatasyncSync(fd);
  return performance.now() - began;
}

/** An event of the usual size. */
const event = (i: number): JournaledEvent => ({
  type: 'exchange.captured',
  exchange: `X-${String(i).padStart(5, '0')}`,
  venue: 'binance',
  purpose: 'listing trades',
  method: 'GET',
  url: 'https://api.binance.com/api/v3/myTrades?symbol=BTCUSDT&limit=1000&timestamp=1763694245678',
  status: 200,
  durationMs: 123,
  offset: i * 4096,
  length: 4096,
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  redactions: 2,
});
