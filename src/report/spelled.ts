import { groupDigits } from '../domain/money.ts';
import { spoofedLetters } from './spoofed-letters.ts';

// What a hostile string uses to look like another one, spelled out even where the font has a glyph for it:
// control, unassigned, combining and space-like characters; letters that show as nothing (Hangul fillers, the
// empty Braille cell); those written from right to left, which turn the figures around them about; and forms
// of ASCII that are not ASCII: full-width, small and ligatures, Roman numerals.
const deceptive =
  /[\p{C}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\ufb00-\ufb06\uff01-\uff5e\ufe50-\ufe6b\u2160-\u217f]/u;
const plainAscii = /^[\x20-\x5b\x5d-\x7e]*$/;

/** Text that may be drawn: spelled out, and spelled out once only. */
export type Spelled = string & { readonly spelled: true };

/**
 * Spells out every character that would not show as itself, as `\u{1f6a8}`: the deceptive ones, and
 * whatever `hasGlyph` says the font cannot draw (a missing glyph breaks PDF/A, too). A literal `\u{`
 * gets its backslash spelled out, so that what is printed can be read in one way only.
 */
export function visible(text: string, hasGlyph: (codePoint: number) => boolean): Spelled {
  if (plainAscii.test(text)) return text as Spelled;
  const spoofed = spoofedLetters(text);
  let out = '';
  for (let at = 0; at < text.length;) {
    const codePoint = text.codePointAt(at) ?? 0;
    const char = String.fromCodePoint(codePoint);
    const looksEscaped = char === '\\' && text.startsWith('u{', at + 1);
    const shown = !looksEscaped && !spoofed.has(at) && showsAsItself(codePoint, char, hasGlyph);
    out += shown ? char : spelled(codePoint);
    at += char.length;
  }
  return out as Spelled;
}

function showsAsItself(codePoint: number, char: string, hasGlyph: (codePoint: number) => boolean): boolean {
  if (char === ' ') return true;
  // Printable ASCII is none of what is looked for below: most of a text with one dash in it.
  if (codePoint > 0x20 && codePoint < 0x7f) return hasGlyph(codePoint);
  // One UTF-16 unit a character keeps the writer's per-character tables simple.
  return codePoint <= 0xffff && !deceptive.test(char) && isOwnForm(codePoint, char) && hasGlyph(codePoint);
}

/** Unicode has the Kelvin sign beside K, and a Greek question mark beside ";": the same to every eye. */
const isOwnForm = (codePoint: number, char: string): boolean =>
  codePoint < 0x80 || char.normalize('NFC') === char;

const spelled = (codePoint: number): string => `\\u{${codePoint.toString(16)}}`;

/** Cuts a string that is longer than `most` characters, and says how many more there were. */
export function capped(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = [...text];
  if (characters.length <= most) return text;
  const cut = characters.length - most;
  const more = `${groupDigits(String(cut))} more character${cut === 1 ? '' : 's'}`;
  return `${characters.slice(0, most).join('')}…(${more})`;
}
