import { z } from 'zod';
import { VenueFailure } from '../../domain/failure.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import type { Session, Viewed } from '../contract.ts';
import { amount, maybeText } from '../rows.ts';

// ccxt's unified structures (its manual, "Order structure" and the others). Numbers are strings here:
// the instance is built so. What ccxt could not read is undefined.

export const text = z.string();
export const id = z.union([text.min(1), z.number()]).transform(String);
export const maybeId = id.nullish().transform((value) => value ?? '');
export const maybeAmount = amount.nullish().transform((value) => value ?? undefined);
export const side = z.enum(['buy', 'sell']);
export const info = z
  .unknown()
  .transform((value) =>
    typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {},
  );

export const none = 'ccxt read none from the reply: see the exchange';
export const knownAmount = (value: string | undefined): Known<string> =>
  value === undefined ? unknown(none) : known(value);

export const fee = z.object({ cost: maybeAmount, currency: maybeText });

/** The venue's own word for a state, where it stands in the usual place; else ccxt's. */
export function venueWord({
  info: own,
  status,
}: {
  readonly info: Readonly<Record<string, unknown>>;
  readonly status: string;
}): string {
  const word = own['status'] ?? own['state'];
  return typeof word === 'string' || typeof word === 'number' ? String(word) : status;
}

/** Takes ccxt's reading apart. Throws REPLY_NOT_UNDERSTOOD that names the first field that does not fit. */
export function readAs<T>(schema: z.ZodType<T>, viewed: Viewed, session: Session, doing: string): T {
  const result = schema.safeParse(viewed.parsed);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw notUnderstood(viewed, session, doing, `${(issue?.path ?? []).join('.')}: ${issue?.message ?? none}`);
}

export const notUnderstood = (viewed: Viewed, session: Session, doing: string, why: string): VenueFailure =>
  new VenueFailure({
    code: 'REPLY_NOT_UNDERSTOOD',
    venue: session.venue.id,
    httpStatus: viewed.reply.status,
    doing,
    detail: `as ccxt reads it, ${why}`,
    exchange: viewed.reply.exchange,
  });

/** The venue's own symbol for ccxt's; ccxt's where it names no market of the list. */
export type SymbolOf = (symbol: string) => string;
