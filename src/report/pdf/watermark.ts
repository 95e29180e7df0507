import type { Canvas } from './canvas.ts';
import { n, rgb } from './canvas.ts';
import type { PathCommand, PdfFont } from './pdfkit.ts';
import { ink, sheet } from './theme.ts';

const largest = 150;
// Of the sheet's diagonal, so that no crop loses it.
const longest = 760;

/**
 * The word across the page, as outlines rather than text: a search, a copied paragraph or a screen
 * reader does not stumble over it. So light that text on it stays as legible as on paper, so large
 * that no crop loses it.
 */
export function watermark({ faces }: Canvas, word: string): string {
  const { font } = faces.bold;
  const letters = lettersOf(font, word);
  const units = letters.reduce((total, { advance }) => total + advance, 0);
  const scale = Math.min(largest / font.font.unitsPerEm, longest / units);
  const width = units * scale;
  const height = font.font.capHeight * scale;
  // Rises to the right at 45°; the page's y goes down, the letters' up, hence the signs.
  const slope = Math.SQRT1_2;
  const x = sheet.width / 2 - (width / 2) * slope + (height / 2) * slope;
  const y = sheet.height / 2 + (width / 2) * slope + (height / 2) * slope;
  const turn = [slope, -slope, -slope, -slope, x, y].map((value) => value.toFixed(4)).join(' ');
  const outlines: string[] = [];
  let pen = 0;
  for (const { advance, commands } of letters) {
    outlines.push(
      outline(
        commands,
        (px) => n((px + pen) * scale),
        (py) => n(py * scale),
      ),
    );
    pen += advance;
  }
  return `${rgb(ink.drillWash)} rg ${turn} cm ${outlines.join(' ')} f`;
}

interface Letter {
  readonly advance: number;
  readonly commands: readonly PathCommand[];
}

const lettersOf = ({ font }: PdfFont, word: string): Letter[] =>
  [...word].map((letter) => {
    const glyph = font.glyphForCodePoint(letter.codePointAt(0) ?? 0);
    return { advance: glyph.advanceWidth, commands: glyph.path.commands };
  });

/** The outline as PDF path operators. TrueType curves are quadratic, PDF's cubic: the same curve. */
function outline(
  commands: readonly PathCommand[],
  toX: (x: number) => number,
  toY: (y: number) => number,
): string {
  const operators: string[] = [];
  let [fromX, fromY] = [0, 0];
  const point = (x: number, y: number): string => `${toX(x)} ${toY(y)}`;
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0] = args;
    if (command === 'moveTo') operators.push(`${point(a, b)} m`);
    if (command === 'lineTo') operators.push(`${point(a, b)} l`);
    if (command === 'quadraticCurveTo') {
      const first = point(fromX + (2 / 3) * (a - fromX), fromY + (2 / 3) * (b - fromY));
      const second = point(c + (2 / 3) * (a - c), d + (2 / 3) * (b - d));
      operators.push(`${first} ${second} ${point(c, d)} c`);
    }
    if (command === 'closePath') operators.push('h');
    else [fromX, fromY] = command === 'quadraticCurveTo' ? [c, d] : [a, b];
  }
  return operators.join(' ');
}
