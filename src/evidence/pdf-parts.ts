import { inflateSync } from 'node:zlib';

/**
 * What a search of a PDF's bytes and unpacked streams misses: the text that its pages draw, which stands
 * there in pieces or as numbers of glyphs. All texts are latin1. Reads what pdfkit writes (FlateDecode,
 * hex strings, ToUnicode maps: ISO 32000-1 §7.4.4, §9.10.3); it is no PDF parser.
 */
export function* readPdfParts(pdf: Uint8Array): Generator<string> {
  const streams = [...streamsOf(Buffer.from(pdf))];
  const maps = streams.filter((text) => text.includes('begincmap')).map(parseToUnicode);
  for (const text of streams) {
    if (!/T[jJ]/.test(text)) continue;
    yield literalText(text);
    // Which font a string is drawn with would need a parser; each map is tried on every string.
    for (const map of maps) yield drawnText(text, map);
  }
}

// A page's text is far smaller; what is more is a picture, an attachment or a bomb.
const largestStream = 32 * 1024 * 1024;
const largestTogether = 128 * 1024 * 1024;

function* streamsOf(pdf: Buffer): Generator<string> {
  let together = 0;
  for (
    let at = pdf.indexOf('stream');
    at !== -1 && together < largestTogether;
    at = pdf.indexOf('stream', at + 6)
  ) {
    if (pdf.subarray(at - 3, at).toString('latin1') === 'end') continue;
    const from = at + (pdf[at + 6] === 0x0d ? 8 : 7);
    const end = pdf.indexOf('endstream', from);
    if (end === -1) return;
    const inflated = inflate(pdf.subarray(from, end));
    if (inflated !== undefined) yield inflated;
    together += inflated?.length ?? 0;
  }
}

function inflate(bytes: Uint8Array): string | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: largestStream }).toString('latin1');
  } catch {
    // Not compressed, or not this way: the raw bytes have been searched already.
    return undefined;
  }
}

/** Glyph code (upper case hex) → text. */
type GlyphTexts = ReadonlyMap<string, string>;

function parseToUnicode(cmap: string): GlyphTexts {
  const texts = new Map<string, string>();
  for (const [, section = ''] of cmap.matchAll(/beginbfchar(.*?)endbfchar/gs)) {
    for (const [, code = '', text = ''] of section.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f ]+)>/g)) {
      texts.set(code.toUpperCase(), utf16(text));
    }
  }
  for (const [, section = ''] of cmap.matchAll(/beginbfrange(.*?)endbfrange/gs)) {
    for (const [, first = '', last = '', target = ''] of section.matchAll(range))
      addRange(texts, first, last, target);
  }
  return texts;
}

const range = /<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\[[^\]]*\]|<[0-9A-Fa-f ]+>)/g;

/** The targets of a range are listed one by one, or begin at one value and count up. */
function addRange(texts: Map<string, string>, first: string, last: string, target: string): void {
  const listed = [...target.matchAll(/<([0-9A-Fa-f ]+)>/g)].map(([, hex = '']) => utf16(hex));
  const [from, to] = [parseInt(first, 16), Math.min(parseInt(last, 16), parseInt(first, 16) + 0xffff)];
  for (let code = from; code <= to; code++) {
    const key = code.toString(16).toUpperCase().padStart(first.length, '0');
    const text = target.startsWith('[') ? listed[code - from] : following(listed[0] ?? '', code - from);
    if (text !== undefined) texts.set(key, text);
  }
}

/** The file may be anybody's: a number that is no character gives none. */
function following(first: string, steps: number): string {
  const code = (first.codePointAt(0) ?? 0) + steps;
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** All hex strings of a page in drawing order, joined: a word may be drawn in pieces. */
function drawnText(content: string, glyphs: GlyphTexts): string {
  const width = glyphs.keys().next().value?.length ?? 4;
  const pieces: string[] = [];
  for (const [, hex = ''] of content.matchAll(/<([0-9A-Fa-f]+)>/g)) {
    for (let at = 0; at < hex.length; at += width) {
      pieces.push(glyphs.get(hex.slice(at, at + width).toUpperCase()) ?? '');
    }
  }
  return Buffer.from(pieces.join(''), 'utf8').toString('latin1');
}

/** All strings in brackets, joined: between the letters of one word stand the widths of gaps. */
const literalText = (content: string): string =>
  Array.from(content.matchAll(/\(((?:[^()\\]|\\[^])*)\)/g), ([, text = '']) => text).join('');

function utf16(hex: string): string {
  const units = hex.replaceAll(' ', '').match(/[0-9A-Fa-f]{4}/g) ?? [];
  return String.fromCharCode(...units.map((unit) => parseInt(unit, 16)));
}
