import type { Report } from '../model.ts';
import type { Canvas } from './canvas.ts';
import { rgb } from './canvas.ts';
import type { Flow, Place } from './layout.ts';
import { baseline } from './layout.ts';
import type { PdfRef } from './pdfkit.ts';
import type { Section } from './sections/section.ts';
import type { Tag } from './tags.ts';
import { ink, sheet, type } from './theme.ts';

/** A contents page that waits for its page numbers. */
export interface Contents {
  /** Writes the page numbers and the links' targets; `places` in the order of the sections. */
  end(places: readonly Place[]): void;
}

interface Entry {
  readonly link: Tag;
  readonly annotation: PdfRef;
  /** Opens the marked content that the page number will be in. */
  readonly mark: string;
  readonly y: number;
}

const row = 16;

/**
 * Draws the list of chapters before the chapters exist. The page gets a second content stream that
 * is written when the page numbers are known: no second pass, no buffered pages.
 */
export function drawContents(flow: Flow, sections: readonly Section[], report: Report): Contents {
  flow.newPage();
  const late = secondStream(flow.canvas);
  const entries: Entry[] = [];
  flow.section('Contents', () =>
    flow.within('TOC', () => {
      for (const [i, section] of sections.entries()) {
        entries.push(drawEntry(flow, `${i + 1}`, section.title, section.extent(report)));
      }
    }),
  );
  return { end: (places) => writeLate(flow.canvas, late, entries, places) };
}

function secondStream({ pdf }: Canvas): PdfRef {
  const late = pdf.ref({});
  pdf.page.dictionary.data['Contents'] = [pdf.page.content, late];
  return late;
}

function drawEntry(flow: Flow, number: string, title: string, extent: string): Entry {
  const { canvas } = flow;
  const y = flow.y + baseline({ ...type.body, leading: row });
  const annotation = openLink(canvas, title, flow.y);
  const link = drawLine(flow, y, { number, title, extent });
  attach(canvas, link, annotation);
  canvas.artifact(() => canvas.line(sheet.left, flow.y + row, sheet.right, flow.y + row, ink.hair, 0.4));
  const entry = { link, annotation, mark: canvas.tags.mark(link), y };
  flow.gap(row);
  return entry;
}

function drawLine(
  flow: Flow,
  y: number,
  entry: { readonly number: string; readonly title: string; readonly extent: string },
): Tag {
  const { canvas } = flow;
  let link: Tag | undefined;
  flow.within('TOCI', (item) => {
    const opened = canvas.tags.open('Link', item);
    canvas.marked(opened, () => {
      canvas.text(
        `${entry.number} `,
        { ...type.body, ink: ink.muted },
        { x: sheet.left + 14, y, align: 'right' },
      );
      canvas.text(`${entry.title} `, type.strong, { x: sheet.left + 24, y });
      // Some of it comes from the record; it ends before the page's number. Its chapter has the whole.
      const within = sheet.right - 30 - (sheet.left + 210);
      canvas.text(`${entry.extent} `, { ...type.note, size: 8.4 }, { x: sheet.left + 210, y, within });
    });
    link = opened;
  });
  if (!link) throw new Error('the entry was not drawn');
  return link;
}

/** A link must be printable and say where it goes (ISO 19005-3 §6.3.2; ISO 14289-1 §7.18.5). */
function openLink({ pdf }: Canvas, title: string, top: number): PdfRef {
  const annotation = pdf.ref({
    Type: 'Annot',
    Subtype: 'Link',
    Rect: [sheet.left, sheet.height - top - row, sheet.right, sheet.height - top],
    Border: [0, 0, 0],
    F: 4,
    Contents: new String(`Go to the chapter ${title}`),
  });
  pdf.page.annotations.push(annotation);
  return annotation;
}

function attach({ pdf }: Canvas, link: Tag, annotation: PdfRef): void {
  const key = pdf.createStructParentTreeNextKey();
  pdf.getStructParentTree().add(key, link.ref);
  annotation.data['StructParent'] = key;
  link.children.push({ Type: 'OBJR', Obj: annotation, Pg: pdf.page.dictionary });
}

function writeLate(canvas: Canvas, late: PdfRef, entries: readonly Entry[], places: readonly Place[]): void {
  for (const [i, { link, annotation, mark, y }] of entries.entries()) {
    const place = places[i];
    if (!place) throw new Error('a section of the contents page was not drawn');
    const number = String(place.pageNumber);
    const x = sheet.right - canvas.width(number, type.body);
    late.write(`${mark} ${canvas.formText(number, type.body, x, y)} EMC`);
    annotation.data['Dest'] = [place.page, 'XYZ', 0, sheet.height - place.y + 8, null];
    annotation.end();
    canvas.tags.close(link);
  }
  late.end(`${rgb(ink.text)} rg`);
}
