import { createPrivateKey } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSigningIdentity, signDocument } from '../../src/evidence/document-signature/index.ts';
import type { Report } from '../../src/report/index.ts';
import { compareSigned } from '../../src/report/compare-signed.ts';
import { renderPdf } from '../../src/report/pdf/index.ts';
import { freshFolder } from '../evidence/folder.ts';
import { attribute, hashOf, makeCms, octets, oids } from '../support/made-cms.ts';
import { makePdf } from '../support/made-pdf.ts';
import { has } from '../support/pdf-tools.ts';
import { repacked } from '../support/repacked-pdf.ts';
import { thinPairReport } from '../support/sample-report.ts';
import { hostileReport } from '../support/sample-report-extremes.ts';
import { makeCertificate, type ThrowawayCertificate } from '../support/throwaway-certificate.ts';

const at = new Date(Date.now() + 60_000);
let made: ThrowawayCertificate;

async function signed(report: Report, pictures?: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
  const identity = await readSigningIdentity(Buffer.from(made.chain), { key: made.key, at });
  const signer = {
    ...{ name: identity.certificate.subject, at },
    sign: (digest: Uint8Array) => signDocument(digest, identity),
  };
  return Buffer.from(
    await renderPdf(report, { signer, ...(pictures ? { pictures: pictures as never } : {}) }),
  );
}

async function compared(file: Buffer, report: Report, pictures?: ReadonlyMap<string, Uint8Array>) {
  const path = join(await freshFolder(), 'report.signed.pdf');
  writeFileSync(path, file);
  return compareSigned(path, { report, ...(pictures ? { pictures: pictures as never } : {}) });
}

describe.skipIf(!has('openssl'))('a signed copy drawn again (needs openssl)', () => {
  beforeAll(() => {
    made = makeCertificate('ec');
    return () => rmSync(made.folder, { recursive: true });
  });

  it.each([
    ['a drill', thinPairReport],
    ['hostile strings', hostileReport],
  ])('is the same, byte for byte: %s', async (_, report) => {
    expect(await compared(await signed(report), report)).toEqual({ is: 'same' });
  });

  it('is the same with pictures that people attached, and not without them', async () => {
    const png = await readFile(new URL('../../reports/sample/page-1.png', import.meta.url));
    const pictures = new Map([['EX-901', png]]);
    const report = withPicture();
    const file = await signed(report, pictures);
    expect(await compared(file, report, pictures)).toEqual({ is: 'same' });
    expect(await compared(file, report)).toMatchObject({ is: 'differs' });
  });

  it('is the same when it was compressed otherwise, and the signature says where it stands then', async () => {
    const file = replaced(
      repacked(await signed(thinPairReport), (bytes) => deflateSync(bytes, { level: 1 })),
    );
    expect(await compared(file, thinPairReport)).toEqual({ is: 'packed otherwise' });
  });

  it.each<[string, (file: Buffer) => void]>([
    ['a letter of the signature in capitals', (file) => capital(file)],
    [
      'a name that the certificate does not have',
      (file) => swap(file, '/Name (CN=throwaway', '/Name (CN=Throwaway'),
    ],
    ['another reason', (file) => swap(file, 'I put my name', 'I put My name')],
  ])('differs by %s', async (_, change) => {
    const file = await signed(thinPairReport);
    change(file);
    expect(await compared(file, thinPairReport)).toMatchObject({
      is: 'differs',
      what: expect.stringMatching(/^differs at byte \d+ \(of \d+; made again: \d+\)$/) as unknown,
    });
  });

  it('differs when the signature is larger than its place may be', async () => {
    const { certificate } = await readSigningIdentity(Buffer.from(made.chain), { key: made.key, at });
    const pdf = makePdf({ room: 60_000 });
    const many = { unsigned: () => [attribute(oids.signatureTimestamp, octets(Buffer.alloc(17_000)))] };
    const key = createPrivateKey(made.key);
    const digest = hashOf('sha256', pdf.signed);
    const cms = makeCms({ certificate: certificate.raw, key, digest, ...many });
    expect(await compared(pdf.with(cms), thinPairReport)).toEqual({
      is: 'differs',
      what: expect.stringMatching(/^cannot be drawn again .*: the signature takes \d+ bytes/) as unknown,
    });
  });

  it('is not made when the signature cannot be read', async () => {
    const file = await renderPdf(thinPairReport);
    expect(await compared(Buffer.from(file), thinPairReport)).toEqual({
      is: 'not made',
      why: 'NO_SIGNATURE, no signature is in the file',
    });
  });
});

/** The numbers of the range, as they are after the file was put together anew. */
function replaced(file: Buffer): Buffer {
  const text = file.toString('latin1');
  const [range = ''] = /\/ByteRange \[0 \d+ \d+ \d+\] */.exec(text) ?? [];
  const from = text.indexOf('/Contents <', text.indexOf(range)) + '/Contents '.length;
  const to = text.indexOf('>', from) + 1;
  const numbers = `/ByteRange [0 ${from} ${to} ${file.length - to}]`.padEnd(range.length);
  return Buffer.from(text.replace(range, numbers), 'latin1');
}

function swap(file: Buffer, from: string, to: string): void {
  const place = file.indexOf(from);
  expect(place).toBeGreaterThan(0);
  file.write(to, place, 'latin1');
}

/** Hex has two spellings, and the signature covers neither. */
function capital(file: Buffer): void {
  const place = file.indexOf('a', file.indexOf('/Contents <3082'));
  file.write('A', place, 'latin1');
}

function withPicture(): Report {
  const exhibit = {
    ...{
      id: 'EX-901',
      kind: 'attachment',
      title: 'Screenshot: page',
      path: 'exhibits/EX-901-attachment.png',
    },
    ...{ mediaType: 'image/png', bytes: 100, sha256: 'a'.repeat(64), acquiredAt: '2026-11-21T10:24:00.000Z' },
    ...{ acquiredBy: 'Kim', source: { from: 'operator', why: 'shows the login' } },
    attachment: { what: 'screenshot', fileName: 'page.png', claims: [] },
  };
  return { ...thinPairReport, exhibits: [exhibit] } as unknown as Report;
}
