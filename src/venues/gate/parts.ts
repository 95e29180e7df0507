import { z } from 'zod';
import { amount, id, isoFromMillis, maybeText } from '../rows.ts';

/** An amount that may be missing or left empty where there is none: no price, no fee. */
export const amountOrNone = z
  .union([amount, z.literal('').transform(() => '0'), z.null().transform(() => '0')])
  .optional()
  .transform((value) => value ?? '0');

/** Gate writes times as numbers or texts, with or without a fraction (API page, "Time"). */
const decimal = z
  .union([z.number(), z.string()])
  .transform(String)
  .refine((text) => /^\d{1,16}(\.\d+)?$/.test(text), 'expected a time since 1970 as a decimal');

// 2009 to 2100. The units lie so far apart that the size of a number says its unit.
const units = [
  { least: 1_230_768_000, most: 4_102_444_800, digits: 3 },
  { least: 1_230_768_000_000, most: 4_102_444_800_000, digits: 0 },
  { least: 1_230_768_000_000_000, most: 4_102_444_800_000_000, digits: -3 },
] as const;

/**
 * Seconds, milliseconds or microseconds since 1970 → ISO 8601 UTC, cut to the millisecond. Digit by
 * digit: a product with 1000 in floating point may come out a millisecond early. Conditional orders have
 * been recorded in seconds and in microseconds under the same name.
 */
export const moment = decimal.transform((text, context): string => {
  const [whole = '', fraction = ''] = text.split('.');
  const unit = units.find(({ least, most }) => Number(whole) >= least && Number(whole) < most);
  if (unit === undefined) {
    context.addIssue({ code: 'custom', message: 'expected a time between 2009 and 2100' });
    return z.NEVER;
  }
  if (unit.digits < 0) return isoFromMillis(Number(whole.slice(0, unit.digits)));
  return isoFromMillis(Number(whole + fraction.padEnd(unit.digits, '0').slice(0, unit.digits)));
});

/** 0 and "" stand for "not yet". */
export const momentOrNone = z
  .union([z.literal([0, '0', '']), z.null()])
  .transform(() => undefined)
  .or(moment)
  .optional();

/**
 * `text`: "t-" and what the client gave, or Gate's word for where an order came from ("web", "app",
 * "api"). The "t-" is a rule of Gate's (Order), not the owner's word, and is left out.
 */
export const clientId = maybeText.transform((text) => (text.startsWith('t-') ? text.slice(2) : text));

export const side = z.enum(['buy', 'sell']);

/** Contracts have signed sizes: above zero buys. */
export const unsigned = (size: string): string => (size.startsWith('-') ? size.slice(1) : size);

/** Ids beyond 2^53 come again as a text; numbers too large for a double are texts here in any case. */
export const exactId = (row: { readonly id: string; readonly id_string?: string | undefined }): string =>
  row.id_string === undefined || row.id_string === '' ? row.id : row.id_string;

export const idParts = { id, id_string: z.string().optional() };
