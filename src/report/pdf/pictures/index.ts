export { drawCoverage } from './coverage.ts';
export { drawExposure } from './exposure.ts';
export { drawBalances, drawLoss, drawOffMarket } from './money.ts';
export { drawTimeline } from './timeline.ts';
