import { beforeAll, describe, expect, it } from 'vitest';
import { renderPdf } from '../../src/report/pdf/index.ts';
import { longStringsReport } from '../support/long-strings-report.ts';
import { pdfCases, unsealedPdf } from '../support/pdf-cases.ts';
import { objectsOf, type PdfObject } from '../support/pdf-objects.ts';
import { brokenRules, elementsInFile, elementsInTree } from '../support/pdf-rules/index.ts';
import { has, wordsOf } from '../support/pdf-tools.ts';
import { thinPairReport } from '../support/sample-report.ts';

describe.skipIf(!has('qpdf'))('PDF/A-3a and PDF/UA-1, rule by rule (needs qpdf)', () => {
  it.each(Object.entries({ ...pdfCases, signed: unsealedPdf }))('breaks none: %s', async (_, render) => {
    const objects = objectsOf(await render());
    expect(brokenRules(objects)).toEqual([]);
    expect(elementsInTree(objects)).toBe(elementsInFile(objects));
  });

  it.skipIf(!has('pdftotext'))(
    'draws no word beyond the page, however long (needs poppler-utils)',
    async () => {
      const words = wordsOf(await renderPdf(longStringsReport));
      expect(words.length).toBeGreaterThan(1_000);
      expect(words.filter(({ xMax, yMax }) => xMax > 595.3 || yMax > 841.9)).toEqual([]);
    },
  );
});

type Dictionary = Record<string, unknown>;
type Changed = Record<string, { value?: Dictionary; stream?: { data: string; dict?: Dictionary } }>;

/** The first dictionary with this value under this key, to be changed. */
function one(objects: Changed, key: string, value: string): Dictionary {
  for (const { value: plain, stream } of Object.values(objects)) {
    const of = stream?.dict ?? plain;
    if (of?.[key] === value) return of;
  }
  throw new Error(`no ${key} ${value}`);
}

const draw = (objects: Changed, operators: string): void => {
  const [first] = [one(objects, '/Type', '/Page')['/Contents']].flat();
  const stream = objects[`obj:${String(first)}`]?.stream;
  if (!stream) throw new Error('nothing is drawn');
  stream.data = Buffer.from(`${Buffer.from(stream.data, 'base64').toString('latin1')} ${operators}`).toString(
    'base64',
  );
};

/** What is done to a good file → the rule that must see it. */
const faults: readonly (readonly [clause: string, fault: string, make: (objects: Changed) => void])[] = [
  ['6.1.3', 'no identifier', (o) => delete o['trailer']?.value?.['/ID']],
  ['6.1.13', 'an endless text', (o) => (one(o, '/S', '/Figure')['/Alt'] = `u:${'x'.repeat(32_768)}`)],
  [
    '6.1.13',
    'an endless text of two bytes',
    (o) => (one(o, '/S', '/Figure')['/Alt'] = `u:${'é'.repeat(16_384)}`),
  ],
  ['6.1.13', 'an endless line', (o) => draw(o, `BT [<${'0001'.repeat(16_384)}>] TJ ET`)],
  ['6.1.13', 'deep nesting', (o) => draw(o, 'q '.repeat(30) + 'Q '.repeat(30))],
  ['6.2.2', 'a colour for print', (o) => draw(o, '0 0 0 1 k')],
  ['6.2.3', 'no output intent', (o) => delete one(o, '/Type', '/Catalog')['/OutputIntents']],
  ['6.2.8 to 6.5', 'a script', (o) => (one(o, '/Type', '/Catalog')['/OpenAction'] = { '/S': '/JavaScript' })],
  ['6.2.8 to 6.5', 'transparency', (o) => (one(o, '/Type', '/Page')['/Group'] = { '/S': '/Transparency' })],
  ['6.2.11', 'no map to Unicode', (o) => delete one(o, '/Subtype', '/Type0')['/ToUnicode']],
  ['6.2.11', 'a font that is not there', (o) => delete one(o, '/Type', '/FontDescriptor')['/FontFile2']],
  ['6.2.11.8', 'a missing glyph', (o) => draw(o, 'BT <00010000> Tj ET')],
  ['6.3', 'a link that is not printed', (o) => (one(o, '/Subtype', '/Link')['/F'] = 0)],
  ['6.6.2', 'no metadata', (o) => (one(o, '/Type', '/Metadata')['/Type'] = '/Other')],
  ['6.8', 'a file without a relationship', (o) => delete one(o, '/Type', '/Filespec')['/AFRelationship']],
  ['6.8', 'a file that is not associated', (o) => (one(o, '/Type', '/Catalog')['/AF'] = [])],
  ['6.8', 'a file without a kind', (o) => delete one(o, '/Type', '/EmbeddedFile')['/Subtype']],
  ['7.1', 'no language', (o) => delete one(o, '/Type', '/Catalog')['/Lang']],
  ['7.1 each', 'a parent that is not', (o) => (one(o, '/S', '/TD')['/P'] = '1 0 R')],
  ['7.1 each', 'an element of no kind', (o) => (one(o, '/S', '/P')['/S'] = '/Blob')],
  ['7.2 tables', 'a cell that is a paragraph', (o) => (one(o, '/S', '/TD')['/S'] = '/P')],
  ['7.2 the rows', 'a row without its last cell', (o) => (one(o, '/S', '/TR')['/K'] as unknown[]).pop()],
  ['7.3', 'a figure without a text', (o) => delete one(o, '/S', '/Figure')['/Alt']],
  ['7.4.2', 'a skipped heading', (o) => (one(o, '/S', '/H2')['/S'] = '/H4')],
  ['7.4.2', 'no title', (o) => (one(o, '/S', '/H1')['/S'] = '/H2')],
  ['7.5', 'a header cell without a scope', (o) => delete one(o, '/S', '/TH')['/A']],
  ['7.18', 'a link that says nothing', (o) => delete one(o, '/Subtype', '/Link')['/Contents']],
  ['7.18', 'a link of no element', (o) => (one(o, '/Subtype', '/Link')['/StructParent'] = 9_999)],
  [
    '7.18',
    'a page whose links have no order',
    (o) => Object.values(o).forEach((p) => delete p.value?.['/Tabs']),
  ],
];

describe.skipIf(!has('qpdf'))('the rules see a fault (needs qpdf)', () => {
  let good: Record<string, PdfObject>;
  beforeAll(async () => {
    good = objectsOf(await renderPdf(thinPairReport));
  });

  it.each(faults)('%s: %s', (clause, _, make) => {
    const bad = structuredClone(good) as Changed;
    make(bad);
    const broken = brokenRules(bad as Record<string, PdfObject>);
    expect(broken.filter((rule) => rule.startsWith(clause))).not.toEqual([]);
  });

  it('an appearance that draws nothing because it is none', () => {
    const bad = structuredClone(good) as Changed;
    one(bad, '/Subtype', '/Link')['/AP'] = { '/N': { '/BBox': [0, 0, 0, 0] } };
    expect(brokenRules(bad as Record<string, PdfObject>).join()).toContain('6.3 annotations');
  });
});
