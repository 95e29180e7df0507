import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderPdf } from '../../../src/report/pdf/index.ts';
import { isSameUnpacked } from '../../../src/report/pdf/unpacked.ts';
import { repacked } from '../../support/repacked-pdf.ts';
import { thinPairReport } from '../../support/sample-report.ts';

let drawn: Buffer;
beforeAll(async () => {
  drawn = Buffer.from(await renderPdf(thinPairReport));
});

describe('two PDFs that differ in how they were compressed', () => {
  it('are the same, whatever the level', () => {
    for (const level of [1, 9]) {
      const other = repacked(drawn, (bytes) => deflateSync(bytes, { level }));
      expect(other.equals(drawn)).toBe(false);
      expect(isSameUnpacked(drawn, other)).toBe(true);
    }
  });

  it('are not the same when a letter of a page is another', () => {
    const other = repacked(drawn, (bytes, n) => {
      const changed = Buffer.from(bytes);
      if (n === 20) changed[changed.length - 3] = (changed.at(-3) ?? 0) ^ 1;
      return deflateSync(changed);
    });
    expect(isSameUnpacked(drawn, other)).toBe(false);
  });

  it('are not the same when something stands behind the end of a stream', () => {
    const other = repacked(drawn, (bytes, n) =>
      n === 3 ? Buffer.concat([deflateSync(bytes), Buffer.from('x')]) : deflateSync(bytes),
    );
    expect(isSameUnpacked(drawn, other)).toBe(false);
  });

  it('are not the same when the table leads to another object', () => {
    const text = drawn.toString('latin1');
    const table = text.lastIndexOf('xref\n0 ');
    const [one = '', two = ''] = text.slice(table).match(/\d{10} 00000 n \n/g) ?? [];
    const swapped = text.slice(table).replace(one + two, two + one);
    expect(isSameUnpacked(drawn, Buffer.from(text.slice(0, table) + swapped, 'latin1'))).toBe(false);
  });

  it('are not the same when a byte outside the streams is another, or more stand at the end', () => {
    const text = drawn.toString('latin1');
    for (const changed of [
      text.replace('/DisplayDocTitle true', '/DisplayDocTitle fals'),
      text.replace('%PDF-1.7', '%PDF-1.6'),
      text.replace('/Root 3 0 R', '/Root 4 0 R'),
      `${text}\n`,
      text.slice(0, -1),
      '',
    ])
      expect(isSameUnpacked(drawn, Buffer.from(changed, 'latin1'))).toBe(false);
  });
});
