import { z } from 'zod';
import type { Page, PageRequest, Session } from '../contract.ts';
import { id, millisFromIso, understood } from '../rows.ts';
import { dataOf, type Query } from './envelope.ts';
import { placeOf, stageAfter, type Stage } from './stages.ts';

export const pageSize = 100;

interface ByIdCall<Row> {
  readonly stages: readonly Stage[];
  readonly params: Query;
  readonly doing: string;
  /** Rows that come out as undefined are none of this list. */
  readonly row: z.ZodType<Row | undefined>;
  /** The raw field that `after` goes by: "billId". */
  readonly idField: string;
  /** Of a list that cannot be asked by time. Absent: what the venue sends is what was asked for. */
  readonly isWanted?: (row: Row) => boolean;
}

/**
 * Reads one page of a list that goes on by id: `after` brings what is older. Only an empty page ends
 * it, as what a short page means stands nowhere.
 */
export async function readById<Row>(
  session: Session,
  request: PageRequest,
  call: ByIdCall<Row>,
): Promise<Page<Row>> {
  const place = placeOf(call.stages, request.cursor);
  const asked: Query = {
    ...call.params,
    limit: String(pageSize),
    ...(place.after === undefined ? {} : { after: place.after }),
  };
  const reply = await session.call(place.stage.endpoint, asked, call.doing);
  const rows = understood(dataOf(call.row), reply, session, call.doing);
  const ids = understood(dataOf(idIn(call.idField)), reply, session, call.doing);
  const next =
    ids.length === 0 ? stageAfter(place, request, reply)?.name : `${place.stage.name}:${lowest(ids)}`;
  const isWanted = call.isWanted ?? (() => true);
  return {
    rows: rows.filter((row) => row !== undefined).filter((row) => isWanted(row)),
    received: ids.length,
    exchange: reply.exchange,
    request: asked,
    ...(next === undefined ? {} : { nextCursor: next }),
  };
}

const idIn = (field: string) =>
  z.object({ [field]: id }).transform((row) => (row as Readonly<Record<string, string>>)[field] ?? '');

/** Ids are whole numbers of up to 20 digits, compared as such: never as doubles. */
const lowest = (ids: readonly string[]): string =>
  ids.reduce((least, each) => (isLower(each, least) ? each : least));

const isLower = (a: string, b: string): boolean => (a.length === b.length ? a < b : a.length < b.length);

/**
 * Bounds for lists that are asked by time: a millisecond more at both ends, as whether they count
 * themselves in stands nowhere.
 */
export const beginAndEnd = ({ from, to }: PageRequest): Query => ({
  ...(from === undefined ? {} : { begin: String(millisFromIso(from) - 1) }),
  ...(to === undefined ? {} : { end: String(millisFromIso(to) + 1) }),
});
