import type { Canvas } from '../canvas.ts';
import { n, rgb } from '../canvas.ts';
import type { Flow } from '../layout.ts';
import { capped } from '../text.ts';
import { contentWidth, ink, sheet, type } from '../theme.ts';
import type { TextStyle } from '../theme.ts';

/** How many units of the shared geometry (report/charts) the width of a page holds. */
export const unitsAcross = 860;
const pointsPerUnit = contentWidth / unitsAcross;

/** Nobody listens longer; PDF/A ends a string at 32,767 bytes (ISO 19005-3 §6.1.13), two to a character. */
const mostAlt = 4_000;

export const points = (units: number): number => units * pointsPerUnit;

export const tiny = { ...type.note, size: 6.6 } satisfies TextStyle;
export const tinyBold = { ...type.label, size: 6.8, ink: ink.text } satisfies TextStyle;

type Point = readonly [x: number, y: number];

/** A place on the page that takes the units of the shared geometry: x to the right, y down. */
export class Picture {
  readonly canvas: Canvas;
  readonly #top: number;

  constructor(canvas: Canvas, top: number) {
    this.canvas = canvas;
    this.#top = top;
  }

  x(units: number): number {
    return sheet.left + points(units);
  }

  y(units: number): number {
    return this.#top + points(units);
  }

  at([x, y]: Point): Point {
    return [this.x(x), this.y(y)];
  }

  /** `size`: width and height, in units; at least a point wide, so that it shows. */
  rect([x, y]: Point, [width, height]: Point, colour: string): void {
    this.canvas.rect(this.x(x), this.y(y), Math.max(1, points(width)), points(height), colour);
  }

  /** Told from a filled one without colour: outlined, and striped from corner to corner. */
  hatched([x, y]: Point, [width, height]: Point, colour: string): void {
    const [left, top, wide, high] = [this.x(x), this.y(y), Math.max(2, points(width)), points(height)];
    const stripes: string[] = [];
    for (let from = left - high; from < left + wide; from += 3) {
      stripes.push(`${n(from)} ${n(top + high)} m ${n(from + high)} ${n(top)} l`);
    }
    const box = `${n(left)} ${n(top)} ${n(wide)} ${n(high)} re`;
    this.canvas.emit(`q ${box} W n ${rgb(colour)} RG 0.7 w ${stripes.join(' ')} S Q`);
    this.canvas.emit(`${rgb(colour)} RG 0.6 w ${box} S`);
  }

  line(from: Point, to: Point, colour: string, weight = 0.5): void {
    this.canvas.line(...this.at(from), ...this.at(to), colour, weight);
  }

  dashed(from: Point, to: Point, colour: string, weight = 0.8): void {
    this.canvas.emit('[3 2] 0 d');
    this.line(from, to, colour, weight);
    this.canvas.emit('[] 0 d');
  }

  way(way: readonly Point[], colour: string, weight = 1): void {
    this.canvas.polyline(thinned(way.map((point) => this.at(point))), colour, weight);
  }

  /** A triangle of 5 points' width: filled and upright, or hollow and on its head. */
  triangle(at: Point, upright: boolean, colour: string): void {
    const [x, y] = this.at(at);
    const h = upright ? -2.6 : 2.6;
    const path = `${n(x)} ${n(y + h)} m ${n(x + 2.6)} ${n(y - h * 0.7)} l ${n(x - 2.6)} ${n(y - h * 0.7)} l h`;
    if (upright) this.canvas.fill(colour);
    else this.canvas.fill(ink.paper);
    this.canvas.emit(`${rgb(colour)} RG 0.7 w ${path} B`);
  }

  /** Filled with paper: a ring. */
  ring(at: Point, radius: number, colour: string): void {
    this.canvas.fill(ink.paper);
    this.canvas.emit(`${rgb(colour)} RG 1 w ${circle(this.at(at), radius)} B`);
  }

  dot(at: Point, radius: number, colour: string): void {
    this.canvas.fill(colour);
    this.canvas.emit(`${circle(this.at(at), radius)} f`);
  }

  /** `down`: points below the place, for a baseline. */
  text(
    text: string,
    at: Point,
    {
      style = tiny,
      align = 'left',
      down = 0,
      within,
    }: {
      readonly style?: TextStyle;
      readonly align?: 'left' | 'right' | 'centre';
      readonly down?: number;
      readonly within?: number;
    } = {},
  ): void {
    const [x, y] = this.at(at);
    // The space: copied or read aloud, two labels are not one word.
    this.canvas.text(`${text} `, style, {
      x,
      y: y + down,
      align,
      ...(within === undefined ? {} : { within }),
    });
  }
}

/**
 * Draws a picture over the whole width, with the text that stands in its place for those who do not see
 * it. `height` in units. It is never torn by the end of a page.
 */
export function drawPicture(
  flow: Flow,
  { height, alt, caption }: { readonly height: number; readonly alt: string; readonly caption?: string },
  draw: (picture: Picture) => void,
): void {
  const high = points(height);
  const captionLines = caption === undefined ? 0 : flow.measure(caption, type.note, contentWidth);
  flow.keep(high + 8 + captionLines * type.note.leading);
  figure(flow, alt, high, () => draw(new Picture(flow.canvas, flow.y)));
  flow.gap(high + 4);
  if (caption !== undefined) flow.paragraph(caption, type.note, { gap: 9 });
}

/** A figure of the structure tree at the cursor, which stays. `height` in points. */
export function figure(flow: Flow, alt: string, height: number, draw: () => void): void {
  const box = [sheet.left, sheet.height - flow.y - height, sheet.right, sheet.height - flow.y];
  const said = capped(flow.canvas.faces.sans.spell(alt), mostAlt);
  flow.within('Figure', (tag) => flow.canvas.marked(tag, draw), {
    Alt: new String(said),
    A: { O: 'Layout', Placement: 'Block', BBox: box },
  });
}

/** Half a point apart is one place on paper: of each, the first, the lowest, the highest and the last stay. */
export function thinned(way: readonly Point[]): Point[] {
  const out: Point[] = [];
  let column: Point[] = [];
  const close = (): void => {
    if (column.length > 4) {
      const byHeight = column.toSorted((a, b) => a[1] - b[1]);
      const ends = [column[0], byHeight[0], byHeight.at(-1), column.at(-1)];
      column = ends.filter((point) => point !== undefined);
    }
    out.push(...column);
    column = [];
  };
  for (const point of way) {
    const [first] = column;
    if (first && Math.round(first[0] * 2) !== Math.round(point[0] * 2)) close();
    column.push(point);
  }
  close();
  return out;
}

/** Four curves: a PDF has no circle. */
function circle([x, y]: Point, r: number): string {
  const k = r * 0.5523;
  const curve = (...at: number[]): string => `${at.map(n).join(' ')} c`;
  return [
    `${n(x + r)} ${n(y)} m`,
    curve(x + r, y + k, x + k, y + r, x, y + r),
    curve(x - k, y + r, x - r, y + k, x - r, y),
    curve(x - r, y - k, x - k, y - r, x, y - r),
    curve(x + k, y - r, x + r, y - k, x + r, y),
    'h',
  ].join(' ');
}
