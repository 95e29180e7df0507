import type { Account } from '../domain/account.ts';
import type { ObservationMade } from '../domain/run-event.ts';
import { listKinds, type ListName, type RowOf } from './list-kinds.ts';
import { listingIn } from './rows-seen.ts';
import type { CaseWorld } from './world.ts';

/** Rows that a sweep found, from every portion of it that brought any, and the exhibits they lie in. */
export async function rowsOfPortions<Name extends ListName>(
  name: Name,
  account: Account,
  world: CaseWorld,
): Promise<{ readonly rows: readonly RowOf<Name>[]; readonly exhibits: readonly string[] }> {
  // Most portions of a sweep are empty: what is known to hold no row need not be read back.
  const exhibits = portionsOf(name, account, world).flatMap(({ exhibit, rows }) =>
    rows === 0 ? [] : [exhibit],
  );
  const rows: RowOf<Name>[] = [];
  for (const exhibit of exhibits) {
    for (const row of (await listingIn<Name>(exhibit, world)).rows) rows.push(row);
  }
  return { rows, exhibits };
}

/** The portions of sweeps over an account, in order. */
export const portionsOf = (name: ListName, account: Account, world: CaseWorld): readonly ObservationMade[] =>
  world
    .events()
    .flatMap((e) =>
      e.type === 'observation.made' &&
      e.account === account.id &&
      e.what === listKinds[name] &&
      e.coverage?.isPortion
        ? [e]
        : [],
    );

/** A newest reading and what portions add to it, each row once; a row that both have is told by the reading. */
export function joinRows<Row extends { readonly symbol: string; readonly id: string }>(
  reading: readonly Row[],
  portions: readonly Row[],
): readonly Row[] {
  const keyOf = ({ symbol, id }: Row): string => JSON.stringify([symbol, id]);
  const known = new Set(reading.map(keyOf));
  return [...reading, ...portions.filter((row) => !known.has(keyOf(row)))];
}
