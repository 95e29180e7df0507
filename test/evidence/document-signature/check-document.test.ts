import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkSignedDocument, readSigningIdentity } from '../../../src/evidence/document-signature/index.ts';
import { readRoots } from '../../../src/evidence/trusted-time/index.ts';
import {
  attribute,
  certificateV2,
  elementsOf,
  hashOf,
  issuerAndSerial,
  octets,
  oid,
  oids,
  sequence,
  tlv,
} from '../../support/made-cms.ts';
import { makePdf, type PdfRecipe } from '../../support/made-pdf.ts';
import { has } from '../../support/pdf-tools.ts';
import { infoOf, read, signInfo } from '../trusted-time/made-tokens.ts';
import { makeSigners, signedPdf, signerOf, tokenOver, type Recipe } from './signers.ts';

const refused = (code: string, message: RegExp) => ({
  name: 'SignatureRefusal',
  code,
  message: expect.stringMatching(message) as unknown,
});

// Valid from now on: what they sign claims to be of tomorrow.
const day = 86_400_000;
const dateOf = (at: number): string => `/M (D:${new Date(at).toISOString().replace(/[-:T]|\..*/g, '')}Z)`;
const tomorrow = dateOf(Date.now() + day);
const pdfOf = (recipe: PdfRecipe = {}) => makePdf({ date: tomorrow, ...recipe });
const signed = (recipe: Recipe = {}, name = 'ec', pdf: PdfRecipe = {}): Buffer =>
  signedPdf(signerOf(name), recipe, pdfOf(pdf));

describe.skipIf(!has('openssl'))('checkSignedDocument (needs openssl)', () => {
  beforeAll(makeSigners, 60_000);

  it.each(['ec', 'rsa', 'sealing', 'brainpool'])('says whose signature it is: %s', async (name) => {
    const found = await checkSignedDocument(signed({}, name));
    const real = new X509Certificate(read(`${name}.pem`));
    expect(found).toMatchObject({
      ...{ subject: 'O=Firm, CN=J. Doe', issuer: 'CN=issuer', sha256: real.fingerprint256 },
      ...{ issuers: [], stamp: { is: 'none' }, validAt: { by: 'file’s own claim', at: found.claimedAt } },
    });
    expect(found.key).toBe(
      { rsa: 'RSA, 2048 bits', brainpool: 'EC, brainpoolP256r1' }[name] ?? 'EC, prime256v1',
    );
  });

  it('takes SHA-384 and an issuer and serial number that are named besides', async () => {
    const hash = { name: 'sha384', oid: oids.sha384 } as const;
    await expect(checkSignedDocument(signed({ hash }))).resolves.toMatchObject({ issuer: 'CN=issuer' });
    await expect(checkSignedDocument(signed(named('ec')))).resolves.toMatchObject({ issuer: 'CN=issuer' });
  });

  it('shows the issuers that the file brings, and only those that really issued', async () => {
    const certificates = ['ec', 'root', 'tsa-root'].map((name) => signerOf(name).certificate);
    const { issuers } = await checkSignedDocument(signed({ certificates }));
    expect(issuers).toEqual(['CN=issuer']);
    const namesake = ['ec', 'other-root'].map((name) => signerOf(name).certificate);
    expect((await checkSignedDocument(signed({ certificates: namesake }))).issuers).toEqual([]);
  });

  it('sees every byte changed', async () => {
    const file = signed();
    const unseen: number[] = [];
    // What fills the place up is looked at once in a hundred digits.
    const end = file.indexOf('00000000000000000000', file.indexOf('/Contents <30'));
    for (let at = 0; at < file.length; at += at > end + 20 && at < end + 5_000 ? 100 : 1) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const seen = await checkSignedDocument(changed).then(
        () => false,
        ({ name }: Error) => name === 'SignatureRefusal',
      );
      if (!seen) unseen.push(at);
    }
    // With what stands before it, to find it by.
    expect(unseen.map((at) => file.toString('latin1', at - 20, at + 1))).toEqual([]);
  }, 60_000);

  it('sees a byte changed in a token and in what comes with it, for whoever names its root', async () => {
    const file = signed({ unsigned: (value) => [stampOf(tokenOver(value))] });
    const roots = readRoots(read('tsa-root.pem').toString());
    const text = file.toString('latin1');
    const begin = text.indexOf('060b2a864886f70d010910020e');
    const end = text.indexOf('0'.repeat(20), begin);
    expect(end - begin).toBeGreaterThan(1_000);
    const unseen: string[] = [];
    for (let at = begin; at < end; at += 3) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const found = await checkSignedDocument(changed, { roots }).catch(({ code }: { code: string }) => code);
      if (typeof found !== 'string' && found.stamp.is === 'checked') unseen.push(text.slice(at - 20, at + 1));
    }
    expect(unseen).toEqual([]);
  }, 60_000);

  it.each<[string, () => Buffer, string, RegExp]>([
    ['another document’s signature', () => swapped(), 'CHANGED', /sha256 of the file is not/],
    [
      'bytes behind the end',
      () => Buffer.concat([signed(), Buffer.from('% more\n')]),
      'APPENDED',
      /last 7 bytes/,
    ],
    [
      'many bytes behind the end',
      () => Buffer.concat([signed(), Buffer.alloc(5_000, ' ')]),
      'APPENDED',
      /last 5000/,
    ],
    ['a later revision', () => withRevision(signed()), 'APPENDED', /more than one revision/],
    ['an end cut off', () => signed().subarray(0, -30), 'NOT_UNDERSTOOD', /does not end as a PDF/],
    ['a last byte cut off', () => signed().subarray(0, -1), 'RANGE_WRONG', /1 bytes of what was signed/],
    ['no PDF', () => Buffer.from('<html>200</html>'), 'NOT_UNDERSTOOD', /not a PDF/],
    ['nothing', () => Buffer.alloc(0), 'NOT_UNDERSTOOD', /not a PDF/],
    ['an empty place', () => pdfOf().file, 'NOT_UNDERSTOOD', /place of the signature is empty/],
  ])('refuses a file with %s', async (_, file, code, message) => {
    await expect(checkSignedDocument(file())).rejects.toMatchObject(refused(code, message));
  });

  // Each is signed for good over what it names: only the range is not what it must be.
  it.each<[string, (usual: readonly number[]) => readonly number[], string]>([
    ['leaves out more before', ([a = 0, b = 0, c = 0, d = 0]) => [a, b - 40, c, d], 'RANGE_WRONG'],
    ['leaves out more behind', ([a = 0, b = 0, c = 0, d = 0]) => [a, b, c + 1, d - 1], 'RANGE_WRONG'],
    ['leaves out the first byte', ([a = 0, b = 0, c = 0, d = 0]) => [a + 1, b, c, d], 'RANGE_WRONG'],
    ['leaves out the last byte', ([a = 0, b = 0, c = 0, d = 0]) => [a, b, c, d - 1], 'APPENDED'],
    ['goes beyond the end', ([a = 0, b = 0, c = 0, d = 0]) => [a, b, c, d + 9], 'RANGE_WRONG'],
    ['names one stretch', ([a = 0, b = 0]) => [a, b], 'RANGE_WRONG'],
    ['names three stretches', (usual) => [...usual, 0, 0], 'RANGE_WRONG'],
    ['has half a byte', ([a = 0, b = 0, c = 0, d = 0]) => [a, b + 0.5, c, d], 'RANGE_WRONG'],
  ])('refuses a range that %s', async (_, range, code) => {
    await expect(checkSignedDocument(signed({}, 'ec', { range }))).rejects.toMatchObject({ code });
  });

  it.each<[string, PdfRecipe, string, RegExp]>([
    ['two fields', { form: '<< /Fields [4 0 R 4 0 R] >>' }, 'MORE_SIGNATURES', /2 fields/],
    ['a field with others below it', { field: '/FT /Sig /V 5 0 R /Kids [4 0 R]' }, 'MORE_SIGNATURES', /./],
    ['no field', { form: '<< /Fields [] >>' }, 'NO_SIGNATURE', /no signature/],
    ['no form', { form: 'null' }, 'NO_SIGNATURE', /no signature/],
    ['a field for text', { field: '/FT /Tx /V 5 0 R' }, 'NO_SIGNATURE', /no signature/],
    ['an empty field', { field: '/FT /Sig' }, 'NO_SIGNATURE', /empty/],
    ['a value that is not there', { field: '/FT /Sig /V 9 0 R' }, 'NO_SIGNATURE', /empty/],
    ['an older kind of signature', { subFilter: 'adbe.pkcs7.detached' }, 'NOT_PADES', /another kind/],
    ['a certificate beside it', { more: '/Cert <00>' }, 'NOT_PADES', /beside/],
    ['no time', { date: '' }, 'NOT_PADES', /does not say when/],
    ['a time that is none', { date: '/M (D:20261340040000Z)' }, 'NOT_PADES', /does not say when/],
    ['two times', { date: `${tomorrow} ${tomorrow}` }, 'NOT_UNDERSTOOD', /a key twice/],
    ['encryption', { trailer: '/Encrypt 1 0 R' }, 'NOT_UNDERSTOOD', /encrypted/],
    ['a packed table', { trailer: '/XRefStm 9' }, 'APPENDED', /revision/],
    ['values without end', { more: `/X ${'['.repeat(5_000)}` }, 'NOT_UNDERSTOOD', /nested deeper/],
  ])('refuses %s', async (_, pdf, code, message) => {
    await expect(checkSignedDocument(signed({}, 'ec', pdf))).rejects.toMatchObject(refused(code, message));
  });

  it('reads a time with a zone', async () => {
    const file = signed({}, 'ec', { date: `${tomorrow.slice(0, 14)}153000+05'30')` });
    expect((await checkSignedDocument(file)).claimedAt).toMatch(/T10:00:00\.000Z$/);
  });

  it.each<[string, () => Recipe, string, RegExp]>([
    ['two signers', () => ({ signerInfos: (one) => [one, one] }), 'SIGNER_COUNT', /there are 2/],
    ['no signer', () => ({ signerInfos: () => [] }), 'SIGNER_COUNT', /there are 0/],
    ['no certificate', () => ({ certificates: [] }), 'SIGNER_MISSING', /no certificate/],
    [
      'another’s certificate',
      () => ({ certificates: [signerOf('namesake').certificate] }),
      'SIGNER_MISSING',
      /^0/,
    ],
    ['its certificate twice', () => ({ certificates: twice('ec') }), 'SIGNER_MISSING', /^2/],
    ['a revocation list', () => ({ more: [tlv(0xa1, sequence())] }), 'UNSIGNED_PARTS', /revocation/],
    ['its content in it', () => ({ content: embedded }), 'NOT_UNDERSTOOD', /stands in the signature/],
    ['no signed attributes', () => ({ attributes: () => [] }), 'NOT_PADES', /no signed attributes/],
    ['a digest signed twice', () => twiceSigned(1), 'SIGNED_ATTRIBUTES', /digest is signed 2 times/],
    ['no digest', () => without(1), 'SIGNED_ATTRIBUTES', /digest is signed 0 times/],
    ['no content type', () => without(0), 'SIGNED_ATTRIBUTES', /content type is signed 0/],
    ['another content type', () => instead(0, otherType), 'SIGNED_ATTRIBUTES', /not plain data/],
    ['a time signed', () => besides(attribute(oids.signingTime, time)), 'NOT_PADES', /a time is among/],
    [
      'attributes out of order',
      () => ({ attributes: backwards, isUnsorted: true }),
      'SIGNED_ATTRIBUTES',
      /order/,
    ],
    ['no certificate named', () => without(2), 'CERTIFICATE_NOT_BOUND', /signed 0 times/],
    ['a certificate named by SHA-1 alone', () => instead(2, bySha1()), 'CERTIFICATE_NOT_BOUND', /0 times/],
    ['a namesake named', () => instead(2, namesake()), 'CERTIFICATE_NOT_BOUND', /another certificate/],
    ['an unknown hash of it', () => instead(2, oddHash()), 'CERTIFICATE_NOT_BOUND', /unknown way/],
    ['another serial number named', () => named('namesake'), 'CERTIFICATE_NOT_BOUND', /serial number/],
    ['SHA-1', () => ({ hash: { name: 'sha1', oid: oids.sha1 } }), 'WEAK_ALGORITHM', /1\.3\.14/],
    ['RSASSA-PSS', () => ({ algorithm: pss }), 'WEAK_ALGORITHM', /parameters/],
    ['an algorithm of another key', () => ({ algorithm: rsaSha256 }), 'SIGNATURE_WRONG', /another kind/],
    [
      'something unsigned',
      () => ({ unsigned: () => [attribute(oids.data, octets(time))] }),
      'UNSIGNED_PARTS',
      /nobody/,
    ],
    ['an empty token', () => ({ unsigned: () => [stampOf(sequence())] }), 'STAMP_WRONG', /NOT_UNDERSTOOD/],
    [
      'a token over another text',
      () => ({ unsigned: (v) => [stampOf(tokenOver(v, 'tsa', hashOf('sha256', time)))] }),
      'STAMP_WRONG',
      /WRONG_IMPRINT/,
    ],
    [
      'two tokens',
      () => ({ unsigned: (v) => [stampOf(tokenOver(v), tokenOver(v))] }),
      'UNSIGNED_PARTS',
      /more than one/,
    ],
    [
      'a token by who may not',
      () => ({ unsigned: (v) => [stampOf(notByAuthority(v))] }),
      'STAMP_WRONG',
      /WRONG_USAGE/,
    ],
  ])('refuses a signature with %s', async (_, recipe, code, message) => {
    await expect(checkSignedDocument(signed(recipe()))).rejects.toMatchObject(refused(code, message));
  });

  it.each([
    ['locks', 'WRONG_USAGE', /not for signatures/],
    ['rsa-1024', 'WEAK_ALGORITHM', /1024 bits/],
  ])('refuses a key that should not sign: %s', async (name, code, message) => {
    await expect(checkSignedDocument(signed({}, name))).rejects.toMatchObject(refused(code, message));
  });

  it('is not needed to find out: whoever signs is refused such a certificate', async () => {
    const at = new Date(Date.now() + day);
    const pem = (name: string): Buffer => Buffer.concat([read(`${name}.pem`), read(`${name}.key`)]);
    await expect(readSigningIdentity(pem('locks'), { at })).rejects.toMatchObject({ code: 'WRONG_USAGE' });
    await expect(readSigningIdentity(pem('sealing'), { at })).resolves.toBeDefined();
  });

  it('refuses another certificate for the same name, number and key', async () => {
    const certificates = [signerOf('twin', 'ec').certificate];
    const asTwin = signerOf('twin', 'ec');
    const usual = certificateV2(octets(hashOf('sha256', signerOf('ec').certificate)));
    const file = signedPdf(asTwin, { certificates, ...instead(2, usual) }, pdfOf());
    await expect(checkSignedDocument(file)).rejects.toMatchObject({ code: 'CERTIFICATE_NOT_BOUND' });
    await expect(checkSignedDocument(signedPdf(asTwin, {}, pdfOf()))).resolves.toMatchObject({
      issuer: 'CN=issuer',
    });
  });

  it('holds the certificate against the token’s time where there is one, and against the claim where not', async () => {
    const stamped: Recipe = { unsigned: (value) => [stampOf(tokenOver(value))] };
    const then = { date: '/M (D:20200601000000Z)' };
    // Expired at the end of 2020: the claim says before, the token says today.
    await expect(checkSignedDocument(signed({}, 'expired', then))).resolves.toMatchObject({
      validAt: { at: '2020-06-01T00:00:00.000Z', by: 'file’s own claim' },
    });
    await expect(checkSignedDocument(signed(stamped, 'expired', then))).rejects.toMatchObject(
      refused('OUT_OF_TIME', /by the time-stamp token/),
    );
    await expect(checkSignedDocument(signed({}, 'expired'))).rejects.toMatchObject(
      refused('OUT_OF_TIME', /by the file’s own claim/),
    );
    // The other way about: the claim is of before the certificate, the token of now.
    const found = await checkSignedDocument(signed(stamped, 'ec', then));
    expect(found.validAt).toMatchObject({ by: 'time-stamp token' });
    expect(Math.abs(Date.parse(found.validAt.at) - Date.now())).toBeLessThan(day);
  });

  it('believes in a token as far as its root is known', async () => {
    const by = (signer: string): Buffer =>
      signed({ unsigned: (value) => [stampOf(tokenOver(value, signer))] });
    const roots = readRoots(read('tsa-root.pem').toString());
    const others = readRoots(read('other-root.pem').toString());
    const trustOf = async (file: Buffer, given = {}) => (await checkSignedDocument(file, given)).stamp;
    expect(await trustOf(by('tsa'), { roots })).toMatchObject({
      is: 'checked',
      trust: 'given',
      signer: 'CN=TSA',
    });
    expect(await trustOf(by('tsa'))).toMatchObject({ is: 'checked', trust: 'bag', accuracyMs: 1_500 });
    expect(await trustOf(by('drill-tsa'), { roots })).toMatchObject({ is: 'checked', trust: 'drill' });
    // Not every token brings what is between it and its root: that is no sign of a change.
    expect(await trustOf(by('tsa'), { roots: others })).toMatchObject({
      is: 'not believed',
      why: expect.stringMatching(/^CHAIN_WRONG, /) as unknown,
    });
    const rootless = signed({ unsigned: (value) => [stampOf(signInfo(infoOf(tokenOver(value)), ['tsa']))] });
    expect(await trustOf(rootless)).toMatchObject({ is: 'not believed' });
    expect(await trustOf(rootless, { roots })).toMatchObject({ is: 'checked', trust: 'given' });
  });
});

const time = tlv(0x17, Buffer.from('261121040000Z')).subarray(0, 32);
const stampOf = (...tokens: readonly Buffer[]): Buffer => attribute(oids.signatureTimestamp, ...tokens);
const otherType = attribute(oids.contentType, oid('1.2.840.113549.1.9.16.1.4'));
const embedded = sequence(oid(oids.data), tlv(0xa0, octets(Buffer.from('x'))));
const rsaSha256 = sequence(oid('1.2.840.113549.1.1.11'), tlv(0x05));
const pss = sequence(oid(oids.rsaPss), sequence());
const backwards = (usual: readonly Buffer[]) => [...usual].sort((a, b) => Buffer.compare(b, a));
const twice = (name: string): readonly Buffer[] => [signerOf(name).certificate, signerOf(name).certificate];

const twiceSigned = (which: number): Recipe => ({
  attributes: (usual) => [...usual, repeated(usual[which])],
});
const without = (which: number): Recipe => ({ attributes: (usual) => usual.filter((_, i) => i !== which) });
const besides = (one: Buffer): Recipe => ({ attributes: (usual) => [...usual, one] });
const instead = (which: number, one: Buffer): Recipe => ({
  attributes: (usual) => usual.map((other, i) => (i === which ? one : other)),
});

/** The same attribute with another digest: two that are the same would not be in the order of DER. */
function repeated(one: Buffer | undefined): Buffer {
  const copy = Buffer.from(one ?? []);
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

const bySha1 = (): Buffer =>
  attribute(
    oids.signingCertificate,
    sequence(sequence(sequence(octets(hashOf('sha1', signerOf('ec').certificate))))),
  );
const namesake = (): Buffer => certificateV2(octets(hashOf('sha256', signerOf('namesake').certificate)));
const oddHash = (): Buffer =>
  certificateV2(sequence(oid(oids.sha1)), octets(hashOf('sha1', signerOf('ec').certificate)));

/** The right hash, and the issuer and serial number of whoever is named. */
function named(name: string): Recipe {
  const [issuer, serial] = issuerAndSerial(signerOf(name).certificate);
  const id = sequence(sequence(tlv(0xa4, issuer)), serial);
  return instead(2, certificateV2(octets(hashOf('sha256', signerOf('ec').certificate)), id));
}

/** A token signed with a certificate that is not for time stamps. */
const notByAuthority = (value: Buffer): Buffer => signInfo(infoOf(tokenOver(value)), ['ec']);

/** The signature of one file in the place of another’s. */
function swapped(): Buffer {
  const other = signed({}, 'ec', { more: '/Reason (another)' });
  const cms = elementsOf(
    tlv(0x30, Buffer.from(/<(30[0-9a-f]+)>/.exec(other.toString('latin1'))?.[1] ?? '', 'hex')),
  )[0];
  return pdfOf().with(cms ?? Buffer.alloc(0));
}

/** The page replaced by a later revision, as an incremental update does it (ISO 32000-2 §7.5.6). */
function withRevision(file: Buffer): Buffer {
  const page = `3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>\nendobj\n`;
  const before = /startxref\n(\d+)/.exec(file.toString('latin1'))?.[1] ?? '';
  const table = `xref\n3 1\n${String(file.length).padStart(10, '0')} 00000 n \n`;
  const end = `trailer\n<< /Size 6 /Root 1 0 R /Prev ${before} >>\nstartxref\n${file.length + page.length}\n%%EOF\n`;
  return Buffer.concat([file, Buffer.from(page + table + end)]);
}
