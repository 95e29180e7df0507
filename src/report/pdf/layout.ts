import type { Attached } from './attachments.ts';
import type { Canvas } from './canvas.ts';
import type { PdfOutline, PdfRef } from './pdfkit.ts';
import type { Tag, TagName } from './tags.ts';
import { capped } from './text.ts';
import type { Spelled } from './text.ts';
import { ink, sheet, type } from './theme.ts';
import type { TextStyle } from './theme.ts';
import { wrap } from './wrap.ts';

/** The longest prose any one field may print; the whole of it stands in report.json. */
const mostProse = 1_500;

/** Room that must be left under a heading, so that none stands alone at the foot of a page. */
const headings = {
  section: { tag: 'H2', style: type.section, before: 26, after: 7, keep: 130 },
  // Of no chapter, yet not larger than a part of one.
  aside: { tag: 'H2', style: type.part, before: 16, after: 4, keep: 110 },
  part: { tag: 'H3', style: type.part, before: 16, after: 4, keep: 110 },
  detail: { tag: 'H3', style: type.detail, before: 10, after: 2, keep: 92 },
} as const;

export interface Place {
  readonly page: PdfRef;
  readonly pageNumber: number;
  readonly y: number;
}

/**
 * Running text: a cursor that goes down the page and on to the next, and knows where in the
 * structure tree it is. Everything that it prints is spelled out and capped here.
 */
export class Flow {
  readonly canvas: Canvas;
  /** What was attached as a picture, by exhibit. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
  /** Amounts are stand-ins: nothing is drawn of them. */
  readonly isCopy: boolean;
  /** What is attached to the document. */
  readonly attached: Attached;
  y: number = sheet.bottom;
  #parent: Tag;
  #bookmark: PdfOutline;
  #inPart = false;

  constructor(
    canvas: Canvas,
    {
      pictures = new Map(),
      attached = new Map(),
      isCopy = false,
    }: {
      readonly pictures?: ReadonlyMap<string, Uint8Array> | undefined;
      readonly attached?: Attached;
      readonly isCopy?: boolean;
    } = {},
  ) {
    this.canvas = canvas;
    this.isCopy = isCopy;
    this.pictures = pictures;
    this.attached = attached;
    this.#parent = canvas.tags.root;
    this.#bookmark = canvas.pdf.outline;
  }

  get room(): number {
    return sheet.bottom - this.y;
  }

  newPage(): void {
    this.canvas.newPage();
    this.y = sheet.top;
  }

  /** Goes to a new page unless `height` points are left on this one. */
  keep(height: number): void {
    if (this.room < height) this.newPage();
  }

  gap(height: number): void {
    this.y += height;
  }

  /** Draws inside an element of the structure tree. */
  within(name: TagName, draw: (tag: Tag) => void, attributes: object = {}): void {
    const outer = this.#parent;
    this.#parent = this.canvas.tags.open(name, outer, attributes);
    draw(this.#parent);
    this.canvas.tags.close(this.#parent);
    this.#parent = outer;
  }

  /**
   * A chapter: heading, bookmark, and whatever `draw` adds below both. `more`: room that what stands first needs,
   * so that the heading goes to the next page with it. Returns where it begins.
   */
  section(title: string, draw: () => void, more = 0): Place {
    let place: Place | undefined;
    this.within('Sect', () => {
      place = this.heading('section', title, more);
      this.#below(this.#addBookmark(title, place.y), draw);
    });
    if (!place) throw new Error(`section "${title}" was not drawn`);
    return place;
  }

  /** A part of a chapter, with a bookmark of its own below the chapter's. */
  part(title: string, draw: () => void, more = 0): void {
    const place = this.heading('part', title, more);
    this.#below(this.#addBookmark(title, place.y), draw);
  }

  heading(level: keyof typeof headings, title: string, more = 0): Place {
    const { tag, style, before, after, keep } = headings[level];
    this.keep(before + keep + more);
    if (this.y > sheet.top + 1) this.gap(before);
    const place = { page: this.canvas.pdf.page.dictionary, pageNumber: this.canvas.pages, y: this.y };
    if (level === 'section') this.rule(ink.text, 1);
    // No level of the outline may be skipped (ISO 14289-1 §7.4): a detail is H4 only below an H3.
    this.paragraph(title, style, { tag: level === 'detail' && this.#inPart ? 'H4' : tag, gap: after });
    this.#inPart = level === 'part' || (level === 'detail' && this.#inPart);
    return place;
  }

  paragraph(
    text: string,
    style: TextStyle = type.body,
    { tag = 'P', x = sheet.left, width = sheet.right - x, gap = 4, label }: ParagraphOptions = {},
  ): void {
    const face = this.canvas.faces[style.face];
    const lines = wrap(face.spell(capped(text, mostProse)), face, style.size, width, { kerned: true });
    this.keep(Math.min(lines.length, 2) * style.leading);
    if (label === undefined) this.within(tag, (element) => this.#lines(element, lines, style, x));
    else
      this.within('LI', () => {
        this.within('Lbl', (element) => this.#label(element, label, style));
        this.within('LBody', (element) => this.#lines(element, lines, style, x));
      });
    this.gap(gap);
  }

  /**
   * Text at a fixed place, for pages that are composed rather than run. What does not fit in `lines`
   * ends in "…". Returns the height used; the cursor stays.
   */
  block(text: string, style: TextStyle, { x, y, width, lines: most, tag = 'P' }: BlockPlace): number {
    const face = this.canvas.faces[style.face];
    const all = wrap(face.spell(capped(text, mostProse)), face, style.size, width, { kerned: true });
    // The last line that fits takes the rest of the text with it and is cut with "…".
    const last = all.slice(most - 1).join('') as Spelled;
    const lines = all.length <= most ? all : [...all.slice(0, most - 1), last];
    this.within(tag, (element) =>
      this.canvas.marked(element, () =>
        lines.forEach((line, i) =>
          this.canvas.spelled(line, style, {
            x,
            y: y + i * style.leading + baseline(style),
            within: width + 0.5,
          }),
        ),
      ),
    );
    return lines.length * style.leading;
  }

  /** How many lines the text takes at this width. */
  measure(text: string, style: TextStyle, width: number): number {
    const face = this.canvas.faces[style.face];
    return wrap(face.spell(capped(text, mostProse)), face, style.size, width, { kerned: true }).length;
  }

  /** Says that there is nothing, in so many words. */
  none(text: string): void {
    this.paragraph(text, type.small);
  }

  rule(colour: string = ink.rule, weight = 0.5): void {
    this.canvas.artifact(() => this.canvas.line(sheet.left, this.y, sheet.right, this.y, colour, weight));
    this.gap(6);
  }

  /** Hangs in the margin of a list's item: its number. */
  #label(element: Tag, label: string, style: TextStyle): void {
    this.canvas.marked(element, () =>
      this.canvas.text(
        `${label} `,
        { ...style, ink: ink.muted },
        { x: sheet.left, y: this.y + baseline(style) },
      ),
    );
  }

  #lines(element: Tag, lines: readonly Spelled[], style: TextStyle, x: number): void {
    for (let at = 0; at < lines.length;) {
      this.keep(style.leading);
      const fit = Math.max(1, Math.floor(this.room / style.leading));
      this.canvas.marked(element, () => {
        for (const line of lines.slice(at, at + fit)) {
          this.canvas.spelled(line, style, { x, y: this.y + baseline(style) });
          this.gap(style.leading);
        }
      });
      at += fit;
    }
  }

  #addBookmark(title: string, y: number): PdfOutline {
    const spelled = this.canvas.faces.sans.spell(capped(title, 120));
    return this.#bookmark.addItem(spelled, { top: Math.max(0, y - 8) });
  }

  #below(bookmark: PdfOutline, draw: () => void): void {
    const outer = this.#bookmark;
    this.#bookmark = bookmark;
    draw();
    this.#bookmark = outer;
  }
}

export interface ParagraphOptions {
  readonly tag?: TagName;
  readonly x?: number;
  readonly width?: number;
  /** Below. */
  readonly gap?: number;
  /** At the left margin, beside the first line: the paragraph is an item of a list, inside an `L`. */
  readonly label?: string;
}

export interface BlockPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** At most so many. */
  readonly lines: number;
  readonly tag?: TagName;
}

/** From the top of a line to its baseline: the text sits in the middle of its leading. */
export const baseline = (style: TextStyle): number => style.leading / 2 + style.size * 0.35;
