import { bare, slice } from './text.ts';
import type { Spelled } from './text.ts';
import type { Typeface } from './typeface.ts';

const SPACE = 0x20;
const SLASH = 0x2f;
const HYPHEN = 0x2d;
const QUERY = 0x3f;
const AMPERSAND = 0x26;

/**
 * Breaks spelled text into lines of at most `width` points: at spaces, after a slash or hyphen
 * between letters, at the joints of a URL, and inside a token only where the token alone is wider than the line. Nothing is
 * ever clipped. A line that ends at a space keeps one, so that a screen reader does not join two words. `kerned` for text that is drawn so.
 */
export function wrap(
  spelled: Spelled,
  face: Typeface,
  size: number,
  width: number,
  { kerned = false }: { readonly kerned?: boolean } = {},
): Spelled[] {
  const room = (width * 1000) / size;
  const lines: Spelled[] = [];
  let start = 0;
  let breakAt = 0;
  let used = 0;
  let usedAtBreak = 0;
  for (let i = 0; i < spelled.length; i++) {
    const code = spelled.charCodeAt(i);
    const advance =
      face.advance(code) + (kerned && i > start ? face.kern(spelled.charCodeAt(i - 1), code) : 0);
    while (used + advance > room && i > start && code !== SPACE) {
      const at = breakAt > start ? breakAt : i;
      lines.push(line(spelled, start, at));
      used -= breakAt > start ? usedAtBreak : used;
      start = at;
      breakAt = at;
      usedAtBreak = 0;
    }
    used += advance;
    if (code === SPACE || mayBreakAfter(spelled, i, code)) {
      breakAt = i + 1;
      usedAtBreak = used;
    }
  }
  lines.push(bare(slice(spelled, start)));
  return lines;
}

function mayBreakAfter(text: string, at: number, code: number): boolean {
  if (code === QUERY || code === AMPERSAND) return true;
  if (code !== SLASH && code !== HYPHEN) return false;
  // Not inside dates, amounts and ranges.
  return isLetter(text.charCodeAt(at - 1)) && isLetter(text.charCodeAt(at + 1));
}

const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;

/** The line from `from` to `to`; of the spaces at its end, one stays. */
function line(text: Spelled, from: number, to: number): Spelled {
  let end = to;
  while (end > from + 1 && text.charCodeAt(end - 1) === SPACE && text.charCodeAt(end - 2) === SPACE) end -= 1;
  return slice(text, from, end);
}
