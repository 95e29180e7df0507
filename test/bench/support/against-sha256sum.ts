import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { promisify } from 'node:util';
import { median, type BenchResult } from '../result.ts';
import { makeLargeCase } from './large-case.ts';

export interface LargeBagResult extends BenchResult {
  readonly mebibytes: number;
  /** Highest of all rounds, the whole process with its threads. */
  readonly peakMemoryMiB: number;
  /** Of all cores together, and how many times over sha256sum's. */
  readonly cpuMs: number;
  readonly cpuRatio: number;
}

interface Took {
  readonly ms: number;
  readonly cpuMs: number;
  readonly maxRssMiB: number;
}

const rounds = 3;
const child = join(import.meta.dirname, '..', 'child', 'check-bag.ts');

/** Sealing or verifying a case of so many bytes, by turns with `sha256sum` of the same files. */
export async function againstSha256sum(
  what: 'seal' | 'verify',
  bytes: number,
): Promise<Omit<LargeBagResult, 'name' | 'of'>> {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-bench-'));
  const [caseFolder, bag] = [join(folder, 'case'), join(folder, 'bag')];
  try {
    await makeLargeCase(caseFolder, bytes);
    if (what === 'verify') await run('seal', caseFolder, bag);
    const files = await filesBelow(what === 'verify' ? bag : caseFolder);
    const ours: Took[] = [];
    const theirs: { ms: number; cpuMs: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      theirs.push(await sha256sum(files.map(({ path }) => path)));
      if (what === 'seal') await rm(bag, { recursive: true, force: true });
      ours.push(what === 'seal' ? await run('seal', caseFolder, bag) : await run('verify', bag));
    }
    const [medianMs, baseMedianMs] = [median(ours.map(({ ms }) => ms)), median(theirs.map(({ ms }) => ms))];
    const cpuMs = median(ours.map((one) => one.cpuMs));
    return {
      ratio: baseMedianMs / medianMs,
      n: rounds,
      ...{ medianMs, baseMedianMs, cpuMs },
      cpuRatio: cpuMs / median(theirs.map((one) => one.cpuMs)),
      mebibytes: files.reduce((sum, { size }) => sum + size, 0) / 1024 ** 2,
      peakMemoryMiB: Math.max(...ours.map(({ maxRssMiB }) => maxRssMiB)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(...args: readonly string[]): Promise<Took> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, ...args]);
  return JSON.parse(stdout) as Took;
}

/** @throws Error when the machine has no sha256sum */
async function sha256sum(paths: readonly string[]): Promise<{ readonly ms: number; readonly cpuMs: number }> {
  // A shell for its `times`, whose second line is what its children took: "0m0.480s 0m0.060s".
  const script = 'sha256sum "$@" >/dev/null && times';
  const started = performance.now();
  const { stdout } = await promisify(execFile)('sh', ['-c', script, 'sh', ...paths]);
  const ms = performance.now() - started;
  const spent = [...(stdout.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  return {
    ms,
    cpuMs: spent.reduce(
      (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
      0,
    ),
  };
}

async function filesBelow(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(paths.map(async (path) => ({ path, size: (await stat(path)).size })));
}
