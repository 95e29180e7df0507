import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { collectCaseFiles, createSigningKey, sealBag, verifyBag } from '../../../src/evidence/index.ts';
import { secrets } from '../support/large-case.ts';

// Sealing a case, or verifying a bag, in a process of its own: `node check-bag.ts seal CASE BAG`, `… verify BAG`.
// In the file's own folder nothing is left but what sealing makes.

const [, , what = '', ...folders] = process.argv;
const cpu = process.cpuUsage();
const started = performance.now();
const { ok, firstProblem } =
  what === 'seal' ? await seal(folders[0] ?? '', folders[1] ?? '') : await verifyBag(folders[0] ?? '');
const ms = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
if (!ok) throw new Error(`${firstProblem?.check}: ${firstProblem?.problem}`);
const maxRssMiB = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ ms, cpuMs: (user + system) / 1000, maxRssMiB }));

async function seal(caseFolder: string, into: string) {
  const { verification } = await sealBag({
    ...{ source: { files: await collectCaseFiles(caseFolder) }, into, secrets },
    ...{ bagInfo: {}, signer: createSigningKey().signer, at: '2026-11-21T06:00:00.000Z' },
  });
  return verification;
}
