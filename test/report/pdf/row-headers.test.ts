import { describe, expect, it } from 'vitest';
import { renderPdf } from '../../../src/report/pdf/index.ts';
import { objectsOf, type PdfObject } from '../../support/pdf-objects.ts';
import { has, runOn } from '../../support/pdf-tools.ts';
import { thinPairReport } from '../../support/sample-report.ts';
import { emptyReport } from '../../support/sample-report-extremes.ts';

describe.skipIf(!has('qpdf'))('rows of tables (needs qpdf)', () => {
  it('have each a cell that names them, and the names of columns stand once', async () => {
    const tables = tablesIn(objectsOf(await renderPdf(thinPairReport)));
    expect(tables.length).toBeGreaterThan(20);
    for (const rows of tables) {
      const heads = rows.filter((cells) => !cells.some((cell) => cell !== '/Column'));
      expect(heads.length).toBeLessThanOrEqual(1);
      for (const cells of rows.filter((row) => !heads.includes(row))) {
        expect(cells).not.toContain('/Column');
        expect(cells).toContain('cell');
      }
    }
    const unnamed = tables.filter((rows) => !rows.flat().includes('/Row'));
    // A sentence of the summary has no name.
    const sentences = thinPairReport.summary.map(() => ['cell', 'cell', 'cell']);
    expect(unnamed).toEqual([[['/Column', '/Column', '/Column'], ...sentences]]);
  });
});

describe.skipIf(!has('pdfinfo'))('what names a row, as pdfinfo reads it (needs poppler-utils)', () => {
  it('is the finding’s id, the decision itself, a clock’s moment and venue', async () => {
    const { findings, decisions, clocks } = thinPairReport;
    const read = runOn(await renderPdf({ ...emptyReport, findings, decisions, clocks }), 'pdfinfo', [
      '-struct-text',
      'FILE',
    ]);
    const named = /\bTH:?\n\s*\/Scope \/Row\n\s*"([^\n]*)"\n/g;
    const names = [...read.matchAll(named)].map(([, text = '']) => text.trim());
    const [decision, clock] = [decisions[0], clocks[0]];
    if (!decision || !clock) throw new Error('the sample has no decision or clock');
    for (const name of [...findings.map(({ id }) => id), decision.what, clock.moment, clock.venue])
      expect(names).toContain(name);
    expect(names).not.toContain(decision.because);
  });
});

/** Each table's rows; a cell is what it heads, or "cell". */
function tablesIn(objects: Readonly<Record<string, PdfObject>>): string[][][] {
  const at = (name: unknown) => objects[`obj:${String(name)}`]?.value;
  const kids = (of: ReturnType<typeof at>, type: string) =>
    (of?.['/K'] as readonly unknown[]).map(at).filter((kid) => kid?.['/S'] === type || type === '');
  return Object.values(objects)
    .map(({ value }) => value)
    .filter((value) => value?.['/S'] === '/Table')
    .map((table) =>
      kids(table, '/TR').map((row) =>
        kids(row, '').map((cell) => {
          const scope = at(cell?.['/A'])?.['/Scope'];
          return typeof scope === 'string' ? scope : 'cell';
        }),
      ),
    );
}
