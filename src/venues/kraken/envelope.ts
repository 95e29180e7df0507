import { z } from 'zod';
import type { Page, PageRequest, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { millisFromIso, understood } from '../rows.ts';

/** Every reply is `{error: [], result: …}`; one with an error is refused before anything here reads it. */
export const inResult = <T extends z.ZodType>(result: T) =>
  z
    .object({ error: z.array(z.never()), result })
    .transform((reply): z.output<T> => (reply as { result: z.output<T> }).result);

export type Query = Readonly<Record<string, string | number | boolean>>;

interface Call {
  readonly endpoint: string;
  readonly params: Query;
  readonly doing: string;
}

/** One call, and what its `result` must look like. Throws VenueFailure. */
export async function callFor<T extends z.ZodType>(
  session: Session,
  { endpoint, params, doing, result }: Call & { readonly result: T },
): Promise<z.output<T>> {
  return understood(inResult(result), await session.call(endpoint, params, doing), session, doing);
}

/** A map from ids to rows: each row is told its id. */
export const mapOf = <In extends z.ZodType, Row>(
  row: In,
  make: (id: string, row: z.output<In>) => Row,
): z.ZodType<Row[]> =>
  z
    .record(z.string().min(1), row)
    .transform((rows) => Object.entries(rows).map(([id, each]) => make(id, each as z.output<In>)));

/** An integer that recorded replies hold as a text, too. */
export const integer = z
  .union([z.number().int(), z.string().regex(/^\d+$/)])
  .transform(Number)
  .refine(Number.isSafeInteger);

// ---------------------------------------------------------------- pages by offset

/** Of the histories: as many rows as one reply has. */
export const pageSize = 50;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * No document limits the window. A quarter first, then twice as much each time, newest first: each window
 * costs a call of which the narrowest tier has seven at once, and what breaks off in the middle leaves a
 * hole of one window, not of everything. `end` stays where it is, so that what happens while we read moves
 * no row to another page.
 */
export const byOffset = {
  style: 'time-window',
  windowMs: 93 * dayMs,
  growing: true,
  pageSize,
  bySymbol: false,
} as const;

const counted = inResult(z.object({ count: integer.optional() }));

/** Reads one page of a history: `start`, `end`, `ofs`; fifty rows, the newest first. */
export function readHistory<Row>(
  session: Session,
  request: PageRequest,
  call: Call & { readonly rows: z.ZodType<readonly Row[]> },
): Promise<Page<Row>> {
  const offset = request.offset ?? 0;
  const rows = inResult(call.rows);
  const place = (body: unknown) => ({ offset, received: rows.safeParse(body).data?.length ?? 0 });
  return readPage(session, {
    endpoint: call.endpoint,
    params: { ...call.params, ...afterSecond(request), ofs: offset },
    doing: call.doing,
    rows,
    stop: (body) => (isAllOfCount(body, place(body)) ? 'short-page' : undefined),
    unproven: (body) => shortOfCount(body, place(body)),
  });
}

interface Place {
  readonly offset: number;
  readonly received: number;
}

const countIn = (body: unknown): number | undefined => counted.safeParse(body).data?.count;

/** Kraken counts what there is: no page more need be asked to see that there is none. */
const isAllOfCount = (body: unknown, { offset, received }: Place): boolean =>
  countIn(body) === offset + received;

/** A page that is the last by its size, while the venue counts more rows, is no end of a list. */
function shortOfCount(body: unknown, { offset, received }: Place): string | undefined {
  const count = countIn(body) ?? 0;
  return received < pageSize && offset + received < count
    ? `Kraken counts ${count} rows and sent ${offset + received}`
    : undefined;
}

/** Whole seconds, moved outwards. `start` is exclusive, `end` inclusive (get-trades-history). */
const afterSecond = ({ from, to }: PageRequest): Query => ({
  ...(from === undefined ? {} : { start: Math.floor(millisFromIso(from) / 1000) - 1 }),
  ...(to === undefined ? {} : { end: Math.ceil(millisFromIso(to) / 1000) }),
});

/** Whole seconds, moved outwards, of lists whose `start` counts itself in. */
export const withinSeconds = ({ from, to }: PageRequest): Query => ({
  ...(from === undefined ? {} : { start: Math.floor(millisFromIso(from) / 1000) }),
  ...(to === undefined ? {} : { end: Math.ceil(millisFromIso(to) / 1000) }),
});
