export { csvFiles, eachCsvFile, type CsvFile } from './files.ts';
