export { shareReport, type SharedFrom } from './share-report.ts';
