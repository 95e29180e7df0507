import { PlaybookProblems, problemAt, type Located } from './found.ts';

// Fifty times the longest playbook we ship; what is larger is not one, and would only cost time.
const largest = 512 * 1024;

// Characters that make a file read other than it looks: controls, line ends of other alphabets, and
// the bidi controls with which a comment can hide the text beside it ("Trojan Source", CVE-2021-42574).
const hostile =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\r(?!\n)|\p{Cs}/u;

/**
 * Returns the file as text: UTF-8, without byte order mark, nothing in it that a screen would act on.
 * @throws {PlaybookProblems} at the first byte or character that is not so
 */
export function readPlainText(file: string, source: string | Uint8Array): string {
  if (source.length > largest) {
    throw refusal(file, '', { offset: 0, message: `larger than ${largest / 1024} KiB: this is no playbook` });
  }
  const text = (typeof source === 'string' ? source : decode(file, source)).replace(/^\ufeff/, '');
  const offset = text.search(hostile);
  if (offset >= 0)
    throw refusal(file, text, {
      offset,
      message: `the file holds ${nameOf(text, offset)}`,
      hint: 'remove it',
    });
  return text;
}

/** Whether a text that came out of quotes and escapes is one that may be shown; tabs and line ends may. */
export const hostileCharacter = (text: string): string | undefined => {
  const at = text.search(hostile);
  return at < 0 ? undefined : nameOf(text, at);
};

function decode(file: string, bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The lenient decoder puts U+FFFD where the strict one stopped, or before that where the file has one.
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const message = utf16
      ? 'the file is UTF-16'
      : 'the file is not UTF-8: a byte here belongs to another encoding';
    throw refusal(file, text, { offset: text.indexOf('\ufffd'), message, hint: 'save it as UTF-8' });
  }
}

function nameOf(text: string, at: number): string {
  const code = text.codePointAt(at) ?? 0;
  return `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}, which cannot be seen and may mislead`;
}

const refusal = (file: string, text: string, problem: Located): PlaybookProblems =>
  new PlaybookProblems([problemAt(file, text, problem)]);
