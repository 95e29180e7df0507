import type { Paging } from '../../venues/index.ts';
import { whyLost } from '../page-lost.ts';
import { allLost, allProven, times } from './span.ts';
import type { PagingStyle } from './style.ts';

/** One reply holds everything; or, where its reader says so, nobody knows whether it does. */
export const single: PagingStyle<Extract<Paging, { style: 'single' }>> = {
  style: 'single',
  async read(turner, _paging, span) {
    try {
      const page = await turner.turn(times(span));
      const stop = page.stop ?? 'single-page';
      if (page.unproven !== undefined) return { stop, proven: [], holes: [allLost(span, page.unproven)] };
      return { stop, proven: allProven(span), holes: [] };
    } catch (error) {
      return { stop: 'failed', proven: [], holes: [allLost(span, whyLost(error))] };
    }
  },
};
