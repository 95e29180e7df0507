import type { StopReason } from '../../domain/coverage.ts';
import type { Paging } from '../../venues/index.ts';
import { toIso, toMs } from '../interval.ts';
import { whyLost } from '../page-lost.ts';
import type { PageTurner, TurnedPage } from '../page-turner.ts';
import { allLost, allProven, placeOf } from './span.ts';
import type { PagingStyle, Span } from './style.ts';

type AscendingId = Extract<Paging, { style: 'ascending-id' }>;

/**
 * Ascending ids: each page starts at the last id + 1, and the list has ended when a page is not
 * full. Ids have no gaps in *time*, so a reading from id 0 proves everything up to now; a long
 * history is entered at the asked time where the venue allows (`seekWindowMs`).
 */
export const ascendingId: PagingStyle<AscendingId> = {
  style: 'ascending-id',
  async read(turner, paging, span) {
    const asked: Span = { ...span, from: span.from ?? toIso(0) };
    const place = { next: 0n };
    try {
      const stop = await readUpwards(turner, paging, span, place);
      return { stop, proven: allProven(asked), holes: [] };
    } catch (error) {
      // Rows have no time here: which part of the span lies behind this id is not known.
      const what = `${span.what} from id ${place.next}`;
      return { stop: 'failed', proven: [], holes: [allLost(asked, whyLost(error), what)] };
    }
  },
};

async function readUpwards(
  turner: PageTurner,
  paging: AscendingId,
  span: Span,
  place: { next: bigint },
): Promise<StopReason> {
  let page = await readFrom(turner, span, place.next);
  const isLong = page.received >= paging.pageSize && page.stop === undefined;
  if (isLong && span.from !== undefined && paging.seekWindowMs !== undefined) {
    const found = await seek(turner, { ...paging, windowMs: paging.seekWindowMs }, span, span.from);
    if (found === 'nothing') return 'window-end';
    if (found !== 'crowded') {
      place.next = found;
      page = await readFrom(turner, span, place.next);
    }
  }
  while (page.stop === undefined && turner.isFull(page, paging.pageSize)) {
    const next = afterLast(turner, page);
    // A page below the documented size that brings no later id: the list had ended before it.
    if (next <= place.next && page.received < paging.pageSize) return 'short-page';
    if (next <= place.next) throw turner.stuck('the venue sends the same page again');
    place.next = next;
    page = await readFrom(turner, span, place.next);
  }
  return page.stop ?? (page.received === 0 ? 'empty-page' : 'short-page');
}

const readFrom = (turner: PageTurner, span: Span, id: bigint): Promise<TurnedPage> =>
  turner.turn({ ...placeOf(span), fromId: id.toString() });

/**
 * Returns the id after the first rows at or after `from`, which are read on the way; 'nothing' when
 * every window up to the end of the span is empty. A full window may be cut at either end, and no
 * venue says at which, so it is halved until it is not full; 'crowded' when one millisecond is.
 */
async function seek(
  turner: PageTurner,
  { windowMs, pageSize }: { readonly windowMs: number; readonly pageSize: number },
  span: Span,
  from: string,
): Promise<bigint | 'nothing' | 'crowded'> {
  const end = toMs(span.to);
  let start = toMs(from);
  // The end of the last window that was full: the rows we look for begin before it.
  let fullUpTo = end;
  for (;;) {
    let width = Math.min(windowMs, (fullUpTo > start ? fullUpTo : end) - start);
    let page = await readBetween(turner, span, start, start + width);
    while (turner.isFull(page, pageSize) && width > 0) {
      fullUpTo = start + width;
      width = Math.floor(width / 2);
      page = await readBetween(turner, span, start, start + width);
    }
    if (turner.isFull(page, pageSize)) return 'crowded';
    if (page.received > 0) return afterLast(turner, page);
    start += width;
    if (start >= end) return 'nothing';
    // A window halved down to one moment, and that moment empty: go on behind it.
    if (width === 0) start += 1;
  }
}

const readBetween = (turner: PageTurner, span: Span, from: number, to: number): Promise<TurnedPage> =>
  turner.turn({ ...placeOf(span), from: toIso(from), to: toIso(to) });

function afterLast(turner: PageTurner, page: TurnedPage): bigint {
  if (page.ids.length === 0)
    throw turner.stuck('the venue sent rows without ids: the next page is not known');
  let last = 0n;
  for (const id of page.ids) {
    // From the venue: BigInt() of anything else would throw, or read "" as 0.
    if (!/^\d{1,40}$/.test(id))
      throw turner.stuck('a row id is not a number: pages cannot be followed by it');
    const value = BigInt(id);
    if (value > last) last = value;
  }
  return last + 1n;
}
