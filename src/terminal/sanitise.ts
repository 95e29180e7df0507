import { displayWidth } from './display-width.ts';

/**
 * Makes a string from a venue, a file or a person safe to draw: one line of printable text, at most
 * `max` columns. Whatever could act on the terminal or deceive the reader is shown as `\u{202e}`:
 * control characters of both sets (so every escape sequence), line breaks, bidi controls, zero-width
 * and other format characters, blanks that are not a space, private-use and unassigned code points,
 * lone surrogates, and combining marks beyond two on a letter (they climb over other lines).
 * What is cut off shows as "...". Applying it twice changes nothing, so callers need not know.
 */
export function showable(text: string, max = Number.POSITIVE_INFINITY): string {
  if (text.length <= max && /^[\x20-\x7e]*$/.test(text)) return text;
  const shown: string[] = [];
  let width = 0;
  let marks = noLetter;
  for (const character of text) {
    marks = marksSinceLetter(character, marks);
    const token = isPrintable(character, marks) ? character : escaped(character);
    width += displayWidth(token);
    // The text may be megabytes long: stop at the edge instead of escaping all of it.
    if (width > max) return cut(shown, max);
    shown.push(token);
  }
  return shown.join('');
}

/** Several lines of hostile text, each made showable: instructions, excerpts. */
export function showableLines(text: string, max?: number): string[] {
  return text.split(/\r\n|\n|\r/).map((line) => showable(line, max));
}

const mostMarks = 2;
const noLetter = Number.POSITIVE_INFINITY;

function marksSinceLetter(character: string, before: number): number {
  if (/^\p{L}$/u.test(character)) return 0;
  return isMark(character) ? before + 1 : noLetter;
}

function isPrintable(character: string, marks: number): boolean {
  if (character === ' ') return true;
  if (isMark(character) && marks > mostMarks) return false;
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character) && !drawsNothing.test(character);
}

const isMark = (character: string): boolean => /^\p{M}$/u.test(character);

// Letters, marks and symbols by their category that draw nothing: Hangul fillers, variation
// selectors, the grapheme joiner (all "default ignorable"), and the empty braille cell.
const drawsNothing = /^[\p{Default_Ignorable_Code_Point}\u2800]$/u;

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function cut(shown: string[], max: number): string {
  let width = displayWidth(shown.join(''));
  while (width > Math.max(0, max - 3)) width -= displayWidth(shown.pop() ?? ' ');
  return `${shown.join('')}${'.'.repeat(Math.max(0, Math.min(3, max)))}`;
}
