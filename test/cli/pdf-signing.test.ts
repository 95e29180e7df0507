import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPdfSigning, signedInWords, signReport } from '../../src/cli/pdf-signing.ts';
import { signatureOf } from '../support/pdf-signature.ts';
import { has } from '../support/pdf-tools.ts';
import { emptyReport } from '../support/sample-report-extremes.ts';
import { makeThrowawayCertificate, type ThrowawayCertificate } from '../support/throwaway-certificate.ts';

/** The certificate as firebreak.yaml names it, beside the file; a moment after it was made. */
function open({ folder, passphrase }: ThrowawayCertificate, more: object = {}) {
  const sources = {
    env: { P12: passphrase, WRONG: 'not-this-one' },
    readFile: (path: string) => Promise.resolve(readFileSync(join(folder, path), 'utf8')),
  };
  const configured = { certificate: 'signer.p12', passphrase: 'env:P12', ...more };
  const at = new Date(Date.now() + 60_000);
  return openPdfSigning(configured, { folder, where: 'signing.pdf', now: () => at }, sources);
}

describe.skipIf(!has('openssl'))('the certificate of signing.pdf (needs openssl)', () => {
  it('is read with its passphrase, which is a secret of the run from then on', async () => {
    const made = makeThrowawayCertificate('ec');
    const { identity, secrets } = await open(made);
    expect(identity.certificate.subject).toBe('CN=throwaway signer');
    expect(secrets.map((secret) => secret.reveal())).toEqual([made.passphrase]);
  });

  it.each([
    ['a wrong passphrase', { passphrase: 'env:WRONG' }, /does not open with the passphrase/],
    ['a file that is not there', { certificate: 'none.p12' }, /there is no such file/],
    ['a file that is no certificate', { certificate: 'signer.key' }, /no certificate/],
  ])('is refused before the first question: %s', async (_, more, message) => {
    const made = makeThrowawayCertificate('ec');
    await expect(open(made, more)).rejects.toMatchObject({
      name: 'BadInput',
      where: 'signing.pdf',
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('signs without a token when nobody confirms the time, and says so', async () => {
    const signing = await open(makeThrowawayCertificate('ec'));
    const authorities = {
      list: [{ name: 'down', url: 'http://127.0.0.1:9/', roots: { anchors: [], between: [] } }],
      post: () => Promise.reject(new Error('nobody should see this')),
      random: (bytes: number) => new Uint8Array(bytes),
    };
    const nobody = await signReport(emptyReport, signing, {});
    const listless = await signReport(emptyReport, signing, {
      open: () => Promise.resolve({ ...authorities, list: [], why: 'none is configured' }),
    });
    for (const signed of [nobody, listless]) {
      if (!signed.ok) throw new Error(signed.why);
      expect(signatureOf(signed.pdf).cms.length).toBeGreaterThan(500);
      expect(signed.stampedBy).toBeUndefined();
    }
    expect(signedInWords(listless)).toEqual([
      'report.signed.pdf is signed; nobody confirms when (none is configured)',
    ]);
    // What is no refusal of an authority is a fault: the report stays unsigned, and says why.
    const faulty = await signReport(emptyReport, signing, {
      open: () => Promise.resolve(authorities),
    });
    expect(faulty).toEqual({ ok: false, why: 'nobody should see this' });
    expect(signedInWords(faulty)).toEqual(['The report is not signed: nobody should see this']);
    expect(signedInWords(undefined)).toEqual([]);
  });
});
