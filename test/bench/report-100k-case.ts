import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { median, type BenchResult } from './result.ts';

const rounds = 3;
const child = join(import.meta.dirname, 'child', 'draw-report.ts');

interface Drawn {
  readonly ms: number;
  readonly bytes: number;
  readonly maxRssMiB: number;
}

/**
 * What a case of 100,000 rows costs over one of 1,000, in all its views, written to files: report.json and
 * CSV with every row, twice (in the PDF, too), PDF and HTML with their tables capped. Each in a process of its
 * own, by turns. Targets: at most 10 of the time, at most 1.5 of the memory.
 */
export async function report100kCase(): Promise<
  BenchResult & { readonly peakMemoryMiB: number; readonly memoryRatio: number; readonly writtenMiB: number }
> {
  const large: Drawn[] = [];
  const small: Drawn[] = [];
  for (let round = 0; round < rounds; round++) {
    large.push(await draw(100_000));
    small.push(await draw(1_000));
  }
  const [medianMs, baseMedianMs] = [median(large.map(({ ms }) => ms)), median(small.map(({ ms }) => ms))];
  const peakMemoryMiB = median(large.map(({ maxRssMiB }) => maxRssMiB));
  return {
    name: 'report.100k-case',
    ratio: medianMs / baseMedianMs,
    of: 'drawing all views of a case of 100,000 rows ÷ of one of 1,000 rows',
    n: rounds,
    medianMs,
    baseMedianMs,
    peakMemoryMiB,
    memoryRatio: peakMemoryMiB / median(small.map(({ maxRssMiB }) => maxRssMiB)),
    writtenMiB: median(large.map(({ bytes }) => bytes)) / 1024 / 1024,
  };
}

async function draw(rows: number): Promise<Drawn> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, String(rows)]);
  return JSON.parse(stdout) as Drawn;
}
