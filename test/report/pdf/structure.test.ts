import { beforeAll, describe, expect, it } from 'vitest';
import { renderPdf } from '../../../src/report/pdf/index.ts';
import { sections } from '../../../src/report/pdf/sections/index.ts';
import { objectsOf, type PdfObject } from '../../support/pdf-objects.ts';
import { has, runOn } from '../../support/pdf-tools.ts';
import { thinPairReport } from '../../support/sample-report.ts';
import { emptyReport, hostileReport, unknownReport } from '../../support/sample-report-extremes.ts';

let pdf: Uint8Array;
beforeAll(async () => {
  pdf = await renderPdf(thinPairReport);
});

describe('what PDF/A-3a and PDF/UA-1 ask of the file itself', () => {
  it('declares both in its metadata, with the schema that defines pdfuaid', () => {
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw).toMatch(/<pdfaid:part>3<\/pdfaid:part>\s*<pdfaid:conformance>A</);
    expect(raw).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(raw).toContain('<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>');
    expect(raw).toContain('/OutputIntents');
  });
});

describe.skipIf(!has('qpdf'))('as qpdf reads it (needs qpdf)', () => {
  it.each([thinPairReport, unknownReport])('is without a syntax error', async (report) => {
    expect(runOn(await renderPdf(report), 'qpdf', ['--check', 'FILE'])).toContain(
      'No syntax or stream encoding errors',
    );
  });

  it('draws nothing that is neither content nor artifact, and closes what it opens', async () => {
    for (const report of [thinPairReport, unknownReport, hostileReport]) {
      const objects = objectsOf(await renderPdf(report));
      const pages = Object.values(objects).filter(({ value }) => value?.['/Type'] === '/Page');
      expect(pages.length).toBeGreaterThan(5);
      for (const { value } of pages) expect(unmarked(contentOf(objects, value?.['/Contents']))).toEqual([]);
    }
  });

  it('names in its parent tree the element of every piece of content', () => {
    const objects = objectsOf(pdf);
    for (const { value } of Object.values(objects)) {
      if (value?.['/Type'] !== '/Page') continue;
      const marks = [...contentOf(objects, value['/Contents']).matchAll(/MCID (\d+)/g)].map(([, id]) =>
        Number(id),
      );
      expect(marks.toSorted((a, b) => a - b)).toEqual(marks.map((_, i) => i));
      expect(ownersOf(objects, Number(value['/StructParents']))).toBe(marks.length);
    }
  });

  it('has a bookmark for each chapter', () => {
    const titles = Object.values(objectsOf(pdf)).map(({ value }) => value?.['/Title']);
    for (const [i, { title }] of sections.entries()) expect(titles).toContain(`u:${i + 1}  ${title}`);
  });
});

describe.skipIf(!has('pdfinfo'))('its structure tree, as pdfinfo reads it (needs poppler-utils)', () => {
  const tree = (of: Uint8Array): string => runOn(of, 'pdfinfo', ['-struct', 'FILE']);

  it('skips no level of headings and has one title', async () => {
    for (const report of [thinPairReport, unknownReport]) {
      const levels = [...tree(await renderPdf(report)).matchAll(/^\s*H(\d)\b/gm)].map(([, level]) =>
        Number(level),
      );
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      levels.reduce((before, level) => {
        expect(level).toBeLessThanOrEqual(before + 1);
        return level;
      }, 0);
    }
  });

  it('heads every column of every table, or every row', () => {
    const tables = tree(pdf)
      .split(/^\s*Table\b.*$/m)
      .slice(1);
    expect(tables.length).toBeGreaterThan(20);
    for (const table of tables) expect(table).toMatch(/^\s*TH\b/m);
  });

  it('reads numbered paragraphs as a list, each with its label', () => {
    const items = thinPairReport.limitations.length;
    expect(items).toBeGreaterThan(1);
    const whole = tree(pdf);
    const chapter = sections.findIndex(({ id }) => id === 'limitations');
    const limitations = whole.split(/^\s*Sect\b/m).at(chapter - sections.length) ?? '';
    for (const name of ['LI', 'Lbl', 'LBody']) {
      expect(limitations.match(new RegExp(`^\\s*${name}\\b`, 'gm'))).toHaveLength(items);
    }
    expect(limitations).toMatch(/^\s*L\b.*\n?/m);
  });

  it('has headings and lists on its first page, too', () => {
    const whole = tree(pdf);
    const first = whole.slice(0, whole.indexOf('Sect'));
    expect(first.match(/^\s*H2\b/gm)).toHaveLength(4);
    expect(first.match(/^\s*L\b/gm)).toHaveLength(2);
    expect(first.match(/^\s*LBody\b/gm)?.length).toBeGreaterThan(3);
  });

  it('reads the journal head as one word', async () => {
    const read = runOn(await renderPdf(emptyReport), 'pdfinfo', ['-struct-text', 'FILE']);
    expect(read).toMatch(new RegExp(`"${emptyReport.integrity.journalHead}"`));
  });

  it('reads wrapped lines as words, not run together', async () => {
    // Only what is looked at: pdfinfo draws the whole page again for each element of it.
    const { verdict, summary, findings } = thinPairReport;
    const short = await renderPdf({ ...emptyReport, verdict, summary, findings });
    const read = runOn(short, 'pdfinfo', ['-struct-text', 'FILE']);
    expect(read).toContain(thinPairReport.verdict.because);
    for (const { text } of thinPairReport.summary) expect(read).toContain(`"${text}"`);
    for (const { title, detail } of thinPairReport.findings) expect(read).toContain(`${title} ${detail}`);
  });

  it('gives each figure a text in its place', () => {
    const figures =
      Buffer.from(pdf)
        .toString('latin1')
        .match(/\/S \/Figure[\s\S]*?endobj/g) ?? [];
    expect(figures).toHaveLength(2);
    for (const figure of figures) expect(figure).toMatch(/\/Alt \(.{80,}\)/s);
  });
});

function contentOf(objects: Record<string, PdfObject>, contents: unknown): string {
  const refs = Array.isArray(contents) ? (contents as string[]) : [String(contents)];
  return refs
    .map((ref) => Buffer.from(objects[`obj:${ref}`]?.stream?.data ?? '', 'base64').toString('latin1'))
    .join('\n');
}

/** Drawing operators outside any marked content, and an unbalanced end. */
function unmarked(content: string): string[] {
  const found: string[] = [];
  let depth = 0;
  for (const [operator] of content.matchAll(/\b(?:BDC|BMC|EMC|Tj|TJ|Do|f|S)\b(?=\s|$)/g)) {
    if (operator === 'BDC' || operator === 'BMC') depth += 1;
    else if (operator === 'EMC') depth -= 1;
    else if (depth !== 1) found.push(`${operator} at depth ${depth}`);
  }
  return depth === 0 ? found : [...found, `${depth} left open`];
}

/** How many pieces of content the parent tree has an element for, for the page with this key. */
function ownersOf(objects: Record<string, PdfObject>, key: number): number | undefined {
  const root = Object.values(objects).find(({ value }) => value?.['/Type'] === '/StructTreeRoot')?.value;
  const numbers = (root?.['/ParentTree'] as Record<string, unknown[]>)['/Nums'] ?? [];
  const owners = numbers[numbers.indexOf(key) + 1];
  return Array.isArray(owners) ? owners.filter((owner) => owner !== null).length : undefined;
}
