export { htmlPieces, renderHtml } from './page.ts';
