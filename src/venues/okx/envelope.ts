import { z } from 'zod';
import { VenueFailure } from '../../domain/failure.ts';
import type { Endpoint, Page, PageRequest, Params, Session } from '../contract.ts';
import { amount, understood } from '../rows.ts';

/** Every reply is `{code, data, msg}`; one without a code is none of OKX's. */
const success = z.union([z.literal('0'), z.literal(0)]);

/** The rows of a reply. */
export const dataOf = <T extends z.ZodType>(row: T) =>
  z
    .object({ code: success, data: z.array(row) })
    .transform((reply): z.output<T>[] => (reply as { data: z.output<T>[] }).data);

/** The one row of a reply about one thing: none is no answer. */
export const onlyRowOf = <T extends z.ZodType>(row: T) =>
  z
    .object({ code: success, data: z.tuple([row]) })
    .transform((reply): z.output<T> => (reply as { data: [z.output<T>] }).data[0]);

/** An amount that may be left empty where there is none: no price, no fee. */
export const amountOrNone = z.union([amount, z.literal('').transform(() => '0')]);

/** A text that numbers and texts are both known for. */
export const word = z.union([z.string(), z.number().int()]).transform(String);

export const side = z.enum(['buy', 'sell']);

export type Query = Readonly<Record<string, string>>;

/** One call that acts, and what its only row must look like. Throws VenueFailure. */
export async function callFor<T extends z.ZodType>(
  session: Session,
  call: { readonly endpoint: Endpoint; readonly params: Params; readonly doing: string; readonly row: T },
): Promise<z.output<T>> {
  const reply = await session.call(call.endpoint, call.params, call.doing);
  return understood(onlyRowOf(call.row), reply, session, call.doing);
}

/** What a section of ours is at the venue. Throws RangeError: our own code named it. */
export function placeIn<Place>(
  sections: Readonly<Record<string, Place>>,
  { section }: PageRequest,
): { readonly section: string; readonly place: Place } {
  const place = section !== undefined && Object.hasOwn(sections, section) ? sections[section] : undefined;
  if (section === undefined || place === undefined) {
    throw new RangeError(`OKX keeps this in ${Object.keys(sections).join(', ')}; not in ${section}`);
  }
  return { section, place };
}

/** A parameter that the venue does not know: error-code, 51000. */
const parameterUnknown = '51000';

/**
 * Reads what only some hosts and versions of OKX have: where the venue answers that it knows no such
 * type, there can be nothing of it, and its refusal is the exhibit. Every other failure is thrown.
 */
export async function whereKnown<Row>(read: Promise<Page<Row>>, asked: Query): Promise<Page<Row>> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof VenueFailure)) throw error;
    const { venueCode, exchange } = error.failure;
    if (venueCode !== parameterUnknown || exchange === undefined) throw error;
    return { rows: [], received: 0, exchange, request: asked };
  }
}
