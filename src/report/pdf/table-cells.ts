import type { Faces } from './canvas.ts';
import { capped } from './text.ts';
import { contentWidth, sheet, type } from './theme.ts';
import type { FaceName, TextStyle } from './theme.ts';
import type { Typeface } from './typeface.ts';
import { wrap } from './wrap.ts';

export interface Column {
  readonly title: string;
  /** A share of what the fitted columns leave, or `fit`: as wide as the longest of the first rows. */
  readonly width: number | 'fit';
  readonly align?: 'left' | 'right';
  readonly face?: FaceName;
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
  /** Whether a header row names the columns; without one, the first cell of a row names the row. */
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
  readonly spelled: string;
  readonly style: TextStyle;
  readonly face: Typeface;
}

const gutter = 7;
/** A fitted column takes no more, whatever a venue puts into it; longer text wraps. */
const widestFit = 130;
/** What a sharing column is left with at least. */
const narrowestShare = 58;

/** Breaks a cell's text into the lines that its column has room for. */
export function placeCell(cell: Cell, column: PlacedColumn, look: Look, faces: Faces): PlacedLine[] {
  const lines: PlacedLine[] = [];
  for (const line of asLines(cell)) {
    const style = look.faces[line.face ?? column.face ?? 'sans'];
    const face = faces[style.face];
    const placed = line.ink === undefined ? style : { ...style, ink: line.ink };
    const text = face.spell(capped(line.text, look.most));
    if (face.width(text, style.size) <= column.points) lines.push({ spelled: text, style: placed, face });
    else for (const spelled of wrap(text, face, style.size, column.points)) lines.push({ spelled, style: placed, face });
  }
  return lines;
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
    column.width === 'fit' ? naturalWidth(column, sample.map((row) => row[i] ?? ''), look, faces) : 0,
  );
  const shares = columns.map(({ width }) => (width === 'fit' ? 0 : width));
  const sharing = shares.filter((share) => share > 0).length;
  const fitted = total(natural);
  // Too much to fit: all give way alike. Something left and nobody to share it: all get more.
  const forFitted = Math.min(fitted, room - sharing * narrowestShare);
  const scale = fitted === 0 ? 0 : (sharing === 0 ? room : forFitted) / fitted;
  const perShare = sharing === 0 ? 0 : (room - fitted * scale) / total(shares);
  return columns.map((_, i) => (natural[i] ?? 0) * scale + (shares[i] ?? 0) * perShare);
}

function naturalWidth(column: Column, cells: readonly Cell[], look: Look, faces: Faces): number {
  const head = type.cellHead;
  const words = look.head ? column.title.split(' ') : [];
  let widest = words.reduce((most, word) => Math.max(most, faces[head.face].width(faces[head.face].spell(word), head.size)), 0);
  for (const cell of cells) {
    for (const line of asLines(cell)) {
      const style = look.faces[line.face ?? column.face ?? 'sans'];
      const face = faces[style.face];
      widest = Math.max(widest, face.width(face.spell(capped(line.text, look.most)), style.size));
    }
  }
  // A hair more, so that rounding does not wrap the very text that was measured.
  return Math.min(widest + 0.1, widestFit);
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

function asLines(cell: Cell): readonly Line[] {
  if (typeof cell === 'string') return [{ text: cell }];
  return 'text' in cell ? [cell] : cell;
}
