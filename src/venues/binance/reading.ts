import type { z } from 'zod';
import { VenueFailure, type FailureCode } from '../../domain/failure.ts';
import type { Endpoint, Page, PageRequest, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import type { Query } from './windows.ts';

export interface ListCall<Row> {
  readonly endpoint: Endpoint;
  readonly params: Query;
  /** Completes "while …". */
  readonly doing: string;
  readonly rows: z.ZodType<readonly Row[]>;
  /** The list inside the reply; absent: the reply is the list. */
  readonly listName?: string;
  /** Why these rows may not be all, by what the reply says besides. */
  readonly unproven?: (body: unknown) => string | undefined;
}

/** One call that reads. `received` counts the rows as they came, before any was left out or taken apart. */
export const read = <Row>(session: Session, { listName, ...call }: ListCall<Row>): Promise<Page<Row>> =>
  readPage(session, { ...call, received: (body) => lengthOf(body, listName) });

function lengthOf(body: unknown, listName: string | undefined): number | undefined {
  const list =
    listName === undefined ? body : (body as Readonly<Record<string, unknown>> | undefined)?.[listName];
  return Array.isArray(list) ? list.length : undefined;
}

export function symbolOf(request: PageRequest): string {
  if (request.symbol === undefined) throw new RangeError('Binance lists this by symbol only');
  return request.symbol;
}

/** What a section of ours is at the venue. Throws RangeError: our own code named it. */
export function placeIn<Place>(places: Readonly<Record<string, Place>>, section: string): Place {
  const place = Object.hasOwn(places, section) ? places[section] : undefined;
  if (place === undefined) throw new RangeError(`Binance has no section ${section} of this`);
  return place;
}

/** Runs a read, or gives back the failure where its code is one of these; every other is thrown. */
export async function orFailure<T>(
  codes: readonly FailureCode[],
  work: () => Promise<T>,
): Promise<T | VenueFailure> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof VenueFailure && codes.includes(error.code)) return error;
    throw error;
  }
}

const failing =
  (code: FailureCode) =>
  (session: Session, doing: string, detail: string): VenueFailure =>
    new VenueFailure({ code, venue: session.venue.id, doing, detail });

/** The venue answered, and what was asked did not come of it. */
export const refused = failing('REQUEST_REJECTED');

/** Nothing was sent: the venue has no way to do just this. */
export const unsendable = failing('NOT_SUPPORTED');

/**
 * Parameters for a path of `sub-account`: ccxt writes those as they stand, and Binance wants them
 * percent-encoded before they are signed (rest-api.md, since 2026-01-15).
 */
export const rawEncoded = (
  params: Readonly<Record<string, string | number | boolean>>,
): Readonly<Record<string, string | number>> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : encodeURIComponent(value),
    ]),
  );
