import { readdir } from 'node:fs/promises';
import process from 'node:process';
import type { BenchResult } from './result.ts';

/**
 * Runs the benches of this folder, one after the other, and prints one JSON object a line.
 * `--only NAME` runs one, by its file's name ("journal-append") or its result's ("journal.append").
 */
const only = process.argv[process.argv.indexOf('--only') + 1];
const wanted = process.argv.includes('--only') ? only?.replaceAll('.', '-') : undefined;
const ours = ['main.ts', 'result.ts'];

const names = (await readdir(import.meta.dirname)).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !ours.includes(file),
);
const chosen = names.sort().filter((file) => wanted === undefined || file === `${wanted}.ts`);
if (chosen.length === 0) {
  process.stderr.write(
    `no bench "${only}": there are ${names.map((file) => file.slice(0, -3)).join(', ')}\n`,
  );
  process.exitCode = 2;
}

for (const file of chosen) {
  const module = (await import(`./${file}`)) as Record<string, () => Promise<BenchResult>>;
  for (const bench of Object.values(module)) {
    process.stdout.write(`${JSON.stringify(await bench())}\n`);
  }
}
