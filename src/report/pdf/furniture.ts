import { copyBand, copyTitle } from '../copy-notice.ts';
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
 * What every page has: the head, the foot and, in a drill or a copy for sharing, the band and the watermark that
 * keep it from passing for a real case or for the evidence. The report of a real case has neither. All of it is an artifact: a screen reader
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
      const { copy, identification } = this.#report;
      if (copy !== undefined || identification.mode === 'drill') this.#drawWatermark(canvas);
      if (identification.mode === 'drill') this.#drawDrill(canvas);
      if (copy) drawCopy(canvas, copy.of);
      this.#drawHead(canvas);
      this.#drawFoot(canvas);
    });
  }

  /** Writes the shared drawings, now that the number of pages is known. */
  end(canvas: Canvas): void {
    this.#total?.end(canvas.formText(String(canvas.pages), running, 0, footerY));
    const { copy, identification } = this.#report;
    const words = [...(identification.mode === 'drill' ? ['DRILL'] : []), ...(copy ? ['COPY'] : [])];
    this.#watermark?.end(watermark(canvas, words.join(' ')));
  }

  #drawHead(canvas: Canvas): void {
    if (canvas.pages === 1) return; // the title says it all there
    const y = 42;
    canvas.text(this.#report.identification.title, running, { x: sheet.left, y, within: 380 });
    canvas.text(statusOf(this.#report), running, { x: sheet.right, y, align: 'right' });
  }

  #drawWatermark(canvas: Canvas): void {
    this.#watermark ??= canvas.form();
    canvas.stamp('Drill', this.#watermark);
  }

  #drawDrill(canvas: Canvas): void {
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

/** Along the lower edge: the upper one is a drill's. */
function drawCopy(canvas: Canvas, of: string): void {
  const top = sheet.height - 20;
  canvas.rect(0, top, sheet.width, 20, ink.open);
  canvas.text(copyTitle.toUpperCase(), { ...band, size: 8.4 }, { x: sheet.left, y: top + 13 });
  canvas.text(
    copyBand(of),
    { ...band, face: 'sans', size: 7.6 },
    { x: sheet.right, y: top + 13, align: 'right' },
  );
}

/** FIRST's TLP 2.0: amber on black, capitals, at the right edge. */
export function drawTlp(canvas: Canvas, tlp: string, bottom: number, size: number): void {
  const style: TextStyle = { face: 'bold', size, leading: size, ink: ink.tlpAmber };
  const label = `TLP:${tlp}`;
  const width = canvas.width(label, style) + size;
  canvas.rect(sheet.right - width, bottom - size * 1.4, width, size * 1.55, ink.tlpGround);
  canvas.text(label, style, { x: sheet.right - size / 2, y: bottom - size * 0.28, align: 'right' });
}

const statusOf = ({ identification, copy }: Report): string =>
  `${copy ? `${copyTitle} · ` : ''}${identification.mode === 'drill' ? 'Drill report' : 'Incident report'} · ${identification.status}`;
