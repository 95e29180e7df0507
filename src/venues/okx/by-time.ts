import { z } from 'zod';
import type { Page, PageRequest, Reply, Session } from '../contract.ts';
import { isoFromMillis, millis, millisFromIso, understood } from '../rows.ts';
import { pageSize } from './by-id.ts';
import { dataOf, type Query } from './envelope.ts';
import { astray } from './refusing.ts';
import { placeOf, stageAfter, type Place, type Stage } from './stages.ts';

interface ByTimeCall<Row> {
  readonly stages: readonly Stage[];
  readonly params: Query;
  readonly doing: string;
  /** Rows that come out as undefined are none of this list. */
  readonly row: z.ZodType<Row | undefined>;
  /** Of a row of ours; what lies outside of the asked time is left out. */
  readonly timeOf: (row: Row) => string;
}

/**
 * Reads one page of a list that goes on by the time of its rows, newest first. Only `after` ("older
 * than") is sent, and never on the first page: the example of the reference uses `after` and `before`
 * the other way round than its text, and a bound that is read the wrong way would be an empty list.
 * The next page ends a millisecond after the oldest row, so that this row's own moment is read whole.
 */
export async function readByTime<Row>(
  session: Session,
  request: PageRequest,
  call: ByTimeCall<Row>,
): Promise<Page<Row>> {
  const place = placeOf(call.stages, request.cursor);
  const asked: Query = {
    ...call.params,
    limit: String(pageSize),
    ...(place.after === undefined ? {} : { after: place.after }),
  };
  const reply = await session.call(place.stage.endpoint, asked, call.doing);
  const rows = understood(dataOf(call.row), reply, session, call.doing);
  const times = understood(dataOf(timed), reply, session, call.doing);
  if (place.after !== undefined && times.some((ms) => ms > Number(place.after))) {
    throw astray(session, call.doing, 'rows newer than those that were asked for', reply.exchange);
  }
  const next = nextOf({ place, request, reply, times });
  return {
    rows: rows.filter((row) => row !== undefined).filter((row) => isWithin(call.timeOf(row), request)),
    received: times.length,
    exchange: reply.exchange,
    request: asked,
    ...(next === undefined ? {} : { nextCursor: next }),
  };
}

const timed = z.object({ ts: millis }).transform(({ ts }) => millisFromIso(ts));

interface Turned {
  readonly place: Place;
  readonly request: PageRequest;
  readonly reply: Reply;
  readonly times: readonly number[];
}

/** A page full of one moment names itself again, and the pager says that it is stuck: nothing is skipped. */
function nextOf({ place, request, reply, times }: Turned): string | undefined {
  const oldest = times.length === 0 ? undefined : Math.min(...times);
  if (oldest !== undefined && request.from !== undefined && oldest < millisFromIso(request.from))
    return undefined;
  const after = oldest === undefined ? place.after : String(oldest + 1);
  const isOver = after === place.after && times.length < pageSize;
  if (!isOver) return `${place.stage.name}:${after}`;
  const next = stageAfter(place, request, reply)?.name;
  // The stage before has told everything that is newer.
  return next === undefined || after === undefined ? next : `${next}:${after}`;
}

const isWithin = (at: string, { from, to }: PageRequest): boolean =>
  (from === undefined || at >= utc(from)) && (to === undefined || at <= utc(to));

/** One spelling, so that text order is time order. */
const utc = (iso: string): string => isoFromMillis(millisFromIso(iso));
