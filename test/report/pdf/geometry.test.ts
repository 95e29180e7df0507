import { describe, expect, it } from 'vitest';
import { renderPdf } from '../../../src/report/pdf/index.ts';
import { sheet } from '../../../src/report/pdf/theme.ts';
import type { Report } from '../../../src/report/model.ts';
import { has, wordsOf } from '../../support/pdf-tools.ts';
import type { Word } from '../../support/pdf-tools.ts';
import { thinPairReport } from '../../support/sample-report.ts';
import { emptyReport, hostileReport, unknownReport } from '../../support/sample-report-extremes.ts';

const reports: readonly (readonly [string, Report])[] = [
  ['the thin-pair drill', thinPairReport],
  ['a case of which nothing is known', unknownReport],
  ['an empty case', emptyReport],
  ['a report full of hostile strings', hostileReport],
];

describe.skipIf(!has('pdftotext'))(
  'the boxes of the words, as pdftotext sees them (needs poppler-utils)',
  () => {
    it.each(reports)('%s: every word lies between the margins', async (_, report) => {
      const outside = wordsOf(await renderPdf(report)).filter(
        ({ xMin, xMax, yMin, yMax }) =>
          xMin < sheet.left - 1 || xMax > sheet.right + 1.5 || yMin < 0 || yMax > sheet.height,
      );
      expect(outside).toEqual([]);
    });

    it.each(reports)('%s: no word is printed over another', async (_, report) => {
      const words = wordsOf(await renderPdf(report));
      const over: string[] = [];
      for (const onPage of Map.groupBy(words, ({ page }) => page).values()) {
        const rows = onPage.toSorted((a, b) => a.yMin - b.yMin);
        rows.forEach((word, i) => {
          for (let j = i + 1; j < rows.length; j++) {
            const other = rows[j];
            if (!other || other.yMin > word.yMax) break;
            if (overlaps(word, other)) over.push(`page ${word.page}: "${word.text}" and "${other.text}"`);
          }
        });
      }
      expect(over).toEqual([]);
    });

    it('puts nothing below the foot line but the foot', async () => {
      const words = wordsOf(await renderPdf(hostileReport));
      const foot = words.filter(({ yMin }) => yMin > sheet.bottom + 4);
      for (const { yMin } of foot) expect(yMin).toBeGreaterThan(800);
    });
  },
);

/** pdftotext's boxes are a line high and touch each other: a real overlap is deeper than a third. */
function overlaps(a: Word, b: Word): boolean {
  const height = Math.min(a.yMax, b.yMax) - Math.max(a.yMin, b.yMin);
  const width = Math.min(a.xMax, b.xMax) - Math.max(a.xMin, b.xMin);
  return height > 0.34 * Math.min(a.yMax - a.yMin, b.yMax - b.yMin) && width > 0.6;
}
