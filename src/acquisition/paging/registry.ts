import type { Paging } from '../../venues/index.ts';
import type { PageTurner } from '../page-turner.ts';
import { ascendingId } from './ascending-id.ts';
import { cursor } from './cursor.ts';
import { single } from './single.ts';
import type { PagingStyle, Span, SpanRead } from './style.ts';
import { timeWindow } from './time-window.ts';

type Styles = { readonly [S in Paging['style']]: PagingStyle<Extract<Paging, { style: S }>> };

/** Every paging style, by the name that a venue declares. */
export const pagingStyles: Styles = {
  single,
  'ascending-id': ascendingId,
  'time-window': timeWindow,
  cursor,
};

/** Reads one span by the style that the venue declared. */
export function readSpan(turner: PageTurner, paging: Paging, span: Span): Promise<SpanRead> {
  switch (paging.style) {
    case 'single':
      return pagingStyles.single.read(turner, paging, span);
    case 'ascending-id':
      return pagingStyles['ascending-id'].read(turner, paging, span);
    case 'time-window':
      return pagingStyles['time-window'].read(turner, paging, span);
    case 'cursor':
      return pagingStyles.cursor.read(turner, paging, span);
  }
}
