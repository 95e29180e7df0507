import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentInfo, SignedData } from 'pkijs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTimestampPost } from '../../src/cli/post-timestamp.ts';
import { signReport } from '../../src/cli/pdf-signing.ts';
import { openLocalAuthority } from '../../src/drill/index.ts';
import { readRoots, readSigningIdentity, type Authorities } from '../../src/evidence/index.ts';
import { csvFiles } from '../../src/report/csv/index.ts';
import { renderPdf } from '../../src/report/pdf/index.ts';
import { reportJson } from '../../src/report/report-json.ts';
import { freshFolder } from '../evidence/folder.ts';
import { signatureOf } from '../support/pdf-signature.ts';
import { has, runOn } from '../support/pdf-tools.ts';
import { thinPairReport } from '../support/sample-report.ts';
import { hostileReport } from '../support/sample-report-extremes.ts';
import { makeThrowawayCertificate, type ThrowawayCertificate } from '../support/throwaway-certificate.ts';

const run = (command: string, cwd: string) => {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
};

describe.runIf(has('qpdf') && has('pdfinfo'))('conformance/pdf', () => {
  it.each([
    ['thin pair', thinPairReport],
    ['hostile', hostileReport],
  ])('is sound to qpdf, tagged and with embedded fonts to poppler: %s', async (_, report) => {
    const pdf = await renderPdf(report);
    expect(runOn(pdf, 'qpdf', ['--check', 'FILE'])).toContain('No syntax or stream encoding errors');
    const info = runOn(pdf, 'pdfinfo', ['FILE']);
    expect(info).toMatch(/^Tagged: +yes$/m);
    expect(info).toMatch(/^PDF version: +1\.7$/m);
    expect(info).toMatch(/^PDF subtype: +PDF\/A-3a:2012$/m);
    const fonts = runOn(pdf, 'pdffonts', ['FILE']).split('\n').slice(2, -1);
    expect(fonts.length).toBeGreaterThanOrEqual(3);
    for (const font of fonts) expect(font).toMatch(/ yes yes yes +\d+ +\d+$/);
  });

  it('has the record attached, as pdfdetach takes it out', async () => {
    const folder = await freshFolder();
    writeFileSync(join(folder, 'report.pdf'), await renderPdf(thinPairReport));
    mkdirSync(join(folder, 'out'));
    expect(run('pdfdetach -saveall -o out report.pdf', folder)).toMatchObject({ status: 0 });
    const file = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8');
    expect(file('report.json') === reportJson(thinPairReport)).toBe(true);
    for (const { path, text } of csvFiles(thinPairReport)) {
      if (path.endsWith('.csv')) expect(file(path.replace('tables/', '')) === text).toBe(true);
    }
  });
});

describe.runIf(has('pdfsig') && has('certutil') && has('openssl'))('conformance/signed pdf', () => {
  it.each(['rsa', 'ec'] as const)(
    'is valid and whole to pdfsig, signed by a trusted %s key',
    async (kind) => {
      const made = makeThrowawayCertificate(kind);
      const { pdf } = await signedBy(made);
      const said = pdfsig(made.folder, pdf);
      expect(said).toContain('Signature Validation: Signature is Valid.');
      expect(said).toContain('Certificate Validation: Certificate is Trusted.');
      expect(said).toContain('Total document signed');
      expect(said).toContain('Signer Certificate Common Name: throwaway signer');
      expect(runOn(pdf, 'qpdf', ['--check', 'FILE'])).toContain('No syntax or stream encoding errors');
    },
  );

  it('shows a flipped byte wherever it is, and bytes added at the end', async () => {
    const made = makeThrowawayCertificate('ec');
    const { pdf } = await signedBy(made);
    const { ranges } = signatureOf(pdf);
    const [, from = 0, to = 0] = ranges;
    for (const place of [20, from - 200, to + 40, pdf.length >> 1]) {
      const changed = Buffer.from(pdf);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(pdfsig(made.folder, changed)).not.toContain('Signature is Valid');
    }
    const longer = pdfsig(made.folder, Buffer.concat([pdf, Buffer.from('\n% more\n')]));
    expect(longer).not.toContain('Total document signed');
  });

  it('is CAdES to openssl, and its time is confirmed over the signature itself', async () => {
    const made = makeThrowawayCertificate('rsa');
    const authority = await localAuthority();
    const { pdf, stampedBy } = await signedBy(made, authority.authorities);
    expect(stampedBy).toBe('first');
    const { cms, signed } = signatureOf(pdf);
    writeFileSync(join(made.folder, 'sig.der'), cms);
    writeFileSync(join(made.folder, 'signed'), signed);
    const verify =
      'openssl cms -verify -cades -inform DER -in sig.der -content signed -binary -CAfile ca.pem -purpose any -out /dev/null';
    expect(run(verify, made.folder)).toMatchObject({ status: 0 });
    writeFileSync(join(made.folder, 'signed'), Buffer.concat([signed, Buffer.from('x')]));
    expect(run(verify, made.folder).status).not.toBe(0);
    const { value, token } = timestampIn(cms);
    writeFileSync(join(made.folder, 'token.der'), token);
    writeFileSync(join(made.folder, 'root.pem'), authority.root);
    const over = (of: Uint8Array): string =>
      `openssl ts -verify -token_in -in token.der -CAfile root.pem -digest ${createHash('sha256').update(of).digest('hex')}`;
    expect(run(over(value), made.folder).said).toContain('Verification: OK');
    expect(run(over(cms), made.folder).said).toContain('Verification: FAILED');
    expect(pdfsig(made.folder, pdf)).toContain('Signature is Valid');
  }, 60_000);
});

async function signedBy(
  { chain, key }: ThrowawayCertificate,
  authorities?: Authorities,
): Promise<{ readonly pdf: Uint8Array; readonly stampedBy: string | undefined }> {
  // A certificate that was made this second is not valid until the next.
  const at = new Date(Date.now() + 60_000);
  const identity = await readSigningIdentity(Buffer.from(chain), { key, at });
  const signed = await signReport(
    thinPairReport,
    { identity, secrets: [], now: () => at },
    authorities ? { open: () => Promise.resolve(authorities) } : {},
  );
  if (!signed.ok) throw new Error(signed.why);
  return { pdf: signed.pdf, stampedBy: signed.stampedBy };
}

async function localAuthority(): Promise<{ readonly authorities: Authorities; readonly root: string }> {
  const local = await openLocalAuthority({ folder: join(await freshFolder(), 'first'), name: 'first' });
  onTestFinished(() => local.close());
  const list = [{ name: 'first', url: local.url, roots: readRoots(local.ca) }];
  return {
    root: local.ca,
    authorities: { list, post: createTimestampPost([local.url]), random: randomBytes },
  };
}

/** The signature's value and the token over it, as another reader of CMS takes them out. */
function timestampIn(cms: Uint8Array): { readonly value: Uint8Array; readonly token: Uint8Array } {
  const { content } = ContentInfo.fromBER(Uint8Array.from(cms).buffer);
  const [signer] = new SignedData({ schema: content as object }).signerInfos;
  const [token] = signer?.unsignedAttrs?.attributes[0]?.values as readonly { toBER(): ArrayBuffer }[];
  if (!signer || !token) throw new Error('there is no token in the signature');
  return { value: signer.signature.valueBlock.valueHexView, token: new Uint8Array(token.toBER()) };
}

/** What pdfsig says to somebody who trusts the throwaway authority. */
function pdfsig(folder: string, pdf: Uint8Array): string {
  writeFileSync(join(folder, 'report.pdf'), pdf);
  const trust = 'certutil -N -d sql:nss --empty-password && certutil -A -d sql:nss -n ca -t C,C,C -i ca.pem';
  const { status, said } = run(`[ -d nss ] || { mkdir nss && ${trust}; }`, folder);
  if (status !== 0) throw new Error(said);
  return run('pdfsig -nssdir nss report.pdf', folder).said;
}
