import { createHash } from 'node:crypto';
import process from 'node:process';
import { buildReport, readBag } from '../../src/report/index.ts';
import { drawReport, type ReportFile } from '../../src/report/views.ts';

/** Every file of a bag's report, made again from its record alone. */
export async function rebuildReport(bag: string): Promise<readonly ReportFile[]> {
  const record = await readBag(bag);
  return drawReport(buildReport(record), record.pictures);
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The files' hashes by path. */
export const hashesOf = (files: readonly ReportFile[]): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ path, bytes }) => [path, sha256(bytes)]));

// As a process of its own, `node test/support/rebuild-report.ts <bag>` prints what came out.
if (import.meta.main) {
  process.stdout.write(JSON.stringify(hashesOf(await rebuildReport(process.argv[2] ?? ''))));
}
