import type { Converts } from '../converting.ts';

/** What a sweep of dust costs, and what it goes into, is not written. */
export const converts: Converts = { dustFeeRate: '0' };
