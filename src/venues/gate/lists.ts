import { z } from 'zod';
import { VenueFailure } from '../../domain/failure.ts';
import type { Endpoint, Page, PageRequest, Params, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { understood } from '../rows.ts';

export type Query = Readonly<Record<string, string | number | boolean>>;

/** How Gate's lists name the size of a page, and the page. An offset counts rows, a page counts pages. */
const turnings = {
  offset: { size: 'limit', at: 'offset', first: 0 },
  page: { size: 'limit', at: 'page', first: 1 },
  'page-num': { size: 'page_size', at: 'page_num', first: 1 },
  'bot-page': { size: 'page_size', at: 'page', first: 1 },
} as const;

interface ListCall<Row> {
  readonly endpoint: Endpoint;
  readonly params: Query;
  readonly doing: string;
  readonly rows: z.ZodType<readonly Row[]>;
  readonly by: keyof typeof turnings;
  readonly limit: number;
  /** Rows in the reply; absent: the length of the list that it is. */
  readonly received?: (body: unknown) => number;
  /** Whether more may follow; absent: as the API page says, until a page is shorter than the limit. */
  readonly isFull?: (body: unknown) => boolean;
}

/** Reads one page; the cursor is our own count of rows or pages. */
export function readList<Row>(
  session: Session,
  { cursor }: PageRequest,
  call: ListCall<Row>,
): Promise<Page<Row>> {
  const { size, at, first } = turnings[call.by];
  const place = cursor === undefined ? first : Number(cursor);
  const received = call.received ?? lengthOf;
  const isFull = call.isFull ?? ((body: unknown) => received(body) >= call.limit);
  return readPage(session, {
    endpoint: call.endpoint,
    params: { ...call.params, [size]: call.limit, [at]: place },
    doing: call.doing,
    rows: call.rows,
    received,
    next: (body) =>
      isFull(body) ? String(call.by === 'offset' ? place + received(body) : place + 1) : undefined,
  });
}

/**
 * What trail and chase orders are answered with: FuturesApi.md has the bare object nearly everywhere, and
 * clients find `{code, message, data}` around each of them.
 */
export const enveloped = <T extends z.ZodType>(bare: T) =>
  z.preprocess((body) => {
    const envelope = anEnvelope.safeParse(body);
    return envelope.success ? envelope.data.data : body;
  }, bare);

const anEnvelope = z.object({ code: z.literal([0, '0']), data: z.unknown() });

export const lengthOf = (body: unknown): number => (Array.isArray(body) ? body.length : 0);

/** One reply, and the whole list. */
export const readAtOnce = <Row>(
  session: Session,
  call: {
    readonly endpoint: Endpoint;
    readonly params: Query;
    readonly doing: string;
    readonly rows: z.ZodType<readonly Row[]>;
  },
): Promise<Page<Row>> => readPage(session, { ...call, received: lengthOf });

/**
 * An account of futures, delivery or options comes into being with its first deposit, one for each settle
 * coin (API page, FAQ): USER_NOT_FOUND says that there is none, and so nothing in it.
 */
export async function orNoAccount<Row>(read: Promise<Page<Row>>): Promise<Page<Row>> {
  try {
    return await read;
  } catch (error) {
    const exchange = error instanceof VenueFailure && isNoAccount(error) ? error.failure.exchange : undefined;
    if (exchange === undefined) throw error;
    return { rows: [], received: 0, exchange, request: {}, stop: 'empty-page' };
  }
}

const isNoAccount = ({ failure }: VenueFailure): boolean => failure.venueCode === 'USER_NOT_FOUND';

/** One call, and what its reply must look like. Throws VenueFailure. */
export async function callFor<T>(
  session: Session,
  call: {
    readonly endpoint: Endpoint;
    readonly params: Params;
    readonly doing: string;
    readonly reply: z.ZodType<T>;
  },
): Promise<T> {
  const reply = await session.call(call.endpoint, call.params, call.doing);
  return understood(call.reply, reply, session, call.doing);
}

/**
 * One act that Gate answers with 204 and no body. The session takes no empty body for a reply, whatever
 * the status; 204 is the one status that cannot have a body (RFC 9110 §15.3.5).
 */
export async function actWithoutContent(
  session: Session,
  endpoint: Endpoint,
  params: Params,
  doing: string,
): Promise<void> {
  const reply = await session.call(endpoint, params, doing).catch((error: unknown) => {
    if (error instanceof VenueFailure && error.failure.httpStatus === 204) return undefined;
    throw error;
  });
  // Any other success is not Gate's.
  if (reply !== undefined) understood(z.never(), reply, session, doing);
}

/** What a section of ours is at the venue. Throws RangeError: our own code named it. */
export function placeIn<Place>(
  sections: Readonly<Record<string, Place>>,
  { section }: PageRequest,
): { readonly section: string; readonly place: Place } {
  const place = section !== undefined && Object.hasOwn(sections, section) ? sections[section] : undefined;
  if (section === undefined || place === undefined) {
    throw new RangeError(`Gate keeps this in ${Object.keys(sections).join(', ')}; not in ${section}`);
  }
  return { section, place };
}

/** A section reads itself. */
export type SectionReader<Row> = (session: Session, request: PageRequest) => Promise<Page<Row>>;
export type Sections<Row> = Readonly<Record<string, SectionReader<Row>>>;

export const readSection = <Row>(
  sections: Sections<Row>,
  session: Session,
  request: PageRequest,
): Promise<Page<Row>> => placeIn(sections, request).place(session, request);
