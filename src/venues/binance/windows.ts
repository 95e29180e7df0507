import type { Page, PageRequest } from '../contract.ts';
import { millisFromIso } from '../rows.ts';

const dayMs = 24 * 60 * 60 * 1000;

// Both ends of a request's window are inside it: a millisecond less than documented.
const daysMs = (days: number): number => days * dayMs - 1;

export const oneDayMs = daysMs(1);
export const sevenDaysMs = daysMs(7);
export const thirtyDaysMs = daysMs(30);
export const ninetyDaysMs = daysMs(90);
export const halfYearMs = 180 * dayMs;
/** "The last three months" of the documents, by their shortest. */
export const threeMonthsMs = 89 * dayMs;

export type Query = Readonly<Record<string, string | number>>;

export function windowOf(request: PageRequest): Query {
  return {
    ...(request.from === undefined ? {} : { startTime: millisFromIso(request.from) }),
    ...(request.to === undefined ? {} : { endTime: millisFromIso(request.to) }),
  };
}

/** Milliseconds since 1970, both ends inside. */
interface Between {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a window of time at an endpoint that has no pages, or none that lead on inside a window. Which
 * end of a window that is too full Binance cuts off stands nowhere: so a full one is read again in two
 * halves, and only one that is not full counts as read. Halves share their edge, whichever end counts
 * itself in. Two neighbouring milliseconds that are full cannot be halved: that stays a hole.
 *
 * The cursor is ours: "start-end/end of the whole window".
 */
export async function readHalving<Row>(
  request: PageRequest,
  limit: number,
  readBetween: (between: Between) => Promise<Page<Row> & { readonly isFull?: boolean }>,
): Promise<Page<Row>> {
  const { whole, ...between } = placeOf(request);
  const { isFull, ...page } = await readBetween(between);
  const { start, end } = between;
  if (!(isFull ?? page.received >= limit)) {
    return end >= whole ? page : { ...page, nextCursor: cursorOf({ start: end, end: whole, whole }) };
  }
  if (end - start > 1) {
    const middle = start + Math.floor((end - start) / 2);
    return { ...page, nextCursor: cursorOf({ start, end: middle, whole }) };
  }
  const unproven = `the venue sends ${limit} rows at most, and one moment holds as many`;
  return end >= whole
    ? { ...page, unproven }
    : { ...page, unproven, nextCursor: cursorOf({ start: end, end: whole, whole }) };
}

interface Place extends Between {
  readonly whole: number;
}

const cursorOf = ({ start, end, whole }: Place): string => `${start}-${end}/${whole}`;

function placeOf({ cursor, from, to }: PageRequest): Place {
  if (cursor !== undefined) {
    const [, start, end, whole] = /^(\d+)-(\d+)\/(\d+)$/.exec(cursor) ?? [];
    if (start === undefined) throw new RangeError('no cursor of ours');
    return { start: Number(start), end: Number(end), whole: Number(whole) };
  }
  if (from === undefined || to === undefined) throw new RangeError('Binance lists this between two moments');
  const whole = millisFromIso(to);
  return { start: millisFromIso(from), end: whole, whole };
}

/**
 * Reads one numbered page of a list whose longest page is not documented: it goes on until a page is
 * empty, as one that is shorter than asked for proves nothing. `from` and `to` go along.
 */
export async function readNumbered<Row>(
  request: PageRequest,
  readPageNo: (number: number) => Promise<Page<Row>>,
): Promise<Page<Row>> {
  const number = request.cursor === undefined ? 1 : Number(request.cursor);
  const page = await readPageNo(number);
  return page.received === 0 ? page : { ...page, nextCursor: String(number + 1) };
}
