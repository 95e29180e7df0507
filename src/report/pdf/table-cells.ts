import type { Faces } from './canvas.ts';
import { capped, spaced } from './text.ts';
import type { Spelled } from './text.ts';
import { contentWidth, sheet, type } from './theme.ts';
import type { FaceName, TextStyle } from './theme.ts';
import type { Typeface } from './typeface.ts';
import { wrap } from './wrap.ts';

export interface Column {
  readonly title: string;
  /** A share of what the fitted columns leave, or `fit`: as wide as the longest of the first rows. */
  readonly width: number | 'fit';
  /** Points that a fitted column may take at most; longer text wraps. */
  readonly widest?: number;
  readonly align?: 'left' | 'right';
  readonly face?: FaceName;
  /**
   * Whether its cells name their rows, as a screen reader says it before each other cell. Where no column says so,
   * the first one does, unless it says that it does not.
   */
  readonly namesRow?: boolean;
}

/** A line of a cell in a face or ink of its own. It still wraps. */
export interface Line {
  readonly text: string;
  readonly face?: FaceName;
  readonly ink?: string;
}

export type Cell = string | Line | readonly Line[];

export interface Look {
  readonly faces: Readonly<Record<FaceName, TextStyle>>;
  /** Whether a header row names the columns. */
  readonly head: boolean;
  /** Above and below the lines of a row. */
  readonly pad: number;
  readonly leading: number;
  /** The longest text of a line; hostile strings are cut there, and the cut is counted. */
  readonly most: number;
}

export interface PlacedColumn extends Column {
  readonly x: number;
  readonly points: number;
}

export interface PlacedLine {
  readonly spelled: Spelled;
  readonly style: TextStyle;
  readonly face: Typeface;
}

const gutter = 7;
/** Unless it says otherwise: whatever a venue puts into one column, the others must stay readable. */
const widestFit = 130;
/** What a sharing column is left with at least. */
const narrowestShare = 58;

/** Breaks a cell's text into the lines that its column has room for. */
export function placeCell(cell: Cell, column: PlacedColumn, look: Look, faces: Faces): PlacedLine[] {
  const placed: PlacedLine[] = [];
  const lines = asLines(cell);
  for (const [i, line] of lines.entries()) {
    const style = look.faces[line.face ?? column.face ?? 'sans'];
    const face = faces[style.face];
    const inked = line.ink === undefined ? style : { ...style, ink: line.ink };
    const text = face.spell(capped(line.text, look.most));
    const spelled = i < lines.length - 1 ? spaced(text) : text;
    if (face.width(text, style.size) <= column.points) placed.push({ spelled, style: inked, face });
    else {
      for (const piece of wrap(spelled, face, style.size, column.points)) {
        placed.push({ spelled: piece, style: inked, face });
      }
    }
  }
  return placed;
}

/** Gives each column its place. `sample` is what fitted columns are measured by. */
export function placeColumns(
  columns: readonly Column[],
  sample: readonly (readonly Cell[])[],
  look: Look,
  faces: Faces,
): PlacedColumn[] {
  const widths = widthsOf(columns, sample, look, faces);
  let x: number = sheet.left;
  return columns.map((column, i) => {
    const points = widths[i] ?? 0;
    const placed = { ...column, x, points };
    x += points + gutter;
    return placed;
  });
}

function widthsOf(
  columns: readonly Column[],
  sample: readonly (readonly Cell[])[],
  look: Look,
  faces: Faces,
): number[] {
  const room = contentWidth - gutter * (columns.length - 1);
  const natural = columns.map((column, i) =>
    column.width === 'fit'
      ? naturalWidth(
          column,
          sample.map((row) => row[i] ?? ''),
          look,
          faces,
        )
      : 0,
  );
  const shares = columns.map(({ width }) => (width === 'fit' ? 0 : width));
  const sharing = shares.filter((share) => share > 0).length;
  const forFitted = sharing === 0 ? room : room - sharing * narrowestShare;
  const fitted = level(natural, forFitted);
  const left = room - total(fitted);
  // Nobody to share what is left: the fitted columns get it, each in proportion.
  if (sharing === 0) return fitted.map((width) => width + (left * width) / Math.max(total(fitted), 1));
  return columns.map((_, i) => (fitted[i] ?? 0) + ((shares[i] ?? 0) * left) / total(shares));
}

/** Cuts down the widest until all fit, so that one long id does not take a narrow column's room. */
function level(widths: readonly number[], room: number): number[] {
  let highest = Math.max(0, ...widths);
  while (total(widths.map((width) => Math.min(width, highest))) > room && highest > 1) highest -= 1;
  return widths.map((width) => Math.min(width, highest));
}

function naturalWidth(column: Column, cells: readonly Cell[], look: Look, faces: Faces): number {
  let widest = look.head ? titleWidth(column.title, faces) : 0;
  for (const cell of cells) {
    for (const line of asLines(cell)) {
      const style = look.faces[line.face ?? column.face ?? 'sans'];
      const face = faces[style.face];
      widest = Math.max(widest, face.width(face.spell(capped(line.text, look.most)), style.size));
    }
  }
  // A hair more, so that rounding does not wrap the very text that was measured.
  return Math.min(widest + 0.1, column.widest ?? widestFit);
}

/** A short title stays on one line; a long one may wrap between its words. */
function titleWidth(title: string, faces: Faces): number {
  const { face, size } = type.cellHead;
  const widthOf = (text: string): number => faces[face].width(faces[face].spell(text), size);
  const whole = widthOf(title);
  return whole <= 48 ? whole : Math.max(...title.split(' ').map(widthOf));
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

function asLines(cell: Cell): readonly Line[] {
  if (typeof cell === 'string') return [{ text: cell }];
  return 'text' in cell ? [cell] : cell;
}
