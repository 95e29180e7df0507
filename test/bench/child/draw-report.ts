import { readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { keepHeapSmall } from '../../../src/cli/heap.ts';

// A case of so many rows in all its views, written to files, in a process of its own: `node draw-report.ts 1000`.

// As src/cli/main.ts does, before any command's code is loaded: loading it first would make the young generation 2 × 8
// MiB, which the program never has.
keepHeapSmall();
const { writeReport } = await import('../../../src/report/views.ts');
const { caseOf } = await import('./case-of.ts');

const sample = new URL('../../../reports/sample/report.json', import.meta.url);
const report = caseOf(JSON.parse(readFileSync(sample, 'utf8')), Number(process.argv[2] ?? 1_000));
const folder = await mkdtemp(join(tmpdir(), 'firebreak-bench-'));
try {
  const started = performance.now();
  const paths = await writeReport(report, folder);
  const ms = performance.now() - started;
  let bytes = 0;
  for (const path of paths) bytes += (await stat(join(folder, path))).size;
  const maxRssMiB = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ ms, bytes, files: paths.length, maxRssMiB }));
} finally {
  await rm(folder, { recursive: true });
}
