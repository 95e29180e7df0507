import type { PdfFont } from './pdfkit.ts';
import { visible } from './text.ts';
import type { Spelled } from './text.ts';

interface Glyph {
  readonly hex: string;
  /** Thousandths of the type size. */
  readonly advance: number;
}

/**
 * A font as this report draws it: glyph by glyph from a cache, because shaping every new word (each
 * hash and id is one) is what makes pdfkit's own text slow and its memory grow. Right for Latin,
 * Greek and Cyrillic; scripts that need shaping have no glyph in these fonts and are spelled out.
 */
export class Typeface {
  readonly font: PdfFont;
  readonly #glyphs = new Map<number, Glyph>();
  readonly #kerning = new Map<number, number>();
  readonly #drawable = new Map<number, boolean>();

  constructor(font: PdfFont) {
    this.font = font;
  }

  /** The text as it will be printed. */
  spell(text: string): Spelled {
    return visible(text, (codePoint) => this.#canDraw(codePoint));
  }

  advance(charCode: number): number {
    return this.#glyph(charCode).advance;
  }

  /** How much closer (negative) or wider a pair stands, in thousandths of the type size. */
  kern(left: number, right: number): number {
    const pair = left * 0x10000 + right;
    const cached = this.#kerning.get(pair);
    if (cached !== undefined) return cached;
    const [glyphs, positions] = this.font.encode(String.fromCharCode(left, right));
    // One glyph for two characters is a ligature: drawn as two, without kerning.
    const kern = glyphs.length === 2 ? Math.round((positions[0]?.xAdvance ?? 0) - this.advance(left)) : 0;
    this.#kerning.set(pair, kern);
    return kern;
  }

  /** Points, as in tables: without kerning. */
  width(spelled: Spelled, size: number): number {
    let thousandths = 0;
    for (let i = 0; i < spelled.length; i++) thousandths += this.advance(spelled.charCodeAt(i));
    return (thousandths * size) / 1000;
  }

  /** Points, as in prose. */
  kernedWidth(spelled: Spelled, size: number): number {
    let thousandths = 0;
    for (let i = 0; i < spelled.length; i++) {
      thousandths += this.advance(spelled.charCodeAt(i));
      if (i > 0) thousandths += this.kern(spelled.charCodeAt(i - 1), spelled.charCodeAt(i));
    }
    return (thousandths * size) / 1000;
  }

  /** The operator that shows the text: `<00010002> Tj`. */
  show(spelled: Spelled): string {
    let hex = '';
    for (let i = 0; i < spelled.length; i++) hex += this.#glyph(spelled.charCodeAt(i)).hex;
    return `<${hex}> Tj`;
  }

  /** The same with pair kerning, for text large enough that it shows: `[<0001> 45 <0002>] TJ`. */
  showKerned(spelled: Spelled): string {
    let hex = '';
    for (let i = 0; i < spelled.length; i++) {
      const kern = i === 0 ? 0 : this.kern(spelled.charCodeAt(i - 1), spelled.charCodeAt(i));
      if (kern !== 0) hex += `> ${-kern} <`;
      hex += this.#glyph(spelled.charCodeAt(i)).hex;
    }
    return `[<${hex}>] TJ`;
  }

  #canDraw(codePoint: number): boolean {
    let drawable = this.#drawable.get(codePoint);
    if (drawable === undefined) {
      drawable = this.font.font.hasGlyphForCodePoint(codePoint);
      this.#drawable.set(codePoint, drawable);
    }
    return drawable;
  }

  #glyph(charCode: number): Glyph {
    const cached = this.#glyphs.get(charCode);
    if (cached) return cached;
    const [[hex], [position]] = this.font.encode(String.fromCharCode(charCode));
    if (hex === undefined || position === undefined) throw new RangeError(`no glyph for ${charCode}`);
    const glyph = { hex, advance: position.xAdvance };
    this.#glyphs.set(charCode, glyph);
    return glyph;
  }
}
