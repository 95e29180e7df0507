import { readFile } from 'node:fs/promises';
import { renderPdf, type PdfSigner } from '../../src/report/pdf/index.ts';
import { longStringsReport, longText } from './long-strings-report.ts';
import { thinPairReport } from './sample-report.ts';
import { emptyReport, hostileReport, longReport, unknownReport } from './sample-report-extremes.ts';

/** Any bytes do: whether a signature holds is looked at elsewhere. */
const signer: PdfSigner = {
  name: `CN=J. Doe \u202e, O=${longText}`,
  at: new Date('2026-11-21T04:00:00Z'),
  sign: () => Promise.resolve(Buffer.from([0x30, 0x00])),
};

/** What a report may be like that could break a rule of PDF/A or PDF/UA, by name. */
export const pdfCases: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'thin pair': () => renderPdf(thinPairReport),
  empty: () => renderPdf(emptyReport),
  unknown: () => renderPdf(unknownReport),
  hostile: () => renderPdf(hostileReport),
  '600 fills': () => renderPdf(longReport(600)),
  'endless strings': () => renderPdf(longStringsReport),
  'with a picture': async () =>
    renderPdf(withPicture(), {
      pictures: new Map([
        ['EX-901', await readFile(new URL('../../reports/sample/page-1.png', import.meta.url))],
      ]),
    }),
};

/** With a place for a signature, and in it none: for rules that do not read it. */
export const unsealedPdf = (): Promise<Uint8Array> => renderPdf(emptyReport, { signer });

/** A case with one screenshot attached. */
function withPicture() {
  const exhibit = {
    id: 'EX-901',
    kind: 'attachment' as const,
    title: 'Screenshot: page',
    path: 'exhibits/EX-901-attachment.png',
    mediaType: 'image/png',
    bytes: 100,
    sha256: 'a'.repeat(64),
    acquiredAt: '2026-11-21T10:24:00.000Z',
    acquiredBy: 'Kim',
    source: { from: 'operator' as const, why: longText },
    attachment: { what: 'screenshot' as const, fileName: 'page.png', claims: [] },
  };
  return { ...emptyReport, exhibits: [exhibit] };
}
