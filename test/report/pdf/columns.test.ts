import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Faces } from '../../../src/report/pdf/canvas.ts';
import { openFonts, openPdf } from '../../../src/report/pdf/pdfkit.ts';
import { placeColumns } from '../../../src/report/pdf/table-cells.ts';
import type { Column } from '../../../src/report/pdf/table-cells.ts';
import { grid } from '../../../src/report/pdf/table.ts';
import { sheet } from '../../../src/report/pdf/theme.ts';
import { Typeface } from '../../../src/report/pdf/typeface.ts';

const at = new Date(0);
const fonts = openFonts(
  openPdf({
    Title: '',
    Author: '',
    Subject: '',
    Keywords: '',
    Creator: '',
    Producer: '',
    CreationDate: at,
    ModDate: at,
  }),
);
const faces: Faces = {
  sans: new Typeface(fonts.sans),
  bold: new Typeface(fonts.bold),
  mono: new Typeface(fonts.mono),
};

describe('placeColumns', () => {
  it('fills the page from margin to margin and overlaps no two columns, whatever a venue sends', () => {
    const column = fc.record({
      title: fc.string({ maxLength: 30 }),
      width: fc.oneof(fc.constant('fit' as const), fc.integer({ min: 1, max: 60 })),
    });
    fc.assert(
      fc.property(
        fc.array(column, { minLength: 1, maxLength: 9 }),
        fc.array(fc.array(fc.string({ maxLength: 300 }), { maxLength: 9 }), { maxLength: 5 }),
        (columns: Column[], rows) => {
          const placed = placeColumns(columns, rows, grid, faces);
          let edge: number = sheet.left;
          for (const { x, points } of placed) {
            expect(x).toBeGreaterThanOrEqual(edge - 1e-6);
            expect(points).toBeGreaterThan(0);
            edge = x + points;
          }
          expect(edge).toBeLessThanOrEqual(sheet.right + 1e-6);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives a narrow column its room beside a column of endless ids', () => {
    const columns: Column[] = [
      { title: 'HTTP', width: 'fit' },
      ...['Order', 'Client', 'Fill', 'Exchange', 'Address'].map((title): Column => ({ title, width: 'fit' })),
    ];
    const [http] = placeColumns(columns, [['200', ...Array<string>(5).fill('x'.repeat(400))]], grid, faces);
    expect(http?.points).toBeGreaterThan(faces.bold.width(faces.bold.spell('HTTP'), 7));
  });
});
