import { readPdfValue, type PdfValue } from './pdf-value.ts';
import { refuseSignature } from './signature-refusal.ts';

export type PdfDictionary = ReadonlyMap<string, PdfValue>;

/** A PDF file as its cross-reference table says it is put together (ISO 32000-2 §7.5). */
export interface PdfFile {
  readonly catalog: PdfDictionary;
  /** The value itself, or what it refers to; undefined for null and for what is not there. */
  resolve(value: PdfValue | undefined): PdfValue | undefined;
}

/**
 * Finds its way through the file as a reader of PDF does: from its end. A file of one revision, with a table of its
 * objects: what was appended later, packed tables and encryption are refused.
 *
 * @throws SignatureRefusal NOT_UNDERSTOOD, APPENDED
 */
export function openPdfFile(file: Buffer): PdfFile {
  if (!/^%PDF-[12]\.\d/.test(file.toString('latin1', 0, 8)))
    refuseSignature('NOT_UNDERSTOOD', 'not a PDF file');
  const { places, trailer } = readTable(file, startOfTable(file));
  // ISO 32000-2 §7.5.6: each later revision refers to the one before.
  if (trailer.has('Prev') || trailer.has('XRefStm'))
    refuseSignature('APPENDED', 'the file has been added to: it has more than one revision');
  if (trailer.has('Encrypt')) refuseSignature('NOT_UNDERSTOOD', 'the file is encrypted');
  const resolve = (value: PdfValue | undefined): PdfValue | undefined => {
    const found = value?.is === 'reference' ? objectAt(file, places.get(value.number), value) : value;
    return found?.is === 'word' && found.text === 'null' ? undefined : found;
  };
  const catalog = resolve(trailer.get('Root'));
  if (catalog?.is !== 'dictionary') return refuseSignature('NOT_UNDERSTOOD', 'the file has no catalog');
  return { catalog: catalog.entries, resolve };
}

function startOfTable(file: Buffer): number {
  const at = file.lastIndexOf('startxref');
  const found = /^startxref\s+(\d{1,10})\s+%%EOF/.exec(file.toString('latin1', Math.max(at, 0), at + 40));
  return found ? Number(found[1]) : refuseSignature('NOT_UNDERSTOOD', 'the file does not end as a PDF does');
}

interface Place {
  readonly from: number;
  readonly generation: number;
}

const entryLength = 20;

/** The classic table (§7.5.4): sections of entries of 20 bytes, then the trailer. */
function readTable(
  file: Buffer,
  start: number,
): { readonly places: ReadonlyMap<number, Place>; readonly trailer: PdfDictionary } {
  const places = new Map<number, Place>();
  let at = start + skip(file, start, /^xref\s+/);
  for (;;) {
    const section = /^(\d{1,10}) (\d{1,10})\s*?\n/.exec(file.toString('latin1', at, at + 30));
    if (!section) break;
    at += section[0].length;
    const [first, count] = [Number(section[1]), Number(section[2])];
    for (let i = 0; i < count; i++, at += entryLength) {
      const entry = /^(\d{10}) (\d{5}) ([nf])[ \r][\r\n]$/.exec(
        file.toString('latin1', at, at + entryLength),
      );
      if (!entry)
        return refuseSignature('NOT_UNDERSTOOD', `entry ${first + i} of the table of objects is none`);
      if (places.has(first + i))
        refuseSignature('NOT_UNDERSTOOD', `object ${first + i} is in the table twice`);
      if (entry[3] === 'n') places.set(first + i, { from: Number(entry[1]), generation: Number(entry[2]) });
    }
  }
  const { value } = readPdfValue(file, at + skip(file, at, /^\s*trailer/));
  if (value.is !== 'dictionary') return refuseSignature('NOT_UNDERSTOOD', 'the file has no trailer');
  return { places, trailer: value.entries };
}

function skip(file: Buffer, at: number, word: RegExp): number {
  const [found] = word.exec(file.toString('latin1', at, at + 40)) ?? [];
  return found?.length ?? refuseSignature('NOT_UNDERSTOOD', 'the file has no table of its objects');
}

function objectAt(
  file: Buffer,
  place: Place | undefined,
  { number, generation }: { readonly number: number; readonly generation: number },
): PdfValue | undefined {
  if (place?.generation !== generation) return undefined;
  const head = /^(\d+)\s+(\d+)\s+obj/.exec(file.toString('latin1', place.from, place.from + 40));
  if (Number(head?.[1]) !== number || Number(head?.[2]) !== generation)
    return refuseSignature('NOT_UNDERSTOOD', `object ${number} is not where the table says`);
  return readPdfValue(file, place.from + (head?.[0].length ?? 0)).value;
}
