export { renderMarkdown } from './page.ts';
