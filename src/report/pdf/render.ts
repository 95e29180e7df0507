import { BadInput } from '../../domain/failure.ts';

import { copyTitle } from '../copy-notice.ts';
import type { Report } from '../model.ts';
import { breath, type Sink } from '../sink.ts';
import { attachRecord, type Beside } from './attachments.ts';
import { Canvas } from './canvas.ts';
import { drawContents } from './contents-page.ts';
import { drawFirstPage } from './first-page.ts';
import { Furniture } from './furniture.ts';
import { drawHowToRead } from './how-to-read.ts';
import { Flow } from './layout.ts';
import type { Place } from './layout.ts';
import { openFonts, openPdf } from './pdfkit.ts';
import type { Pdf, PdfInfo } from './pdfkit.ts';
import type { Pictures } from '../attached-pictures.ts';
import { sections } from './sections/index.ts';
import { fillSignature, placeSignature } from './signature-field.ts';
import type { PdfSigner, SignaturePlace } from './signature-field.ts';
import { Tags } from './tags.ts';
import { capped, visible } from './text.ts';
import { Typeface } from './typeface.ts';
import { millis } from '../words.ts';
import { xmp } from './xmp.ts';

interface PdfOptions {
  /** What people attached. */
  readonly pictures?: Pictures;
  /** Where each attached file is kept beside the document, too; absent: nowhere. */
  readonly beside?: Beside;
}

/**
 * Draws the report as one file that is PDF/A-3a and PDF/UA-1: A4, embedded fonts, tagged, with bookmarks
 * and the record attached. No dependence on the clock, the locale or the machine: the same report gives
 * the same bytes. With a `signer` it carries a PAdES signature, which no second drawing repeats.
 *
 * @throws BadInput when `identification.asOf`, the file's date, is not an ISO 8601 time; whatever the
 *   signer throws
 */
export async function renderPdf(
  report: Report,
  { signer, ...options }: PdfOptions & { readonly signer?: PdfSigner } = {},
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const place: Drawing['place'] = {};
  const take: Sink = (bytes) => void chunks.push(Buffer.from(bytes));
  await drawInto(report, take, { ...options, place, ...(signer ? { signer } : {}) });
  const file = Buffer.concat(chunks);
  if (signer && place.at) await fillSignature(file, place.at, signer);
  return file;
}

/**
 * The same for a report that need not be in memory whole: its bytes are given away as pages are done.
 *
 * @throws BadInput as `renderPdf`; whatever the sink throws
 */
export const writePdf = (report: Report, sink: Sink, options: PdfOptions = {}): Promise<void> =>
  drawInto(report, sink, { ...options, place: {} });

interface Drawing extends PdfOptions {
  readonly signer?: PdfSigner;
  /** `at`: set while the first page is drawn. */
  readonly place: { at?: SignaturePlace };
}

async function drawInto(report: Report, sink: Sink, { signer, place, ...by }: Drawing): Promise<void> {
  const info = infoOf(report);
  const pdf = openPdf(info, sink);
  pdf._addInfo = () => pdf.appendXML(xmp(info));
  const sign = (tags: Tags): void => {
    if (signer) place.at = placeSignature(pdf, tags, signer);
  };
  await draw(pdf, report, { ...by, date: info.ModDate, sign });
  // pdfkit ends the file when its last object is written. One that never is would leave half a file.
  if (pdf._waiting > 0) throw new Error(`${pdf._waiting} objects of the PDF were never written`);
}

async function draw(
  pdf: Pdf,
  report: Report,
  by: PdfOptions & { readonly date: Date; sign(tags: Tags): void },
): Promise<void> {
  const furniture = new Furniture(report);
  const canvas = new Canvas(pdf, faces(pdf), new Tags(pdf), (page) => furniture.dress(page));
  // First, so that a page which cuts a table can name the file that has the rest, with its hash.
  const attached = await attachRecord(pdf, report, by);
  const flow = new Flow(canvas, { pictures: by.pictures, attached, isCopy: report.copy !== undefined });
  drawFirstPage(flow, report);
  by.sign(canvas.tags);
  const contents = drawContents(flow, sections, report);
  drawHowToRead(flow);
  const places: Place[] = [];
  flow.newPage();
  for (const [i, section] of sections.entries()) {
    const room = section.room?.(report) ?? 0;
    places.push(flow.section(`${i + 1}  ${section.title}`, () => section.draw(report, flow), room));
    await breath();
  }
  canvas.flush();
  contents.end(places);
  furniture.end(canvas);
  canvas.tags.close(canvas.tags.root);
  pdf.end();
}

function faces(pdf: Pdf): Canvas['faces'] {
  const { sans, bold, mono } = openFonts(pdf);
  return { sans: new Typeface(sans), bold: new Typeface(bold), mono: new Typeface(mono) };
}

function infoOf({ identification, format, copy }: Report): PdfInfo {
  const asOf = millis(identification.asOf);
  if (asOf === undefined) {
    throw new BadInput(`the report's "asOf" is not an ISO 8601 time: ${capped(identification.asOf, 60)}`, {
      where: 'report.json: identification.asOf',
    });
  }
  const plain = (text: string): string => visible(capped(text, 200), () => true);
  const kindOfCase = identification.mode === 'drill' ? 'DRILL report' : 'Incident report';
  const kind = copy ? `${copyTitle}, not the evidence: ${kindOfCase}` : kindOfCase;
  return {
    Title: plain(`${kind} ${identification.caseId}: ${identification.title}`),
    Author: plain(identification.operator),
    Subject: plain(`${kind} on leaked exchange API keys, TLP:${identification.tlp}`),
    Keywords: plain(`${format} ${identification.mode} ${identification.caseId}`),
    Creator: plain(identification.tool),
    Producer: 'PDFKit',
    CreationDate: new Date(asOf),
    ModDate: new Date(asOf),
  };
}
