import { z } from 'zod';
import type { Endpoint, Page, PageRequest, Params, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { amount, understood } from '../rows.ts';

export const success = z.union([z.literal(0), z.literal('0')]);

/** Every reply is `{retCode, retMsg, result, retExtInfo, time}`; one without a code is none of Bybit's. */
export const inResult = <T extends z.ZodType>(result: T) =>
  z
    .object({ retCode: success, result })
    .transform((reply): z.output<T> => (reply as { result: z.output<T> }).result);

/** An amount that may be left empty where there is none: no price, no fee. */
export const amountOrNone = z.union([amount, z.literal('').transform(() => '0')]);

/** A number that recorded replies hold as a text, too. */
export const smallInteger = z.union([z.number().int(), z.string().regex(/^-?\d+$/)]).transform(String);

export const side = z.enum(['Buy', 'Sell']).transform((value) => (value === 'Buy' ? 'buy' : 'sell'));

type Query = Readonly<Record<string, string | number>>;

interface ListCall<Row> {
  readonly endpoint: Endpoint;
  readonly params: Query;
  readonly limit: number;
  readonly doing: string;
  /** Reads the rows out of the whole reply: `listOf`. */
  readonly rows: z.ZodType<readonly Row[]>;
}

/** The rows of a reply, by what the list is called inside `result`. */
export const listOf = <T extends z.ZodType>(name: 'list' | 'rows', row: T) =>
  inResult(z.object({ [name]: z.array(row) }).transform((found) => found[name] ?? []));

/** The same of a reply that the documents never show without its cursor. */
export const cursoredListOf = <T extends z.ZodType>(row: T) =>
  inResult(z.object({ list: z.array(row), nextPageCursor: z.string() }).transform(({ list }) => list));

/** Reads one page of a list that goes on by `nextPageCursor`. */
export const readList = <Row>(
  session: Session,
  request: PageRequest,
  call: ListCall<Row>,
): Promise<Page<Row>> =>
  readPage(session, {
    endpoint: call.endpoint,
    params: { ...call.params, limit: call.limit, ...cursorOf(request) },
    doing: call.doing,
    rows: call.rows,
    next: (body, rows) => nextOf(body, rows.length, request.cursor),
  });

const cursorOf = ({ cursor }: PageRequest): Query => (cursor === undefined ? {} : { cursor });

/**
 * The cursor of the next page. A full list ends with a cursor as well (recorded replies), and only the
 * empty page after it ends the list; one that names itself again is that page, too.
 */
function nextOf(body: unknown, received: number, asked: string | undefined): string | undefined {
  const next = cursorIn.safeParse(body).data;
  return received === 0 && next === asked ? undefined : next;
}

const cursorIn = inResult(z.object({ nextPageCursor: z.string().optional() })).transform(
  ({ nextPageCursor }) => nextPageCursor,
);

/** One call, and what its `result` must look like. Throws VenueFailure. */
export async function callFor<T extends z.ZodType>(
  session: Session,
  call: { readonly endpoint: Endpoint; readonly params: Params; readonly doing: string; readonly result: T },
): Promise<z.output<T>> {
  const reply = await session.call(call.endpoint, call.params, call.doing);
  return understood(inResult(call.result), reply, session, call.doing);
}

/** What a section of ours is at the venue. Throws RangeError: our own code named it. */
export function placeIn<Place>(
  sections: Readonly<Record<string, Place>>,
  { section }: PageRequest,
): { readonly section: string; readonly place: Place } {
  const place = section !== undefined && Object.hasOwn(sections, section) ? sections[section] : undefined;
  if (section === undefined || place === undefined) {
    throw new RangeError(`Bybit keeps this in ${Object.keys(sections).join(', ')}; not in ${section}`);
  }
  return { section, place };
}
