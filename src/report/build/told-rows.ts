import type { Trade, Withdrawal } from '../../domain/trading.ts';

/** What can tell that a row of a file and a row that was read are the same thing, the surest first. */
export type KeysOf<Row> = (row: Row) => readonly string[];

/**
 * Returns the rows that were read, and those of the files that are none of them. A row of a file is
 * taken for one that was read when any key is the same; two alike in one file are two. Files overlap,
 * so what an earlier import told is not counted again. What was read stays as it was read.
 */
export function addTold<Row>(
  read: readonly Row[],
  imports: readonly (readonly Row[])[],
  keysOf: KeysOf<Row>,
): readonly Row[] {
  // Nearly every case: no key of a hundred thousand rows need be made.
  if (imports.length === 0) return read;
  const all = [...read];
  const places = new Map<string, number[]>();
  const enter = (row: Row, place: number): void => {
    for (const key of keysOf(row)) {
      const same = places.get(key);
      if (same === undefined) places.set(key, [place]);
      else same.push(place);
    }
  };
  read.forEach(enter);
  for (const told of imports) {
    const take = takerOf(places);
    const added = told.filter((row) => !keysOf(row).some(take));
    for (const row of added) enter(row, all.push(row) - 1);
  }
  return all;
}

/** Takes a row under the key, each row once; false when none is left. Never looks at a place twice. */
function takerOf(places: ReadonlyMap<string, readonly number[]>): (key: string) => boolean {
  const taken = new Set<number>();
  const next = new Map<string, number>();
  return (key) => {
    const candidates = places.get(key) ?? [];
    let index = next.get(key) ?? 0;
    while (index < candidates.length && taken.has(candidates[index] ?? -1)) index += 1;
    next.set(key, index + 1);
    const place = candidates[index];
    if (place === undefined) return false;
    taken.add(place);
    return true;
  };
}

export const tradeKeys: KeysOf<Trade> = ({ id, symbol, side, price, amount, at }) => [
  JSON.stringify(['id', symbol, id]),
  // Exports tell whole seconds.
  JSON.stringify(['fill', symbol, side, plain(price), plain(amount), at.slice(0, 19)]),
];

export const withdrawalKeys: KeysOf<Withdrawal> = ({ id, asset, amount, address, txId, requestedAt }) => [
  JSON.stringify(['id', id]),
  ...(txId.known ? [JSON.stringify(['transaction', asset, txId.value])] : []),
  JSON.stringify(['sent', asset, plain(amount), address, requestedAt.slice(0, 19)]),
];

/** "01.500" and "1.5" are one amount. What is no amount stays as it is: exhibits may have been changed. */
function plain(amount: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(amount)) return amount;
  const [whole = '', fraction = ''] = amount.split('.');
  const digits = fraction.replace(/0+$/, '');
  return `${whole.replace(/^(-?)0+(?=\d)/, '$1')}${digits === '' ? '' : `.${digits}`}`;
}
