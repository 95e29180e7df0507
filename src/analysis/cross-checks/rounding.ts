import { compare, divide, isZero, multiply, subtract } from '../../domain/money.ts';

/**
 * How exactly a venue writes amounts of one asset: the most decimals seen in its lines. Two of its lists may
 * differ by less than a unit of the last one for each amount that was rounded.
 */
export function decimalsIn(amounts: Iterable<string>): number {
  let most = 0;
  for (const amount of amounts) most = Math.max(most, decimalsOf(amount));
  return most;
}

const decimalsOf = (amount: string): number => {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e(-?\d+))?$/i.exec(amount) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
};

/** No rounding is so coarse: what differs by more than a hundredth is another amount. */
const atMost = '100';

export interface Exactness {
  /** What `decimalsIn` says of the amounts that a list writes, perhaps rounded. */
  readonly written: number;
  /** The same of the amounts that they are compared with: where these have no more, nothing was rounded. */
  readonly compared: number;
  /** How many amounts were added up. */
  readonly parts: number;
}

/** Whether two amounts are the same but for rounding. */
export function isSame(a: string, b: string, { written, compared, parts }: Exactness): boolean {
  const difference = absolute(subtract(a, b));
  if (isZero(difference)) return true;
  if (compared <= written) return false;
  const allowed = multiply(`1e-${written}`, String(parts));
  const coarse = divide(smaller(absolute(a), absolute(b)), atMost);
  return compare(difference, smaller(allowed, coarse)) < 0;
}

export const absolute = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : amount);

const smaller = (a: string, b: string): string => (compare(a, b) < 0 ? a : b);
