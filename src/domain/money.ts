import { Decimal } from 'decimal.js';

// 60 significant digits: more than any venue's amounts multiplied with any price, so nothing rounds.
const Exact = Decimal.clone({ precision: 60, toExpNeg: -60, toExpPos: 60 });

export const add = (a: string, b: string): string => new Exact(a).plus(b).toFixed();
export const subtract = (a: string, b: string): string => new Exact(a).minus(b).toFixed();
export const negate = (a: string): string => subtract('0', a);
export const multiply = (a: string, b: string): string => new Exact(a).times(b).toFixed();
export const divide = (a: string, b: string): string => new Exact(a).div(b).toFixed();
export const compare = (a: string, b: string): -1 | 0 | 1 => new Exact(a).comparedTo(b) as -1 | 0 | 1;
export const isZero = (a: string): boolean => new Exact(a).isZero();
export const sum = (amounts: Iterable<string>): string => {
  let total = new Exact(0);
  for (const amount of amounts) total = total.plus(amount);
  return total.toFixed();
};

/** Rounds half even to `places` digits, for people: the report keeps the exact string beside it. */
export const round = (a: string, places: number): string =>
  new Exact(a).toDecimalPlaces(places, Decimal.ROUND_HALF_EVEN).toFixed(places);

/** "562222.52" → "562,222.52". */
export function groupDigits(amount: string): string {
  const [whole = '0', fraction] = amount.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
