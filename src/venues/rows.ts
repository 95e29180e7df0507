import { DateTime } from 'luxon';
import { z } from 'zod';
import { VenueFailure } from '../domain/failure.ts';
import { known, unknown, type Known } from '../domain/known.ts';
import type { Reply, Session } from './contract.ts';

/** A decimal exactly as the venue wrote it, whether as a JSON string or as a number. */
export const amount = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text), 'expected a decimal number');

/**
 * An id: digits or text, never empty. The session keeps a number only where it prints as it stood in the
 * reply, so one beyond 2^53 is as exact as any other (binance-connector-js, 2026-07-24: 940708407462087200).
 */
export const id = z
  .union([z.string().min(1), z.number().refine(Number.isInteger, 'expected whole digits')])
  .transform(String);

/** Milliseconds since 1970 → ISO 8601 UTC. Microseconds or seconds fall outside and are refused. */
export const millis = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .refine(
    (ms) => ms > 1_230_768_000_000 && ms < 4_102_444_800_000,
    'expected milliseconds between 2009 and 2100',
  )
  .transform((ms) => isoFromMillis(ms));

/** Seconds since 1970, with or without a fraction → ISO 8601 UTC. Milliseconds fall outside and are refused. */
export const seconds = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .refine((s) => s > 1_230_768_000 && s < 4_102_444_800, 'expected seconds between 2009 and 2100')
  // Rounded down: a moment must not come out later than the venue wrote it.
  .transform((s) => isoFromMillis(Math.floor(s * 1000)));

/** ISO 8601 with a zone → ISO 8601 UTC with milliseconds; finer digits are cut. */
export const isoMoment = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/,
    'expected an ISO 8601 moment with a zone',
  )
  .transform((text) => DateTime.fromISO(text, { zone: 'utc' }))
  .refine((time) => time.isValid, 'expected a moment that exists')
  .transform((time) => String(time.toISO()));

/** "2019-10-12 11:12:02", which the venue means as UTC although no zone stands there → ISO 8601 UTC. */
export const utcWithoutZone = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?$/, 'expected YYYY-MM-DD hh:mm:ss')
  .transform((text) => DateTime.fromSQL(text, { zone: 'utc' }))
  .refine((time) => time.isValid, 'expected a moment that exists')
  .transform((time) => String(time.toISO()));

/**
 * Parses a reply's body. Throws VenueFailure REPLY_NOT_UNDERSTOOD that names the first field that
 * does not fit; new fields that nobody asked for are let through.
 */
export function understood<T>(schema: z.ZodType<T>, reply: Reply, session: Session, doing: string): T {
  const result = schema.safeParse(reply.body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new VenueFailure({
    code: 'REPLY_NOT_UNDERSTOOD',
    venue: session.venue.id,
    httpStatus: reply.status,
    doing,
    // Path and expectation only: a value from the venue has no place in a message of ours.
    detail: `${pathOf(issue?.path ?? [])}: ${issue?.message ?? 'not of the documented form'}`,
    exchange: reply.exchange,
  });
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('') || 'the reply';

/** A text that may be missing or null: then "". */
export const maybeText = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** Our word for the venue's; one of tomorrow stays as it wrote it, and ours says "unknown". */
export function wordFor<Word extends string>(
  words: Readonly<Record<string, Word>>,
  venueWord: string,
): Word | 'unknown' {
  return Object.hasOwn(words, venueWord) ? (words[venueWord] ?? 'unknown') : 'unknown';
}

export const knownText = (value: string, why: string): Known<string> =>
  value === '' ? unknown(why) : known(value);

export const tagOf = (tag: string): { tag?: string } => (tag === '' ? {} : { tag });

export const isoFromMillis = (ms: number): string => String(DateTime.fromMillis(ms, { zone: 'utc' }).toISO());

/** ISO 8601 → milliseconds, for request parameters. Throws RangeError: our own code wrote it. */
export function millisFromIso(iso: string): number {
  const ms = DateTime.fromISO(iso, { zone: 'utc' }).toMillis();
  if (!Number.isFinite(ms)) throw new RangeError(`${iso} is no ISO 8601 moment`);
  return ms;
}
