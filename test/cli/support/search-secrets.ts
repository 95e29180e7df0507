import { readFileSync } from 'node:fs';
import { gunzipSync, inflateSync } from 'node:zlib';
import { has, pagesOf } from '../../support/pdf-tools.ts';
import { filesUnder } from './command.ts';

/** A file of which a secret can be read, and in which form. */
export interface Found {
  readonly file: string;
  readonly form: string;
  readonly secret: string;
}

/**
 * Looks for secrets in every file under the folders: raw, base64 wherever it may begin, hex and
 * URL-encoded; gzip unpacked, a PDF's streams inflated. Written apart from the program's own search,
 * which must find the same.
 *
 * @param secrets by a name that failures may show
 */
export function searchFiles(folders: readonly string[], secrets: Readonly<Record<string, string>>): Found[] {
  return folders.flatMap(filesUnder).flatMap((file) => search(file, readFileSync(file), secrets));
}

/** The same in one text or file. */
export function search(file: string, bytes: Buffer, secrets: Readonly<Record<string, string>>): Found[] {
  const texts = [bytes, ...unpacked(bytes)].map((each) => each.toString('latin1'));
  return Object.entries(secrets).flatMap(([secret, value]) =>
    formsOf(value)
      .filter(([, needle]) => texts.some((text) => text.includes(needle)))
      .map(([form]) => ({ file, form, secret })),
  );
}

function unpacked(bytes: Buffer): Buffer[] {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return [gunzipSync(bytes)];
  if (!bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) return [];
  // What the pages draw stands in the file as numbers of glyphs; a long word may be broken into lines.
  const drawn = has('pdftotext') ? pagesOf(bytes).join('').replace(/\s/g, '') : '';
  return [...pdfStreams(bytes), Buffer.from(drawn)];
}

function pdfStreams(bytes: Buffer): Buffer[] {
  const streams: Buffer[] = [];
  for (let at = bytes.indexOf('stream'); at !== -1; at = bytes.indexOf('stream', at + 6)) {
    const from = at + (bytes[at + 6] === 0x0d ? 8 : 7);
    try {
      streams.push(inflateSync(bytes.subarray(from)));
    } catch {
      // Not compressed, or the word in another place.
    }
  }
  return streams;
}

function formsOf(value: string): [form: string, needle: string][] {
  const bytes = Buffer.from(value, 'utf8');
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    // The first and last characters hold bits of what stands beside the secret.
    return text.slice(shift === 0 ? 0 : 4, -4);
  });
  return [
    ['raw', bytes.toString('latin1')],
    ...base64.map((text): [string, string] => ['base64', text]),
    ...base64.map((text): [string, string] => ['base64url', text.replaceAll('+', '-').replaceAll('/', '_')]),
    ['hex', bytes.toString('hex')],
    ['hex', bytes.toString('hex').toUpperCase()],
    ['URL-encoded', encodeURIComponent(value)],
    ['URL-encoded', new URLSearchParams([['', value]]).toString().slice(1)],
    ['URL-encoded', [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')],
  ];
}
