import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../../src/report/html/index.ts';
import { rowNames, tables } from '../../../src/report/tables/index.ts';
import { thinPairReport } from '../../support/sample-report.ts';
import { hostileReport, unknownReport } from '../../support/sample-report-extremes.ts';

describe('what names a row of a table', () => {
  it.each(Object.values(tables).map((table) => [table.id, table] as const))('is known of %s', (_, table) => {
    const names = rowNames(table);
    expect(names.length).toBeGreaterThan(0);
    const columns = table.columns.map(({ name }) => name);
    for (const name of names) expect(columns).toContain(name);
  });

  it.each([
    ['a drill', thinPairReport],
    ['hostile strings', hostileReport],
    ['nothing learned', unknownReport],
  ])('heads each row of report.html that has cells: %s', (_, report) => {
    const bodies = [
      ...renderHtml(report).matchAll(/<table(?! class="blank")[^>]*>[^]*?<tbody>([^]*?)<\/tbody>/g),
    ];
    expect(bodies.length).toBeGreaterThan(0);
    for (const [, body = ''] of bodies) {
      const rows = [...body.matchAll(/<tr[^>]*>([^]*?)<\/tr>/g)].map(([, row = '']) => row);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toMatch(/<th scope="row"[^>]*>[^]*?<\/th>/);
    }
  });

  it('is the id of a finding, and no other cell of its row', () => {
    const page = renderHtml(thinPairReport);
    const table = /<figure class="table" id="table-findings"[^]*?<\/figure>/.exec(page)?.[0] ?? '';
    const heads = [...table.matchAll(/<th scope="row"[^>]*>([^]*?)<\/th>/g)].map(([, head = '']) =>
      head.replaceAll(/<[^>]+>/g, '').trim(),
    );
    expect(heads.toSorted()).toEqual(thinPairReport.findings.map(({ id }) => id).toSorted());
  });
});
