/** What a file claims about its own making, in its own words: shown, believed by nobody. */
export interface FileClaim {
  /** Where in the file it stands: "EXIF", "PNG tIME", "mail header Date". */
  readonly by: string;
  /** As written there; at most 80 characters. May hold anything. */
  readonly says: string;
}

const magics: readonly (readonly [string, RegExp])[] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
  ['application/pdf', /^%PDF-/],
  ['application/zip', /^PK\x03\x04/],
  ['application/gzip', /^\x1f\x8b\x08/],
];

const mailHeader = /^(?:Return-Path|Received|Delivered-To|Message-ID|MIME-Version|From|Date|Subject|To):/im;

/**
 * Tells what a file is by its first bytes; its name says nothing. Text that is no mail, page or drawing is
 * plain text, also where it is JSON: what `application/json` says is read as ours.
 */
export function mediaTypeOf(head: Buffer): string {
  const text = head.toString('latin1');
  const known = magics.find(([, magic]) => magic.test(text));
  if (known) return known[0];
  if (!isText(head)) return 'application/octet-stream';
  const start = text.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/<svg[\s>]/i.test(start.slice(0, 2048)) && start.startsWith('<')) return 'image/svg+xml';
  if (/^<(?:!doctype\s+html|html|head|body|script|!--)/i.test(start)) return 'text/html';
  const firstLines = start.slice(0, 4096).split(/\r?\n\r?\n/)[0] ?? '';
  const headers = firstLines.split(/\r?\n/).filter((line) => mailHeader.test(line)).length;
  return headers >= 2 ? 'message/rfc822' : 'text/plain';
}

/** UTF-8 without control characters; the last character may be cut. */
function isText(head: Buffer): boolean {
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(head.toString('latin1'))) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** When the file says that it was made, wherever it says so. */
export function claimsOf(head: Buffer, mediaType: string): readonly FileClaim[] {
  const text = head.toString('latin1');
  const claim = (by: string, says: string | undefined): readonly FileClaim[] =>
    says === undefined ? [] : [{ by, says: says.trim().slice(0, 80) }];
  const exif = /Exif\0\0[^]*?(\d{4}:\d\d:\d\d \d\d:\d\d:\d\d)/.exec(text)?.[1];
  if (mediaType === 'image/jpeg') return claim('EXIF, zone not told', exif);
  if (mediaType === 'image/png')
    return [...claim('PNG tIME', pngTime(head)), ...claim('EXIF, zone not told', exif)];
  if (mediaType === 'message/rfc822') return claim('mail header Date', /^Date:(.*)$/im.exec(text)?.[1]);
  if (mediaType === 'application/pdf')
    return claim('PDF CreationDate', /\/CreationDate\s*\(([^)]*)\)/.exec(text)?.[1]);
  return [];
}

/** PNG, third edition, §11.3.4.1: year, month, day, hour, minute, second, in UTC. */
function pngTime(head: Buffer): string | undefined {
  const at = head.indexOf('tIME', 0, 'latin1');
  if (at === -1 || at + 11 > head.length) return undefined;
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = head.subarray(at + 6, at + 11);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${head.readUInt16BE(at + 4)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}Z`;
}
