import type { LocatedFlaw } from './flaw.ts';

// Thirty times the longest file we ship; what is larger was not written by a person.
const largest = 512 * 1024;

// Characters that make a file read other than it looks: controls, line ends of other alphabets, and
// the bidi controls with which a comment can hide the text beside it ("Trojan Source", CVE-2021-42574).
const hostile =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\r(?!\n)|\p{Cs}/u;

/** A file as text, without byte order mark; with the flaw for which it is not read any further. */
interface PlainText {
  readonly text: string;
  readonly flaw?: LocatedFlaw;
}

/** Reads a file as text: UTF-8, of a size that people write, nothing in it that a screen would act on. */
export function readPlainText(source: string | Uint8Array): PlainText {
  if (source.length > largest) {
    return { text: '', flaw: { offset: 0, message: `the file is larger than ${largest / 1024} KiB` } };
  }
  const decoded = typeof source === 'string' ? { text: source } : decode(source);
  if (decoded.flaw !== undefined) return decoded;
  const text = decoded.text.replace(/^\ufeff/, '');
  const offset = text.search(hostile);
  if (offset < 0) return { text };
  return { text, flaw: { offset, message: `the file holds ${nameOf(text, offset)}`, hint: 'remove it' } };
}

/** What a text that came out of quotes and escapes holds and should not; tabs and line ends may be. */
export function hostileCharacter(text: string): string | undefined {
  const at = text.search(hostile);
  return at < 0 ? undefined : nameOf(text, at);
}

function decode(bytes: Uint8Array): PlainText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const message = isUtf16
      ? 'the file is UTF-16'
      : 'the file is not UTF-8: a byte here belongs to another encoding';
    // The lenient decoder puts U+FFFD where the strict one stopped, or before that where the file has one.
    return { text, flaw: { offset: text.indexOf('\ufffd'), message, hint: 'save it as UTF-8' } };
  }
}

function nameOf(text: string, at: number): string {
  const code = text.codePointAt(at) ?? 0;
  return `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}, which cannot be seen and may mislead`;
}
