import type { Converts } from '../converting.ts';

/** "Convert small balances" goes into the asset that is chosen, at 3 % (reported by its users). */
export const converts: Converts = { dustFeeRate: '0.03' };
