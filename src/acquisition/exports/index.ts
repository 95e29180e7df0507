export type { ExportFormat } from './format.ts';
export { minutesOf } from './moment.ts';
export { readExport, type ExportFile, type ExportTable } from './read-export.ts';
export { formatsOf } from './registry.ts';
export { toJson, toldListings } from './told-listing.ts';
