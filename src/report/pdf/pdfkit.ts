import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import PDFDocument from 'pdfkit';
import type { Sink } from '../sink.ts';
import { sheet } from './theme.ts';
import type { FaceName } from './theme.ts';

/**
 * The one place that imports pdfkit. Its published types lag behind 0.20, so what this folder uses
 * of it is written down here; the version is pinned exactly because some of it is not public API.
 */
export interface Pdf extends Readable {
  readonly page: PdfPage;
  readonly outline: PdfOutline;
  readonly _root: { readonly data: Record<string, unknown> };
  readonly _font: PdfFont;
  /** Objects that are begun and not written yet. */
  readonly _waiting: number;
  addPage(): this;
  addContent(operators: string | Uint8Array): this;
  appendXML(xml: string): void;
  ref(dictionary: object): PdfRef;
  registerFont(alias: string, file: Uint8Array): this;
  font(alias: string): this;
  getStructTreeRoot(): PdfRef;
  getStructParentTree(): { get(key: number): unknown[]; add(key: number, value: unknown): void };
  createStructParentTreeNextKey(): number;
  endAcroForm(): Pdf;
  addNamedEmbeddedFile(name: string, spec: PdfRef): void;
  /** Writes XMP from `info` without escaping it (xmp.ts replaces it). */
  _addInfo(): void;
  end(): void;
}

export interface PdfRef {
  data: Record<string, unknown>;
  /** Where it begins in the file, in bytes; once it is written. */
  readonly offset?: number;
  write(chunk: string | Uint8Array): void;
  end(chunk?: string): void;
  /** How others name it: "12 0 R". */
  toString(): string;
}

/**
 * What pdfkit writes as it stands: it tells a dictionary by its tag (`[object Object]`), and asks whatever
 * it does not know for its text.
 */
export class Verbatim {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }

  get [Symbol.toStringTag](): string {
    return 'Verbatim';
  }

  toString(): string {
    return this.#text;
  }
}

export interface PdfPage {
  readonly dictionary: PdfRef;
  readonly content: PdfRef;
  readonly fonts: Record<string, PdfRef>;
  readonly xobjects: Record<string, PdfRef>;
  readonly annotations: PdfRef[];
  readonly structParentTreeKey: number;
}

export interface PdfOutline {
  addItem(title: string, options: { readonly top: number; readonly expanded?: boolean }): PdfOutline;
}

export interface PdfFont {
  readonly id: string;
  readonly font: {
    readonly unitsPerEm: number;
    readonly capHeight: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): {
      readonly advanceWidth: number;
      readonly path: { readonly commands: readonly PathCommand[] };
    };
  };
  encode(text: string): readonly [readonly string[], readonly { readonly xAdvance: number }[]];
  ref(): PdfRef;
}

/** A piece of a TrueType outline, in the font's units, y up. */
export interface PathCommand {
  readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'closePath';
  readonly args: readonly number[];
}

export interface PdfInfo {
  readonly Title: string;
  readonly Author: string;
  readonly Subject: string;
  readonly Keywords: string;
  readonly Creator: string;
  readonly Producer: string;
  readonly CreationDate: Date;
  readonly ModDate: Date;
}

/**
 * Opens a tagged PDF/A-3a document without pages. `info` decides the file's identifier: the same
 * info and the same drawing give the same bytes. `font: null` keeps Helvetica, which no PDF/A may
 * use, from being opened. Without a sink the bytes are read from the document itself, a stream.
 */
export function openPdf(info: PdfInfo, sink?: Sink): Pdf {
  const options = {
    pdfVersion: '1.7',
    subset: 'PDF/A-3a',
    tagged: true,
    lang: 'en',
    displayTitle: true,
    autoFirstPage: false,
    font: null,
    size: [sheet.width, sheet.height],
    margin: 0,
    // The one place where tools that do not read XMP, such as pdfinfo, look for the standard.
    info: { ...info, GTS_PDFA1Version: 'PDF/A-3a:2012' },
  };
  return inBlocks(new PDFDocument(options as unknown as PDFKit.PDFDocumentOptions) as unknown as Pdf, sink);
}

/**
 * Has the attachments listed by the bytes of their names, as ISO 32000-1 §7.9.6 asks of a name tree: readers
 * look names up by halving. pdfkit sorts by the machine's language.
 */
export function listByBytes(pdf: Pdf): void {
  const { data } = pdf._root.data['Names'] as { readonly data: Readonly<Record<string, NameTree>> };
  const tree = data['EmbeddedFiles'];
  if (tree) tree._compareKeys = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
}

interface NameTree {
  _compareKeys(a: string, b: string): number;
}

const blockSize = 64 * 1024;

/**
 * pdfkit pushes each object as three or four chunks of a few bytes: two hundred thousand of them for
 * a large table. Joined to blocks, they cost a third of the time less. It does not wait for a reader, so
 * what is drawn in one go would lie in the stream: a sink takes each block at once.
 */
function inBlocks(pdf: Pdf, sink: Sink | undefined): Pdf {
  const push = pdf.push.bind(pdf);
  const give: Sink = sink ?? ((bytes) => void push(Buffer.from(bytes)));
  // The first line was pushed while the document was made.
  const head: unknown = sink ? pdf.read() : undefined;
  if (head instanceof Uint8Array) give(head);
  const block = Buffer.allocUnsafe(blockSize);
  let used = 0;
  pdf.push = (chunk: Uint8Array | null): boolean => {
    if (chunk === null || used + chunk.length > blockSize) {
      if (used > 0) give(block.subarray(0, used));
      used = 0;
    }
    if (chunk === null) return push(null);
    if (chunk.length > blockSize) give(chunk);
    else {
      block.set(chunk, used);
      used += chunk.length;
    }
    return true;
  };
  return pdf;
}

const resolve = createRequire(import.meta.url).resolve;

// TTF on purpose: pdfkit's font library cannot embed the WOFF and WOFF2 files of these families.
const fontFiles: Readonly<Record<FaceName, string>> = {
  sans: '@expo-google-fonts/ibm-plex-sans/400Regular/IBMPlexSans_400Regular.ttf',
  bold: '@expo-google-fonts/ibm-plex-sans/600SemiBold/IBMPlexSans_600SemiBold.ttf',
  mono: '@expo-google-fonts/ibm-plex-mono/400Regular/IBMPlexMono_400Regular.ttf',
};

/** Opens each face once, by alias: pdfkit parses a font again whenever it is named differently. */
export function openFonts(pdf: Pdf): Readonly<Record<FaceName, PdfFont>> {
  const open = (face: FaceName): PdfFont =>
    pdf.registerFont(face, fontBytes(fontFiles[face])).font(face)._font;
  return { sans: open('sans'), bold: open('bold'), mono: open('mono') };
}

/**
 * The font file with some zeros behind it. In Plex Mono the space is an empty glyph at the very end
 * of the file, and fontkit 2.0.4 reads its (absent) header: "Offset is outside the bounds".
 */
const fontBytes = (file: string): Uint8Array =>
  Buffer.concat([readFileSync(resolve(file)), Buffer.alloc(64)]);
