import { createHash } from 'node:crypto';
import { openPdfFile, type PdfDictionary, type PdfFile } from './pdf-file.ts';
import type { PdfValue } from './pdf-value.ts';
import { refuseSignature } from './signature-refusal.ts';

/** The one signature of a PDF file, taken out of it. */
export interface PlacedSignature {
  /** CMS, DER, without the zeros that fill its place up. */
  readonly cms: Uint8Array;
  /** Where its place begins and ends, the marks around the hex included: what is signed is all the rest. */
  readonly from: number;
  readonly to: number;
  /** /M: when it was signed, as the file itself says. ISO 8601, UTC. */
  readonly claimedAt: string;
  /** Of what is signed. */
  digest(algorithm: 'sha256' | 'sha384' | 'sha512'): Uint8Array;
}

/**
 * Finds the signature by the form that the catalog names, never by its text: a title may hold that. What is
 * signed must be the file from its first to its last byte, but for the signature (ISO 32000-2 §12.8.1; ETSI EN
 * 319 142-1 §5.3).
 *
 * @throws SignatureRefusal NOT_UNDERSTOOD, NO_SIGNATURE, MORE_SIGNATURES, NOT_PADES, APPENDED, RANGE_WRONG, UNSIGNED_PARTS
 */
export function findSignature(file: Buffer): PlacedSignature {
  const dictionary = signatureIn(openPdfFile(file));
  if (nameOf(dictionary.get('SubFilter')) !== 'ETSI.CAdES.detached')
    refuseSignature('NOT_PADES', 'the signature is of another kind than ETSI.CAdES.detached');
  if (dictionary.has('Cert'))
    refuseSignature('NOT_PADES', 'a certificate stands in the file beside the signature');
  const contents = dictionary.get('Contents');
  if (contents?.is !== 'string' || !contents.isHex)
    return refuseSignature('NOT_UNDERSTOOD', 'the place of the signature is not a string in hex');
  const { from, to } = contents;
  checkRange(rangeIn(dictionary), { from, to, length: file.length });
  return {
    ...{ cms: derIn(contents.bytes), from, to, claimedAt: dateIn(dictionary.get('M')) },
    digest: (algorithm) =>
      createHash(algorithm).update(file.subarray(0, from)).update(file.subarray(to)).digest(),
  };
}

/** The value of the one field of the form. */
function signatureIn({ catalog, resolve }: PdfFile): PdfDictionary {
  const form = entriesOf(resolve(catalog.get('AcroForm')));
  const fields = resolve(form?.get('Fields'));
  const [field, ...others] = fields?.is === 'list' ? fields.values : [];
  const entries = entriesOf(resolve(field));
  if (entries === undefined || nameOf(entries.get('FT')) !== 'Sig')
    return refuseSignature('NO_SIGNATURE', 'no signature is in the file');
  if (others.length > 0 || entries.has('Kids'))
    refuseSignature('MORE_SIGNATURES', `the form has ${others.length + 1} fields, not one signature alone`);
  const signature = entriesOf(resolve(entries.get('V')));
  return signature ?? refuseSignature('NO_SIGNATURE', 'the field for a signature is empty');
}

function rangeIn(dictionary: PdfDictionary): readonly number[] {
  const range = dictionary.get('ByteRange');
  const numbers =
    range?.is === 'list' ? range.values.map((one) => (one.is === 'number' ? one.value : Number.NaN)) : [];
  if (numbers.length !== 4 || !numbers.every((one) => Number.isSafeInteger(one) && one >= 0))
    refuseSignature('RANGE_WRONG', 'what is signed is not named as two stretches of the file');
  return numbers;
}

function checkRange(
  [start = -1, before = -1, after = -1, rest = -1]: readonly number[],
  { from, to, length }: { readonly from: number; readonly to: number; readonly length: number },
): void {
  if (start !== 0) refuseSignature('RANGE_WRONG', `the first ${start} bytes are not signed`);
  if (before !== from || after !== to)
    refuseSignature(
      'RANGE_WRONG',
      `bytes ${before} to ${after} are left out, the signature stands in bytes ${from} to ${to}`,
    );
  if (after + rest < length)
    refuseSignature('APPENDED', `the last ${length - after - rest} bytes of the file are not signed`);
  if (after + rest > length)
    refuseSignature('RANGE_WRONG', `${after + rest - length} bytes of what was signed are not in the file`);
}

/** The first DER value of the place; what fills it up must be zeros, for anybody could have put it there. */
function derIn(place: Buffer): Uint8Array {
  const first = place[1] ?? 0;
  const size = first < 0x80 ? 0 : first & 0x7f;
  const isShort = place[0] === 0x30 && size <= 4 && place.length > 2 + size;
  if (!isShort)
    return refuseSignature('NOT_UNDERSTOOD', 'the place of the signature is empty, or holds no DER');
  const end = 2 + size + (size === 0 ? first : place.readUIntBE(2, size));
  if (end > place.length) refuseSignature('NOT_UNDERSTOOD', 'the signature is cut off');
  if (!place.subarray(end).every((byte) => byte === 0))
    refuseSignature('UNSIGNED_PARTS', 'something stands behind the signature in its place');
  return Uint8Array.from(place.subarray(0, end));
}

const pdfDate =
  /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z(?:00'?(?:00'?)?)?|([+-])(\d\d)'?(?:(\d\d)'?)?)$/;

/** ISO 32000-2 §7.9.4. EN 319 142-1 §6.3 wants the time here, and not among what is signed in the signature. */
function dateIn(value: PdfValue | undefined): string {
  const text = value?.is === 'string' ? value.bytes.toString('latin1') : '';
  const [, year, month, day, hour, minute, second, sign = '+', zoneHour = '00', zoneMinute = '00'] =
    pdfDate.exec(text) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}${sign}${zoneHour}:${zoneMinute}`;
  const at = new Date(iso);
  return year === undefined || Number.isNaN(at.getTime())
    ? refuseSignature('NOT_PADES', 'the file does not say when it was signed')
    : at.toISOString();
}

const entriesOf = (value: PdfValue | undefined): PdfDictionary | undefined =>
  value?.is === 'dictionary' ? value.entries : undefined;

const nameOf = (value: PdfValue | undefined): string | undefined =>
  value?.is === 'name' ? value.text : undefined;
