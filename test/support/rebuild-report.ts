import { createHash } from 'node:crypto';
import process from 'node:process';
import { renderPdf } from '../../src/report/pdf/index.ts';
import { buildReport, readBag, reportJson } from '../../src/report/index.ts';

/** A bag's report.json and report.pdf, made again from its record alone. */
export async function rebuildReport(
  bag: string,
): Promise<{ readonly json: Uint8Array; readonly pdf: Uint8Array }> {
  const report = buildReport(await readBag(bag));
  return { json: Buffer.from(reportJson(report)), pdf: await renderPdf(report) };
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

// As a process of its own, `node test/support/rebuild-report.ts <bag>` prints what came out.
if (import.meta.main) {
  const { json, pdf } = await rebuildReport(process.argv[2] ?? '');
  process.stdout.write(JSON.stringify({ json: sha256(json), pdf: sha256(pdf) }));
}
