import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { median, type BenchResult } from './result.ts';

const rows = 10_000;
const rounds = 5;
const child = join(import.meta.dirname, 'child', 'draw-table.ts');

interface Drawn {
  readonly ms: number;
  readonly bytes: number;
  readonly maxRssMiB: number;
}

/**
 * What a table of 10,000 rows × 5 columns costs with our writer (tagged, header on every page,
 * hostile characters spelled out) over pdfkit's own `doc.table` (none of these). Each in a process
 * of its own, by turns, so that neither warms the other and a busy machine slows both. Memory is told
 * over that of a table with one row. Targets: at most 0.25 of the time, at most 150 MiB.
 */
export async function reportPdf10k(): Promise<
  BenchResult & { readonly peakMemoryMiB: number; readonly memoryOverBaselineMiB: number }
> {
  const ours: Drawn[] = [];
  const theirs: Drawn[] = [];
  const small: Drawn[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await draw('ours', rows));
    theirs.push(await draw('theirs', rows));
    small.push(await draw('ours', 1));
  }
  const [medianMs, baseMedianMs] = [median(ours.map(({ ms }) => ms)), median(theirs.map(({ ms }) => ms))];
  const peakMemoryMiB = Math.max(...ours.map(({ maxRssMiB }) => maxRssMiB));
  return {
    name: 'report.pdf-10k',
    ratio: medianMs / baseMedianMs,
    of: 'our table writer’s time ÷ pdfkit’s doc.table for the same 10,000 rows × 5 columns',
    n: rounds,
    medianMs,
    baseMedianMs,
    peakMemoryMiB,
    memoryOverBaselineMiB: peakMemoryMiB - median(small.map(({ maxRssMiB }) => maxRssMiB)),
  };
}

async function draw(who: 'ours' | 'theirs', many: number): Promise<Drawn> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, who, String(many)]);
  return JSON.parse(stdout) as Drawn;
}
