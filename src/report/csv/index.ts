export { csvFiles } from './files.ts';
