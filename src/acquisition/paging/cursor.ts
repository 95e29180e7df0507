import type { StopReason } from '../../domain/coverage.ts';
import type { PageRequest, Paging } from '../../venues/index.ts';
import { whyLost } from '../page-lost.ts';
import type { PageTurner } from '../page-turner.ts';
import { allLost, allProven, times } from './span.ts';
import type { PagingStyle } from './style.ts';

// A venue may send an empty page and still name the next one, but not for ever.
const emptyPagesAtMost = 5;

/** The reply names the next page; a reply that names none is the last. */
export const cursor: PagingStyle<Extract<Paging, { style: 'cursor' }>> = {
  style: 'cursor',
  async read(turner, _paging, span) {
    try {
      const { stop, unproven } = await followCursors(turner, times(span));
      if (unproven !== undefined) return { stop, proven: [], holes: [allLost(span, unproven)] };
      return { stop, proven: allProven(span), holes: [] };
    } catch (error) {
      // Which times the pages after this one hold is not known: nothing of the span is proven.
      return { stop: 'failed', proven: [], holes: [allLost(span, whyLost(error))] };
    }
  },
};

export interface Followed {
  readonly stop: StopReason;
  /** Why the rows may not be all, by the first page that said so. */
  readonly unproven: string | undefined;
}

/** Reads the first page and every page that the one before it names. */
export async function followCursors(turner: PageTurner, first: PageRequest): Promise<Followed> {
  const named = new Set<string>();
  let emptyPages = 0;
  let page = await turner.turn(first);
  let { unproven } = page;
  while (page.stop === undefined && page.nextCursor !== undefined && page.nextCursor !== '') {
    if (named.has(page.nextCursor)) throw turner.stuck('the venue named the same next page twice');
    named.add(page.nextCursor);
    emptyPages = page.received === 0 ? emptyPages + 1 : 0;
    if (emptyPages > emptyPagesAtMost) throw turner.stuck('the venue names further pages, all of them empty');
    page = await turner.turn({ ...first, cursor: page.nextCursor });
    unproven ??= page.unproven;
  }
  return { stop: page.stop ?? 'last-cursor', unproven };
}
