import type { Hole } from '../../domain/coverage.ts';
import type { PageRequest, Paging } from '../../venues/index.ts';
import { type Interval, toIso, toMs, union } from '../interval.ts';
import { whyLost } from '../page-lost.ts';
import type { PageTurner } from '../page-turner.ts';
import { type SeenIds, seenIds } from '../seen-ids.ts';
import { followCursors } from './cursor.ts';
import { placeOf } from './span.ts';
import type { PagingStyle, Span, SpanRead } from './style.ts';

type TimeWindow = Extract<Paging, { style: 'time-window' }>;

/**
 * Windows of time, newest first: if the reading breaks off, what happened last is there. Neighbours
 * share their edge, so that rows at that very moment are in one or the other whichever end the
 * venue counts as inclusive; the second copy is dropped by its id.
 */
export const timeWindow: PagingStyle<TimeWindow> = {
  style: 'time-window',
  async read(turner, paging, span) {
    const proven: Interval[] = [];
    const lost: Lost[] = [];
    const whole = wholeOf(span, paging);
    for (const window of newestFirst(whole, paging)) {
      if (turner.ended !== undefined) {
        // All that is older at once: ten years of days are many windows.
        lost.push({ window: { from: whole.from, to: window.to }, why: whyLost(turner.ended) });
        break;
      }
      try {
        const unproven = await readWindow(turner, paging, span, window);
        if (unproven === undefined) proven.push(window);
        else lost.push({ window, why: unproven });
      } catch (error) {
        lost.push({ window, why: whyLost(error) });
      }
    }
    const stop = lost.length === 0 ? 'window-end' : 'failed';
    return { stop, proven: union(proven), holes: holesFrom(lost, span) };
  },
};

/**
 * The windows of a span, each to be read by itself and in one, newest first. Once `isEnded`, what is left of
 * it is one: nothing of it will be asked.
 */
export function* windowsOf(
  span: Span,
  paging: TimeWindow,
  isEnded: () => boolean,
): Generator<{ readonly paging: TimeWindow; readonly span: Span }> {
  const whole = wholeOf(span, paging);
  for (const { from, to } of newestFirst(whole, paging)) {
    const isLast = isEnded();
    const begin = isLast ? whole.from : from;
    yield {
      paging: { ...paging, windowMs: to - begin },
      span: { ...span, from: toIso(begin), to: toIso(to) },
    };
    if (isLast) return;
  }
}

/** What all windows of a span proved together. */
export function joinWindows(span: Span, reads: readonly SpanRead[]): SpanRead {
  const lost = reads.flatMap(({ holes }) =>
    holes.map(({ why, from = span.to, to = span.to }) => ({
      why,
      window: { from: toMs(from), to: toMs(to) },
    })),
  );
  return {
    stop: reads.some(({ stop }) => stop === 'failed') ? 'failed' : 'window-end',
    proven: union(reads.flatMap(({ proven }) => proven)),
    holes: holesFrom(lost, span),
  };
}

interface Lost {
  readonly window: Interval;
  readonly why: string;
}

// Without a beginning the venue's own window back from the end is read; the coverage says so.
function wholeOf(span: Span, { windowMs }: TimeWindow): Interval {
  const to = toMs(span.to);
  return { from: span.from === undefined ? to - windowMs : toMs(span.from), to };
}

function* newestFirst({ from, to }: Interval, { windowMs, growing }: TimeWindow): Generator<Interval> {
  let width = windowMs;
  let end = to;
  do {
    const start = Math.max(from, end - width);
    yield { from: start, to: end };
    end = start;
    if (growing) width *= 2;
  } while (end > from);
}

/** How many windows a stretch of so many milliseconds is read in. */
export const windowCount = (stretchMs: number, paging: TimeWindow): number =>
  [...newestFirst({ from: 0, to: stretchMs }, paging)].length;

// A row that arrives while we read pushes others to the next page, which then repeats one.
const repeatedPagesAtMost = 2;

/** Returns why its rows may not be all, where a page said so. */
async function readWindow(
  turner: PageTurner,
  { pageSize, inside }: TimeWindow,
  span: Span,
  window: Interval,
): Promise<string | undefined> {
  const bounds = { ...placeOf(span), from: toIso(window.from), to: toIso(window.to) };
  if (inside === 'cursor') {
    return (await followCursors(turner, bounds)).unproven;
  }
  // A window may hold any number of rows.
  const seen = seenIds();
  try {
    return await followOffsets(turner, pageSize, bounds, seen);
  } finally {
    seen.close();
  }
}

async function followOffsets(
  turner: PageTurner,
  pageSize: number,
  bounds: PageRequest,
  seen: SeenIds,
): Promise<string | undefined> {
  let repeatedPages = 0;
  let unproven: string | undefined;
  let distinct = 0;
  for (let offset = 0; ;) {
    const page = await turner.turn({ ...bounds, offset });
    unproven ??= page.unproven;
    const added = page.ids.filter((id) => seen.add(id)).length;
    await seen.settle();
    distinct += added;
    // A reader that counts its rows is believed where none came twice: a venue may ignore the offset.
    const isEnd = page.stop !== undefined && distinct >= offset + page.received;
    if (isEnd || !turner.isFull(page, pageSize)) return unproven;
    // A page below the documented size that repeats the one before: the list had ended there.
    if (added === 0 && page.received < pageSize) return unproven;
    repeatedPages = added > 0 ? 0 : repeatedPages + 1;
    if (repeatedPages > repeatedPagesAtMost) throw turner.stuck('the venue sends the same page again');
    offset += page.received;
  }
}

// Neighbours lost for the same reason are one hole.
function holesFrom(lost: readonly Lost[], span: Span): readonly Hole[] {
  return [...new Set(lost.map(({ why }) => why))].flatMap((why) =>
    union(lost.filter((each) => each.why === why).map(({ window }) => window)).map(({ from, to }) => ({
      what: span.what,
      why,
      ...placeOf(span),
      from: toIso(from),
      to: toIso(to),
    })),
  );
}
