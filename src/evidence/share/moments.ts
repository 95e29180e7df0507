import { isTimeKey } from './share-rules.ts';

const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * A moment that stays, as it is: under the name of a time, in the form of one, between 2009 and 2100 in seconds to
 * nanoseconds. Undefined for what only stands where a time should: a venue may write an amount there.
 */
export function timeIn<T extends string | number>(value: T, key: string): T | undefined {
  if (!isTimeKey(key)) return undefined;
  if (typeof value === 'string' && iso.test(value)) return value;
  if (!/^\d{10}(?:\d{3}|\d{6}|\d{9})?(?:\.\d{1,9})?$/.test(String(value))) return undefined;
  const seconds = Number(String(value).slice(0, 10));
  return seconds >= 1_230_000_000 && seconds <= 4_102_444_800 ? value : undefined;
}
