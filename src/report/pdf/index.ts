export { renderPdf, streamPdf } from './render.ts';
export type { PdfSigner } from './signature-field.ts';
