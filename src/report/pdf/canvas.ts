import { PageContent } from './page-content.ts';
import type { Pdf, PdfRef } from './pdfkit.ts';
import type { Tag, Tags } from './tags.ts';
import { bare, capped, slice } from './text.ts';
import type { Spelled } from './text.ts';
import { sheet } from './theme.ts';
import type { FaceName, TextStyle } from './theme.ts';
import type { Typeface } from './typeface.ts';

export type Faces = Readonly<Record<FaceName, Typeface>>;

/** No line has room for so many: what comes after need not be measured. */
const mostOfALine = 400;

export interface TextAt {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly align?: 'left' | 'right' | 'centre';
  /** Cut with "…" when it is wider, in points. */
  readonly within?: number;
}

/**
 * Draws on the current page. Collects operators and hands them to pdfkit a page at a time. Points,
 * y down: pdfkit turns each page over, so text is set with a matrix that turns it back.
 */
export class Canvas {
  readonly pdf: Pdf;
  readonly faces: Faces;
  readonly tags: Tags;
  pages = 0;
  readonly #dress: (canvas: Canvas) => void;
  readonly #content = new PageContent();
  #fill = '';

  /** `dress` draws what every page has (bands, footer) as soon as the page exists. */
  constructor(pdf: Pdf, faces: Faces, tags: Tags, dress: (canvas: Canvas) => void) {
    this.pdf = pdf;
    this.faces = faces;
    this.tags = tags;
    this.#dress = dress;
  }

  newPage(): void {
    this.flush();
    this.pdf.addPage();
    this.pages += 1;
    for (const face of Object.values(this.faces)) this.pdf.page.fonts[face.font.id] ??= face.font.ref();
    this.#fill = '';
    this.#dress(this);
  }

  flush(): void {
    const content = this.#content.take();
    if (content.length > 0) this.pdf.addContent(content);
  }

  emit(operators: string): void {
    this.#content.add(operators);
  }

  /** Draws content that belongs to `tag`. */
  marked(tag: Tag, draw: () => void): void {
    this.emit(this.tags.mark(tag));
    draw();
    this.emit('EMC');
  }

  /** Draws what is not content: rules, bands, repeated headers. */
  artifact(draw: () => void): void {
    this.emit('/Artifact BMC');
    draw();
    this.emit('EMC');
  }

  fill(ink: string): void {
    const operator = this.fillOperator(ink);
    if (operator !== '') this.emit(operator);
  }

  /** The operator that changes the fill colour; empty when it is that already. */
  fillOperator(ink: string): string {
    if (this.#fill === ink) return '';
    this.#fill = ink;
    return `${rgb(ink)} rg `;
  }

  /** Spells and draws one line of text. */
  text(text: string, style: TextStyle, at: TextAt): void {
    const few = at.within === undefined ? text : capped(text, mostOfALine);
    this.spelled(this.faces[style.face].spell(few), style, at);
  }

  /** Draws one line of text that is spelled already. */
  spelled(text: Spelled, style: TextStyle, { x, y, align = 'left', within }: TextAt): void {
    const face = this.faces[style.face];
    const line = cut(face, text, style.size, within);
    const width = face.kernedWidth(bare(line), style.size);
    const from = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
    this.fill(style.ink);
    this.emit(
      `BT /${face.font.id} ${style.size} Tf 1 0 0 -1 ${n(from)} ${n(y)} Tm ${face.showKerned(line)} ET`,
    );
  }

  width(text: string, style: TextStyle): number {
    const face = this.faces[style.face];
    return face.kernedWidth(face.spell(text), style.size);
  }

  rect(x: number, y: number, width: number, height: number, ink: string): void {
    this.fill(ink);
    this.emit(`${n(x)} ${n(y)} ${n(width)} ${n(height)} re f`);
  }

  frame(x: number, y: number, width: number, height: number, ink: string, weight = 0.6): void {
    this.emit(`${rgb(ink)} RG ${weight} w ${n(x)} ${n(y)} ${n(width)} ${n(height)} re S`);
  }

  line(x1: number, y1: number, x2: number, y2: number, ink: string, weight = 0.5): void {
    this.emit(`${rgb(ink)} RG ${weight} w ${n(x1)} ${n(y1)} m ${n(x2)} ${n(y2)} l S`);
  }

  /** A line through the points; `dash` in points, solid without. */
  polyline(points: readonly (readonly [number, number])[], ink: string, weight: number): void {
    const path = points.map(([x, y], i) => `${n(x)} ${n(y)} ${i === 0 ? 'm' : 'l'}`).join(' ');
    this.emit(`${rgb(ink)} RG ${weight} w 1 j ${path} S`);
  }

  polygon(points: readonly (readonly [number, number])[], ink: string): void {
    this.fill(ink);
    this.emit(`${points.map(([x, y], i) => `${n(x)} ${n(y)} ${i === 0 ? 'm' : 'l'}`).join(' ')} h f`);
  }

  /** Places a shared drawing that is written once in the file. */
  stamp(name: string, form: PdfRef, x = 0): void {
    this.pdf.page.xobjects[name] = form;
    this.emit(`q 1 0 0 1 ${n(x)} 0 cm /${name} Do Q`);
  }

  /** Places a picture; y is its upper edge. Pages are turned over, so it is turned back. */
  image(
    name: string,
    form: PdfRef,
    { x, y, width, height }: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>,
  ): void {
    this.pdf.page.xobjects[name] = form;
    this.emit(`q ${n(width)} 0 0 ${n(-height)} ${n(x)} ${n(y + height)} cm /${name} Do Q`);
  }

  /** Reserves a drawing to be stamped on pages now and written later. */
  form(): PdfRef {
    return this.pdf.ref({
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, sheet.width, sheet.height],
      Resources: {
        Font: Object.fromEntries(Object.values(this.faces).map((f) => [f.font.id, f.font.ref()])),
      },
    });
  }

  /** Operators for text in a form, where no page state is known. */
  formText(text: string, style: TextStyle, x: number, y: number): string {
    const face = this.faces[style.face];
    const show = face.showKerned(face.spell(text));
    return `${rgb(style.ink)} rg BT /${face.font.id} ${style.size} Tf 1 0 0 -1 ${n(x)} ${n(y)} Tm ${show} ET`;
  }
}

function cut(face: Typeface, text: Spelled, size: number, within: number | undefined): Spelled {
  if (within === undefined || face.kernedWidth(bare(text), size) <= within) return text;
  const dots = face.spell('…');
  const room = within - face.width(dots, size);
  let end = 0;
  for (let used = 0; end < text.length; end++) {
    used += (face.advance(text.charCodeAt(end)) * size) / 1000;
    if (used > room) break;
  }
  return `${slice(text, 0, end)}${dots}` as Spelled;
}

/** Two decimals: a hundredth of a point is finer than any printer. */
export const n = (value: number): number => Math.round(value * 100) / 100;

const rgbOf = new Map<string, string>();

/** "#14181d" → "0.078 0.094 0.114". */
export function rgb(hex: string): string {
  let operands = rgbOf.get(hex);
  if (operands === undefined) {
    operands = [1, 3, 5].map((i) => (parseInt(hex.slice(i, i + 2), 16) / 255).toFixed(3)).join(' ');
    rgbOf.set(hex, operands);
  }
  return operands;
}
