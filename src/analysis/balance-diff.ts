import { known, unknown, type Known } from '../domain/known.ts';
import { add, isZero, subtract } from '../domain/money.ts';
import type { Balance } from '../domain/trading.ts';
import { isAmount } from './amounts.ts';

/** Free and locked together, of one asset in one wallet, at two moments. */
export interface BalanceChange {
  readonly wallet: string;
  readonly asset: string;
  readonly before: Known<string>;
  readonly after: Known<string>;
  /** after − before; unknown unless both are known. */
  readonly change: Known<string>;
}

interface Reading {
  readonly rows: readonly Balance[];
  /** Whether the reading had no holes: only then does a missing row mean zero. */
  readonly isWhole: boolean;
}

/** Compares two readings of an account's balances; rows that did not change are left out. */
export function diffBalances(input: {
  readonly before: Reading;
  readonly after: Reading;
}): readonly BalanceChange[] {
  const before = totals(input.before.rows);
  const after = totals(input.after.rows);
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys
    .map((key) => {
      const [wallet, asset] = JSON.parse(key) as [string, string];
      const then = before.get(key) ?? missing(input.before);
      const now = after.get(key) ?? missing(input.after);
      return { wallet, asset, before: then, after: now, change: difference(then, now) };
    })
    .filter(({ change }) => !change.known || !isZero(change.value));
}

function totals(rows: readonly Balance[]): ReadonlyMap<string, Known<string>> {
  const found = new Map<string, Known<string>>();
  for (const { wallet, asset, free, locked } of rows) {
    const key = JSON.stringify([wallet, asset]);
    const total: Known<string> =
      isAmount(free) && isAmount(locked)
        ? known(add(free, locked))
        : unknown('an amount in the row is not a decimal number');
    found.set(key, plus(found.get(key), total));
  }
  return found;
}

function plus(sofar: Known<string> | undefined, more: Known<string>): Known<string> {
  if (sofar === undefined || !more.known) return more;
  return sofar.known ? known(add(sofar.value, more.value)) : sofar;
}

const missing = (reading: Reading): Known<string> =>
  reading.isWhole ? known('0') : unknown('not listed, and the reading has holes');

function difference(before: Known<string>, after: Known<string>): Known<string> {
  if (!before.known) return before;
  return after.known ? known(subtract(after.value, before.value)) : after;
}
