import type { Json } from '../../domain/json.ts';
import { timeIn } from './moments.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { isTimeKey } from './share-rules.ts';
import { looksTelling } from './telling.ts';

// What a venue sends, and what was sent to it. Its members are named as the venue likes: "title" may hold to whom
// somebody paid what, "size" how much, "type" anything. So next to nothing stands, and only in a form that says nothing.

const marketKeys: ReadonlySet<string> = new Set(
  `symbol symbols asset coin currency ccy baseAsset quoteAsset feeAsset commissionAsset pair market instId product_id
  base quote side type status state network chain orderType ordType timeInForce tif permissions category`.split(
    /\s+/,
  ),
);

const word = /^[A-Za-z]{1,24}(?:[_-][A-Za-z]{1,24}){0,4}$/;
const market = /^[A-Z0-9]{2,15}(?:[-/_:][A-Z0-9]{2,15}){0,3}$/;

/** A copy of a venue's JSON: moments, words of the market, codes of errors, true and false; all else is replaced. */
export function pseudonymiseTheirs(value: Json, by: Pseudonyms, key = ''): Json {
  if (Array.isArray(value)) return value.map((one: Json) => pseudonymiseTheirs(one, by, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [memberIn(name, by), pseudonymiseTheirs(one, by, name)]),
    );
  if (typeof value === 'string') return theirText(value, key, by);
  if (typeof value !== 'number') return value;
  if (timeIn(value, key) === undefined && !isCode(String(value), key)) return by.of(String(value));
  by.keep(String(value));
  return value;
}

/** The value of a member, of a parameter. */
export function theirText(value: string, key: string, by: Pseudonyms): string {
  if (timeIn(value, key) !== undefined || isCode(value, key)) return by.keep(value);
  if (!marketKeys.has(key) || looksTelling(value)) return by.of(value);
  return (word.test(value) || market.test(value)) && !/^\d+$/.test(value)
    ? by.keep(by.inName(value))
    : by.of(value);
}

/** What a venue's error is called, and how much was asked for at once. */
const isCode = (value: string, key: string): boolean =>
  ['code', 'limit', 'page', 'recvWindow'].includes(key) && /^-?\d{1,6}$/.test(value);

/** A word of a format, unless it is a value somewhere, or could be one: some venues name members by account. */
const memberIn = (name: string, by: Pseudonyms): string =>
  isTimeKey(name) || marketKeys.has(name)
    ? name
    : /^[$A-Za-z][\w$.-]{0,48}$/.test(name) && !looksTelling(name)
      ? by.inName(name)
      : by.of(name);
