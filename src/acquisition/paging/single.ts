import type { Paging } from '../../venues/index.ts';
import { whyLost } from '../page-turner.ts';
import { allLost, allProven, times } from './span.ts';
import type { PagingStyle } from './style.ts';

/** One reply holds everything. */
export const single: PagingStyle<Extract<Paging, { style: 'single' }>> = {
  style: 'single',
  async read(turner, _paging, span) {
    try {
      const page = await turner.turn(times(span));
      return { stop: page.stop ?? 'single-page', proven: allProven(span), holes: [] };
    } catch (error) {
      return { stop: 'failed', proven: [], holes: [allLost(span, whyLost(error))] };
    }
  },
};
