import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signReport } from '../../src/cli/pdf-signing.ts';
import { readSigningIdentity } from '../../src/evidence/index.ts';
import { freshFolder } from '../evidence/folder.ts';
import { pdfCases } from '../support/pdf-cases.ts';
import { has } from '../support/pdf-tools.ts';
import { thinPairReport } from '../support/sample-report.ts';
import { makeThrowawayCertificate } from '../support/throwaway-certificate.ts';

const flavours = ['3a', 'ua1'] as const;

/**
 * What veraPDF says of a file: `PASS file flavour`, or `FAIL …` and the rules (`FAIL 6.1.13-3`: clause and
 * test), one a line. Its status is 1 when a file fails, more when it could not be judged.
 */
async function judged(pdf: Uint8Array, flavour: (typeof flavours)[number]): Promise<string> {
  const file = join(await freshFolder(), 'report.pdf');
  writeFileSync(file, pdf);
  const { status, stdout, stderr } = spawnSync(
    'verapdf',
    ['--flavour', flavour, '--format', 'text', '-v', file],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0 && status !== 1) throw new Error(`verapdf ended with ${String(status)}: ${stderr}`);
  return stdout.replaceAll(file, 'report.pdf');
}

/** The same length, so that nothing else breaks. */
function changed(pdf: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1');
  expect(text).toContain(from);
  return Buffer.from(text.replace(from, to), 'latin1');
}

describe.skipIf(!has('verapdf'))('conformance/verapdf (needs verapdf)', { timeout: 120_000 }, () => {
  describe.each(flavours)('%s', (flavour) => {
    it.each(Object.entries(pdfCases))('%s', async (_, render) => {
      expect(await judged(await render(), flavour)).toMatch(/^PASS report\.pdf /);
    });

    it.each(['rsa', 'ec'] as const)('signed with a key of kind %s', async (kind) => {
      const { chain, key } = makeThrowawayCertificate(kind);
      // A certificate that was made this second is not valid until the next.
      const at = new Date(Date.now() + 60_000);
      const identity = await readSigningIdentity(Buffer.from(chain), { key, at });
      const signed = await signReport(thinPairReport, { identity, secrets: [], now: () => at }, {});
      if (!signed.ok) throw new Error(signed.why);
      expect(await judged(signed.pdf, flavour)).toMatch(/^PASS report\.pdf /);
    });
  });

  it('fails what is no such file, or the rest says nothing', async () => {
    const pdf = await pdfCases['empty']?.();
    if (!pdf) throw new Error('there is no empty case');
    const noArchive = changed(pdf, '<pdfaid:conformance>A<', '<pdfaid:conformance>Q<');
    expect(await judged(noArchive, '3a')).toMatch(/^FAIL report\.pdf [^]*FAIL 6\.6\.4-3/);
    const noAccess = changed(pdf, '<pdfuaid:part>1<', '<pdfuaid:part>7<');
    expect(await judged(noAccess, 'ua1')).toMatch(/^FAIL report\.pdf [^]*FAIL 5-2/);
  });
});
