import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createJournal } from '../../src/evidence/index.ts';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import { median, type BenchResult } from './result.ts';

const rounds = 15;
const appendsInARound = 200;

/**
 * What the journal costs over the disk itself: synced appends a second, one after the other, over
 * a bare loop of write and fdatasync with the same bytes. The two alternate, so that a busy machine
 * slows both.
 */
export async function journalAppend(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-bench-'));
  try {
    const journaled: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const path = join(folder, `journal-${round}.jsonl`);
      journaled.push(await timeJournal(path));
      bare.push(timeBareLoop(join(folder, `bare-${round}`), await linesOf(path)));
    }
    const [medianMs, baseMedianMs] = [median(journaled), median(bare)];
    return {
      name: 'journal.append',
      ratio: baseMedianMs / medianMs,
      of: 'synced appends a second ÷ a bare write + fdatasync loop of the same bytes',
      n: rounds * appendsInARound,
      medianMs: medianMs / appendsInARound,
      baseMedianMs: baseMedianMs / appendsInARound,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function timeJournal(path: string): Promise<number> {
  const journal = await createJournal(path);
  const began = performance.now();
  for (let i = 0; i < appendsInARound; i++) await journal.append('2026-11-21T03:04:05.678Z', event(i));
  const took = performance.now() - began;
  await journal.close();
  return took;
}

function timeBareLoop(path: string, lines: readonly Buffer[]): number {
  const fd = openSync(path, 'ax', 0o600);
  const began = performance.now();
  for (const line of lines) {
    writeSync(fd, line);
    fdatasyncSync(fd);
  }
  const took = performance.now() - began;
  closeSync(fd);
  return took;
}

const linesOf = async (path: string): Promise<Buffer[]> =>
  (await readFile(path, 'utf8')).split(/(?<=\n)/).map((line) => Buffer.from(line));

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
