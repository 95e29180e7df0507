export type { Beside } from './attachments.ts';
export { renderPdf, writePdf } from './render.ts';
export type { PdfSigner } from './signature-field.ts';
