import { createHash } from 'node:crypto';
import type { Pdf, PdfRef } from './pdfkit.ts';
import type { Tags } from './tags.ts';
import { capped, visible } from './text.ts';

/** Who signs the document, and how. */
export interface PdfSigner {
  /** As the document shows it: the certificate's subject. */
  readonly name: string;
  /** When, by the host's clock: the document's own claim, which a time-stamp token may confirm. */
  readonly at: Date;
  /** Signs a SHA-256 digest; returns detached CMS in DER, at most `mostSignature` bytes. */
  sign(digest: Uint8Array): Promise<Uint8Array>;
}

/** A place in the file that waits for its signature. */
export interface SignaturePlace {
  readonly dictionary: PdfRef;
}

/** A signature with a chain of certificates and a time-stamp token takes a third of it. */
export const mostSignature = 16_384;

/** A distinguished name takes a third of it. */
const mostName = 400;

// As wide as the largest file that a classic cross-reference table can describe.
const rangeHole = '[0 ' + '/********** '.repeat(3).trim() + ']';

/**
 * Adds an invisible signature field to the current page: the first one, so that it is found. A widget
 * must be printable and in the structure tree even when it shows nothing (ISO 19005-3 §6.3.2; ISO 14289-1
 * §7.18.4).
 */
export function placeSignature(pdf: Pdf, tags: Tags, { name, at }: PdfSigner): SignaturePlace {
  // A certificate is somebody's file, too.
  const shown = visible(capped(name, mostName), () => true);
  const dictionary = pdf.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: [0, ...Array<string>(3).fill('**********')],
    Contents: Buffer.alloc(mostSignature),
    M: at,
    Name: new String(shown),
    Reason: new String('I put my name to this record'),
  });
  const widget = pdf.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    T: new String('signature'),
    TU: new String(`Signature of ${shown}`),
    Rect: [0, 0, 0, 0],
    AP: { N: nothingDrawn(pdf) },
    // Printed, and locked.
    F: 132,
    V: dictionary,
    P: pdf.page.dictionary,
    StructParent: pdf.createStructParentTreeNextKey(),
  });
  const form = tags.open('Form', tags.root);
  pdf.getStructParentTree().add(Number(widget.data['StructParent']), form.ref);
  form.children.push({ Type: 'OBJR', Obj: widget, Pg: pdf.page.dictionary });
  tags.close(form);
  pdf.page.annotations.push(widget);
  // Signatures exist, and the file may only be appended to (ISO 32000-1 table 219).
  pdf._root.data['AcroForm'] = { Fields: [widget], SigFlags: 3 };
  // pdfkit would look for a form of its own making.
  pdf.endAcroForm = () => pdf;
  dictionary.end();
  widget.end();
  return { dictionary };
}

/** PDF/A does without for an empty place (ISO 19005-3 §6.3.3); viewers do not, and warn. */
function nothingDrawn(pdf: Pdf): PdfRef {
  const form = pdf.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 0, 0], Resources: {} });
  form.end('q Q');
  return form;
}

/**
 * Fills the place in: everything but the signature itself is signed. The file keeps its length.
 *
 * @throws Error when the signature is longer than its place
 */
export async function fillSignature(
  file: Uint8Array,
  { dictionary }: SignaturePlace,
  signer: PdfSigner,
): Promise<void> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  // From the dictionary on: a title may hold the same text.
  const range = bytes.indexOf(`/ByteRange ${rangeHole}`, dictionary.offset);
  const from = bytes.indexOf('/Contents <', range) + '/Contents '.length;
  const to = from + 2 * mostSignature + 2;
  if (range < 0 || bytes.at(to - 1) !== '>'.charCodeAt(0)) throw new Error('the place is not in the file');
  const filled = `[0 ${from} ${to} ${bytes.length - to}]`;
  bytes.write(filled.padEnd(rangeHole.length), range + '/ByteRange '.length, 'latin1');
  const digest = createHash('sha256').update(bytes.subarray(0, from)).update(bytes.subarray(to)).digest();
  const signature = await signer.sign(digest);
  if (signature.length > mostSignature) {
    throw new Error(`the signature takes ${signature.length} bytes, its place has ${mostSignature}`);
  }
  bytes.write(Buffer.from(signature).toString('hex'), from + 1, 'latin1');
}
