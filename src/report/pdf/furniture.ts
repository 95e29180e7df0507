import type { Report } from '../model.ts';
import type { Canvas } from './canvas.ts';
import type { PdfRef } from './pdfkit.ts';
import { ink, sheet, type } from './theme.ts';
import type { TextStyle } from './theme.ts';
import { watermark } from './watermark.ts';

const running = { ...type.note, size: 7.2 } satisfies TextStyle;
const band = { face: 'bold', size: 9, leading: 12, ink: ink.paper } satisfies TextStyle;
const footerY = 812;

/**
 * What every page has: the head, the foot and, in a drill, the band and the watermark that keep it
 * from passing for a real case. A real case has neither. All of it is an artifact: a screen reader
 * skips it, and hears "drill" from the title.
 */
export class Furniture {
  readonly #report: Report;
  #total: PdfRef | undefined;
  #watermark: PdfRef | undefined;

  constructor(report: Report) {
    this.#report = report;
  }

  dress(canvas: Canvas): void {
    canvas.artifact(() => {
      if (this.#report.identification.mode === 'drill') this.#drawDrill(canvas);
      this.#drawHead(canvas);
      this.#drawFoot(canvas);
    });
  }

  /** Writes the shared drawings, now that the number of pages is known. */
  end(canvas: Canvas): void {
    this.#total?.end(canvas.formText(String(canvas.pages), running, 0, footerY));
    this.#watermark?.end(watermark(canvas));
  }

  #drawHead(canvas: Canvas): void {
    if (canvas.pages === 1) return; // the title says it all there
    const y = 42;
    canvas.text(this.#report.identification.title, running, { x: sheet.left, y, within: 380 });
    canvas.text(statusOf(this.#report), running, { x: sheet.right, y, align: 'right' });
  }

  #drawDrill(canvas: Canvas): void {
    this.#watermark ??= canvas.form();
    canvas.stamp('Drill', this.#watermark);
    canvas.rect(0, 0, sheet.width, 26, ink.drill);
    canvas.text('DRILL', { ...band, size: 12 }, { x: sheet.left, y: 17.4 });
    canvas.text(
      'Simulated venues. No real account, key or money is in this document.',
      { ...band, face: 'sans', size: 8.4 },
      { x: sheet.left + 50, y: 16.6 },
    );
    canvas.text('DRILL', { ...band, size: 12 }, { x: sheet.right, y: 17.4, align: 'right' });
  }

  #drawFoot(canvas: Canvas): void {
    const { caseId, tlp } = this.#report.identification;
    canvas.line(sheet.left, footerY - 15, sheet.right, footerY - 15, ink.hair, 0.5);
    const page = `Page ${canvas.pages} of `;
    canvas.text(page, running, { x: sheet.left, y: footerY });
    this.#total ??= canvas.form();
    canvas.stamp('Total', this.#total, sheet.left + canvas.width(page, running));
    const mono: TextStyle = { ...running, face: 'mono', size: 7 };
    canvas.text(caseId, mono, { x: sheet.left + 92, y: footerY, within: 240 });
    canvas.text(this.#report.format, running, { x: sheet.right - 70, y: footerY, align: 'right' });
    drawTlp(canvas, tlp, footerY + 3, 8.4);
  }
}

/** FIRST's TLP 2.0: amber on black, capitals, at the right edge. */
export function drawTlp(canvas: Canvas, tlp: string, bottom: number, size: number): void {
  const style: TextStyle = { face: 'bold', size, leading: size, ink: ink.tlpAmber };
  const label = `TLP:${tlp}`;
  const width = canvas.width(label, style) + size;
  canvas.rect(sheet.right - width, bottom - size * 1.4, width, size * 1.55, ink.tlpGround);
  canvas.text(label, style, { x: sheet.right - size / 2, y: bottom - size * 0.28, align: 'right' });
}

const statusOf = ({ identification }: Report): string =>
  `${identification.mode === 'drill' ? 'Drill report' : 'Incident report'} · ${identification.status}`;
