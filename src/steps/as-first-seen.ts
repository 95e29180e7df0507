import type { Account } from '../domain/account.ts';
import type { Json } from '../domain/json.ts';
import type { CaseWorld } from './world.ts';

/**
 * The rows that an attempt acts on, fixed at its first look. After an interruption those already gone
 * would be missing from a new list, and their act would never be looked at again.
 */
export async function asFirstSeen<Row>(
  what: string,
  rows: readonly Row[],
  account: Account,
  world: CaseWorld,
): Promise<readonly Row[]> {
  const id = `${what}:${account.id}#${world.at.attempt}`;
  const isKept = world
    .events()
    .some((e) => e.type === 'result.kept' && e.lane === world.at.lane && e.id === id);
  // Nothing to act on needs no keeping.
  if (rows.length === 0 && !isKept) return rows;
  return (await world.once(id, async () => rows as unknown as Json)) as unknown as readonly Row[];
}
