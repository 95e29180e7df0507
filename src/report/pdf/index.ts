export { renderPdf, streamPdf } from './render.ts';
