/**
 * How many columns text takes in a terminal. Counts are upper bounds where terminals disagree (emoji,
 * spacing marks): a line that is thought too wide wraps early; one thought too narrow breaks the screen.
 */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Cuts to at most `width` columns; what was cut shows as "...". */
export function fitText(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const room = Math.max(0, width - 3);
  return (takeColumns(text, room).trimEnd() + '...').slice(0, Math.max(0, width));
}

/** Cuts or fills with spaces to exactly `width` columns. */
export function padText(text: string, width: number): string {
  const fitted = fitText(text, width);
  return fitted + ' '.repeat(Math.max(0, width - displayWidth(fitted)));
}

/**
 * Breaks text into lines of at most `width` columns, between words where it can, inside a word that
 * is wider than a line. Never returns an empty list.
 */
export function wrapText(text: string, width: number): string[] {
  // Two columns: the widest character; with less room no progress would be possible.
  const room = Math.max(2, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (displayWidth(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = breakWord(word, room, lines);
  }
  lines.push(line);
  return lines;
}

/** The most of the text's start that takes at most `width` columns. */
export function takeColumns(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) break;
    taken += character;
  }
  return taken;
}

function breakWord(word: string, width: number, lines: string[]): string {
  let rest = word;
  while (displayWidth(rest) > width) {
    const part = takeColumns(rest, width);
    lines.push(part);
    rest = rest.slice(part.length);
  }
  return rest;
}

function characterWidth(character: string): 0 | 1 | 2 {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/^\p{Mn}$/u.test(character)) return 0;
  if (/^[\p{Emoji_Presentation}\p{Extended_Pictographic}]$/u.test(character)) return 2;
  return wideBlocks.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

// Unicode Standard Annex #11: blocks whose characters are Wide or Fullwidth. Whole blocks, so that a
// character added to one later is not under-counted.
const wideBlocks: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe1f],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2ff],
  [0x1d300, 0x1d37f],
  [0x1f000, 0x1faff],
  [0x20000, 0x3fffd],
];
