import { createHash } from 'node:crypto';
import process from 'node:process';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { csvFiles } from '../../../src/report/csv/index.ts';
import { schemaText } from '../../../src/report/export-schema.ts';
import type { Report } from '../../../src/report/model.ts';
import { renderPdf } from '../../../src/report/pdf/index.ts';
import { reportJson, reportJsonPieces } from '../../../src/report/report-json.ts';
import { attachmentsOf, objectsOf } from '../../support/pdf-objects.ts';
import { has } from '../../support/pdf-tools.ts';
import { thinPairReport } from '../../support/sample-report.ts';
import { hostileReport, longReport, unknownReport } from '../../support/sample-report-extremes.ts';

describe('report.json in pieces', () => {
  it.each([
    ['thin pair', thinPairReport],
    ['unknown', unknownReport],
    ['hostile', hostileReport],
    ['long', longReport(2_000)],
  ])('is the same text: %s', (_, report) => {
    expect([...reportJsonPieces(report)].join('') === reportJson(report)).toBe(true);
  });

  it('is the same text whatever the report holds', () => {
    const anything = fc.dictionary(
      fc.string(),
      fc.anything({ withNullPrototype: false, withBigInt: false, maxDepth: 9 }),
    );
    fc.assert(
      fc.property(anything, (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Report;
        expect([...reportJsonPieces(json)].join('')).toBe(reportJson(json));
      }),
    );
  });

  it('never holds a row of a hundred thousand in one piece', () => {
    const longest = Math.max(...[...reportJsonPieces(longReport(5_000))].map(({ length }) => length));
    expect(longest).toBeLessThan(5_000);
  });
});

describe.skipIf(!has('qpdf'))('what is attached (needs qpdf)', () => {
  it.each([
    ['thin pair', thinPairReport],
    ['hostile', hostileReport],
  ])('is the record, its schema and every table, byte for byte: %s', async (_, report) => {
    const attached = attachmentsOf(await renderPdf(report));
    const expected = new Map([
      ['report.json', reportJson(report)],
      ['report.schema.json', schemaText()],
      ...csvFiles(report).map(({ path, text }) => [nameOf(path), text] as const),
    ]);
    expect([...attached.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [name, { bytes, size, checksum }] of attached) {
      expect(bytes.toString('utf8') === expected.get(name)).toBe(true);
      expect(size).toBe(bytes.length);
      expect(checksum).toBe(createHash('md5').update(bytes).digest('hex'));
    }
  });

  it('is associated with the document, and says how (ISO 19005-3 §6.8)', async () => {
    const objects = objectsOf(await renderPdf(thinPairReport));
    const catalog = Object.values(objects).find(({ value }) => value?.['/Type'] === '/Catalog')?.value;
    const specs = (catalog?.['/AF'] as string[]).map((ref) => objects[`obj:${ref}`]?.value);
    expect(specs.length).toBe(2 + csvFiles(thinPairReport).length);
    const said = Object.fromEntries(specs.map((spec) => [spec?.['/UF'], spec?.['/AFRelationship']]));
    expect(said).toMatchObject({
      'u:report.json': '/Source',
      'u:trades.csv': '/Data',
      'u:tables.md': '/Supplement',
    });
    for (const spec of specs) {
      expect(spec?.['/F']).toBe(spec?.['/UF']);
      const { '/F': stream } = spec?.['/EF'] as Record<string, string>;
      const { stream: file } = objects[`obj:${stream}`] ?? {};
      expect(file?.dict?.['/Subtype']).toMatch(/^\/(application|text)\//);
    }
  });
});

describe('the same report', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    vi.useRealTimers();
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('is the same file on another day and in another time zone', async () => {
    const here = await renderPdf(thinPairReport);
    for (const [day, tz] of [
      ['2031-07-01T23:59:59Z', 'Pacific/Kiritimati'],
      ['1999-01-01T00:00:00Z', 'America/St_Johns'],
    ] as const) {
      vi.useFakeTimers({ now: new Date(day), toFake: ['Date'] });
      process.env['TZ'] = tz;
      expect(Buffer.compare(await renderPdf(thinPairReport), here)).toBe(0);
    }
  });
});

const nameOf = (path: string): string =>
  path === 'tables/README.md' ? 'tables.md' : path.replace('tables/', '');
