import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readSigningIdentity, signDocument } from '../../../src/evidence/document-signature/index.ts';
import { renderPdf, type PdfSigner } from '../../../src/report/pdf/index.ts';
import { objectsOf } from '../../support/pdf-objects.ts';
import { signatureOf } from '../../support/pdf-signature.ts';
import { has } from '../../support/pdf-tools.ts';
import { thinPairReport } from '../../support/sample-report.ts';
import { emptyReport, hostileReport } from '../../support/sample-report-extremes.ts';
import { makeThrowawayCertificate } from '../../support/throwaway-certificate.ts';

const at = new Date('2026-11-21T04:00:00Z');

/** Signs with any bytes: what matters is where they go and what was handed over. */
function bystander(answer: Uint8Array): PdfSigner & { readonly asked: Uint8Array[] } {
  const asked: Uint8Array[] = [];
  return {
    name: 'A (B) \\ /ByteRange [0 /********** /********** /**********]',
    at,
    asked,
    sign: (digest) => {
      asked.push(digest);
      return Promise.resolve(answer);
    },
  };
}

const answer = Buffer.from([0x30, 0x82, 0x00, 0x02, 0xab, 0xcd]);

describe('a signed report', () => {
  it.each([
    ['a plain one', emptyReport],
    [
      'one whose strings look like a signature',
      withTitle('/ByteRange [0 /********** /**********] /Contents <00'),
    ],
    ['a hostile one', hostileReport],
  ])('has everything but the signature signed: %s', async (_, report) => {
    const signer = bystander(answer);
    const pdf = await renderPdf(report, { signer });
    const { ranges, signed, cms } = signatureOf(pdf);
    const [start, from = 0, to = 0, rest = 0] = ranges;
    expect([start, to + rest]).toEqual([0, pdf.length]);
    expect(String.fromCharCode(pdf[from] ?? 0, pdf[to - 1] ?? 0)).toBe('<>');
    expect(cms.equals(answer)).toBe(true);
    expect(signer.asked.map((digest) => Buffer.from(digest).toString('hex'))).toEqual([
      createHash('sha256').update(signed).digest('hex'),
    ]);
  });

  it('refuses a signature that does not fit into its place', async () => {
    await expect(renderPdf(emptyReport, { signer: bystander(Buffer.alloc(16_385)) })).rejects.toThrow(
      /16385 bytes/,
    );
  });

  it('ends with what the signer throws', async () => {
    const sign = () => Promise.reject(new Error('no touch'));
    await expect(renderPdf(emptyReport, { signer: { name: 'x', at, sign } })).rejects.toThrow('no touch');
  });

  it('leaves the unsigned report as it was', async () => {
    const before = await renderPdf(emptyReport);
    await renderPdf(emptyReport, { signer: bystander(answer) });
    expect(Buffer.compare(await renderPdf(emptyReport), before)).toBe(0);
  });

  it.skipIf(!has('qpdf'))('has a field that PDF/A and PDF/UA allow (needs qpdf)', async () => {
    const objects = objectsOf(await renderPdf(thinPairReport, { signer: bystander(answer) }));
    const find = (key: string, value: string) =>
      Object.entries(objects).find(([, one]) => one.value?.[key] === value) ?? ['', undefined];
    const [name, widget] = find('/Subtype', '/Widget');
    const [, form] = find('/S', '/Form');
    const [, catalog] = find('/Type', '/Catalog');
    expect(widget?.value).toMatchObject({ '/F': 132, '/Rect': [0, 0, 0, 0], '/FT': '/Sig' });
    expect(widget?.value?.['/TU']).toMatch(/^u:Signature of /);
    expect(form?.value?.['/K']).toMatchObject([{ '/Type': '/OBJR', '/Obj': name.replace('obj:', '') }]);
    expect(catalog?.value?.['/AcroForm']).toMatchObject({ '/SigFlags': 3 });
    expect(catalog?.value?.['/AcroForm']).not.toHaveProperty('/NeedAppearances');
    const page = objects[`obj:${String(widget?.value?.['/P'])}`]?.value;
    expect(page).toMatchObject({ '/Type': '/Page', '/Tabs': '/S' });
  });
});

describe.skipIf(!has('openssl'))('signDocument (needs openssl)', () => {
  it('signs the same digest to the same bytes with RSA, and puts the token in without touching the rest', async () => {
    const { chain, key } = makeThrowawayCertificate('rsa');
    const identity = await readSigningIdentity(Buffer.from(chain), {
      key,
      at: new Date(Date.now() + 60_000),
    });
    const digest = createHash('sha256').update('x').digest();
    const plain = await signDocument(digest, identity);
    expect(Buffer.compare(await signDocument(digest, identity), plain)).toBe(0);
    const asked: Uint8Array[] = [];
    const token = Buffer.from('3003020107', 'hex');
    const stamped = await signDocument(digest, identity, (over) => {
      asked.push(over);
      return Promise.resolve(token);
    });
    expect(asked[0]).toHaveLength(32);
    expect(Buffer.from(stamped).includes(token)).toBe(true);
    expect(Buffer.from(plain).includes(token)).toBe(false);
    const unanswered = await signDocument(digest, identity, () => Promise.resolve(undefined));
    expect(Buffer.compare(unanswered, plain)).toBe(0);
  });
});

function withTitle(title: string) {
  return { ...emptyReport, identification: { ...emptyReport.identification, title } };
}
