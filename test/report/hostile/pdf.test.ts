import { beforeAll, describe, expect, it } from 'vitest';
import { renderPdf } from '../../../src/report/pdf/index.ts';
import { capped, visible } from '../../../src/report/spelled.ts';
import { hostileCorpus } from '../../support/hostile-corpus.ts';
import { objectsOf, type PdfObject } from '../../support/pdf-objects.ts';
import { has, pagesOf, runOn } from '../../support/pdf-tools.ts';
import { reportOfSchema } from '../../support/report-of-schema.ts';
import { emptyReport } from '../../support/sample-report-extremes.ts';

const texts = hostileCorpus.map(({ text }) => text);

/** Every string in turn, so that each stands in dozens of places of other kinds. */
function rotated(by: number): Promise<Uint8Array> {
  let turn = by * 7;
  return renderPdf(
    reportOfSchema((_, kind) => (kind === 'text' ? texts[turn++ % texts.length] : undefined), by),
  );
}

/** A short report: what a PDF says of itself comes from these three. */
const named = (text: string): Promise<Uint8Array> => {
  const { identification } = emptyReport;
  return renderPdf({
    ...emptyReport,
    identification: { ...identification, caseId: text, title: text, operator: text, tool: text },
  });
};

const withTools = describe.skipIf(!['qpdf', 'pdftotext', 'python3'].every(has));

withTools('report.pdf of hostile strings (needs qpdf, poppler-utils, python3)', () => {
  let harmless: unknown;
  const reads: string[] = [];
  beforeAll(async () => {
    harmless = xmpOf(await named('plain'))['elements'];
  });

  it.each([0, 1, 2])(
    'is sound, and draws only glyphs that exist: every string in turn (%i)',
    async (by) => {
      const pdf = await rotated(by);
      expect(runOn(pdf, 'qpdf', ['--check', 'FILE'])).toContain('No syntax or stream encoding errors');
      const objects = Object.values(objectsOf(pdf));
      expect(drawnGlyphs(objects).has('0000')).toBe(false);
      expect(strangeKeys(objects)).toEqual([]);
      const read = pagesOf(pdf).join('');
      expect(read).not.toMatch(/[^\P{C}\n\f]|[\u200b-\u200f\u2028-\u202e\u2066-\u2069\u3164\ufffd]|\p{M}/u);
      reads.push(read.replace(/\s+/g, ''));
    },
    60_000,
  );

  it('shows every string, spelled out', () => {
    // What the faces have no glyph for is spelled out as well; nothing of ours is. A narrow column breaks a
    // long one, which then reads whole elsewhere.
    const shown = (text: string): string => visible(text, (code) => code < 0x530).replace(/\s+/g, '');
    const expected = texts.map((text) => shown(text).slice(0, 30));
    expect(expected.filter((text) => !reads.some((read) => read.includes(text)))).toEqual([]);
  });

  it('stands when times and amounts are hostile, too', async () => {
    let turn = 0;
    const pdf = await renderPdf(reportOfSchema(() => texts[turn++ % texts.length]));
    expect(runOn(pdf, 'qpdf', ['--check', 'FILE'])).toContain('No syntax or stream encoding errors');
    expect(drawnGlyphs(Object.values(objectsOf(pdf))).has('0000')).toBe(false);
  });

  it.each(hostileCorpus)('says $trap as meant in its XMP and its information', async ({ text }) => {
    const pdf = await named(text);
    const plain = (value: string): string => visible(capped(value, 200), () => true);
    const title = plain(`Incident report ${text}: ${text}`);
    const xmp = xmpOf(pdf);
    expect(xmp).toMatchObject({ title, creator: plain(text), tool: plain(text) });
    // No string became an element: there are as many as in a harmless report.
    expect(xmp['elements']).toBe(harmless);
    expect(informationOf(objectsOf(pdf))).toMatchObject({ Title: title, Author: plain(text) });
  });
});

/** The metadata as another parser of XML reads it. */
function xmpOf(pdf: Uint8Array): Record<string, unknown> {
  const program = `
import json, re, sys
import xml.etree.ElementTree as tree
packet = re.search(rb'<x:xmpmeta.*</x:xmpmeta>', open(sys.argv[1], 'rb').read(), re.S).group(0)
root = tree.fromstring(packet)
dc, xmp, li = '{http://purl.org/dc/elements/1.1/}', '{http://ns.adobe.com/xap/1.0/}', '{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li'
text = lambda name: next(root.iter(dc + name)).find('.//' + li).text or ''
print(json.dumps({'title': text('title'), 'creator': text('creator'), 'tool': next(root.iter(xmp + 'CreatorTool')).text or '', 'elements': len(list(root.iter()))}))`;
  return JSON.parse(runOn(pdf, 'python3', ['-c', program, 'FILE'])) as Record<string, unknown>;
}

/** The document's information dictionary, as qpdf reads it. */
function informationOf(objects: Record<string, PdfObject>): Record<string, string> {
  const found = Object.values(objects).find(({ value }) => value && '/Producer' in value)?.value ?? {};
  return Object.fromEntries(
    Object.entries(found).map(([key, ref]) => {
      const text = typeof ref === 'string' && ref.endsWith(' R') ? objects[`obj:${ref}`]?.value : ref;
      return [key.slice(1), String(text).replace(/^u:/, '')];
    }),
  );
}

/** Every glyph that a page or a form draws, as four hex digits; 0000 is .notdef. */
function drawnGlyphs(objects: readonly PdfObject[]): Set<string> {
  const found = new Set<string>();
  for (const { stream } of objects) {
    const content = Buffer.from(stream?.data ?? '', 'base64').toString('latin1');
    if (!/T[jJ]/.test(content) || content.includes('begincmap')) continue;
    for (const [, hex = ''] of content.matchAll(/<([0-9a-fA-F]+)>(?=[^<]*T[jJ])/g)) {
      for (const glyph of hex.match(/.{4}/g) ?? []) found.add(glyph);
    }
  }
  return found;
}

// What would make a reader do something. None of ours does.
const acting = [
  '/JS',
  '/JavaScript',
  '/OpenAction',
  '/AA',
  '/Launch',
  '/URI',
  '/A',
  '/GoToR',
  '/RichMedia',
  '/XFA',
];

function strangeKeys(objects: readonly PdfObject[]): string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      // /A of a structure element holds attributes; an annotation's would be an action.
      const isAttribute = key === '/A' && !('/Subtype' in value);
      if (acting.includes(key) && !isAttribute) found.push(key);
      walk(inner);
    }
  };
  for (const { value, stream } of objects) {
    walk(value);
    walk(stream?.dict);
  }
  return found;
}
