import { beforeAll, describe, expect, it } from 'vitest';
import { renderPdf } from '../../../src/report/pdf/index.ts';
import { has, pagesOf, runOn } from '../../support/pdf-tools.ts';
import { hostileReport, hostileStrings } from '../../support/sample-report-extremes.ts';

describe('a report full of hostile strings', () => {
  let pdf: Uint8Array;
  let raw: string;
  beforeAll(async () => {
    pdf = await renderPdf(hostileReport);
    raw = Buffer.from(pdf).toString('latin1');
  });

  it('holds each of the strings at least once, or the test tests nothing', () => {
    const all = JSON.stringify(hostileReport);
    for (const text of hostileStrings) expect(all).toContain(JSON.stringify(text).slice(1, -1));
  });

  it('does not let a title close an element of the XMP', () => {
    const [, packet = ''] = /<\?xpacket begin[^>]*>\s*(<x:xmpmeta[\s\S]*?)\s*<\?xpacket end/.exec(raw) ?? [];
    expect(packet.match(/<x:xmpmeta/g)).toHaveLength(1);
    const open: string[] = [];
    for (const [, closing, name = '', empty] of packet.matchAll(/<(\/?)([\w:]+)[^<>]*?(\/?)>/g)) {
      if (closing) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name);
    }
    expect(open).toEqual([]);
    expect(packet).not.toMatch(/&(?!amp;|lt;|gt;|quot;|apos;)/);
  });

  it.skipIf(!has('xmllint'))('has XMP that xmllint finds well-formed (needs libxml2-utils)', () => {
    const [, packet = ''] = /<\?xpacket begin[^>]*>\s*(<x:xmpmeta[\s\S]*?)\s*<\?xpacket end/.exec(raw) ?? [];
    expect(() => runOn(Buffer.from(packet, 'latin1'), 'xmllint', ['--noout', 'FILE'])).not.toThrow();
  });

  it.skipIf(!has('qpdf'))('is a PDF in which qpdf finds no error (needs qpdf)', () => {
    expect(runOn(pdf, 'qpdf', ['--check', 'FILE'])).toContain('No syntax or stream encoding errors found');
  });

  describe.skipIf(!has('pdftotext'))('as pdftotext reads it (needs poppler-utils)', () => {
    it('shows the escape sequences, overrides and pictures spelled out', () => {
      const text = pagesOf(pdf).join('\n');
      for (const shown of [
        '\\u{1b}[31mall',
        'invoice\\u{202e}fdp.exe',
        'zero\\u{200b}width',
        '\\u{1f6a8}',
        '\\u{5df2}',
        'one\\u{a}line',
        'nul\\u{2028}',
        '\\u{d800}lone',
        '\\u{5c}u{202e}',
        '=HYPERLINK(',
        '<x:xmpmeta',
      ]) {
        expect(text).toContain(shown);
      }
    });

    it('holds no control, direction-changing or invisible character outside its own line ends', () => {
      expect(pagesOf(pdf).join('')).not.toMatch(
        /[^\P{C}\n]|[\u200b-\u200f\u2028-\u202e\u2066-\u2069\u00ad\ufeff]/u,
      );
    });

    it('cuts the 400-character string where it stands in a table, and counts what is missing', () => {
      const text = pagesOf(pdf).join('').replace(/\s+/g, '');
      expect(text).toContain(`${'A'.repeat(20)}…(160morecharacters)`);
    });

    it('keeps bookmarks and page titles free of them, too', () => {
      expect(raw).not.toMatch(/[\u0001-\u0008\u000e-\u001a]\[2J/);
      const info = runOn(pdf, 'pdfinfo', ['FILE']);
      expect(info).toMatch(/^Title:\s+DRILL report \\u\{1b\}\[2J/m);
      expect(info).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u2066]/);
    });
  });
});
