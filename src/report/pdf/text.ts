import type { Spelled } from '../spelled.ts';

export { capped, visible, type Spelled } from '../spelled.ts';

/** Without the spaces at its end, which take part in reading but not in measuring. */
export const bare = (text: Spelled): Spelled => text.trimEnd() as Spelled;

/** With a space at its end: what follows is another word to whoever does not see the page. */
export const spaced = (text: Spelled): Spelled => `${text} ` as Spelled;

/** A piece of spelled text is spelled. */
export const slice = (text: Spelled, from: number, to?: number): Spelled => text.slice(from, to) as Spelled;

/** For XMP: pdfkit writes metadata unescaped, and a title may hold `<x:xmpmeta>`. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
