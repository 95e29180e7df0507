import type { Budget } from './budget.ts';
import type { Session } from '../venues/index.ts';

// Hides a round trip of 100 ms up to two hundred requests a second: a venue that counts by the minute takes
// a whole minute's worth at once, and the budget alone says how many that is.
const lanesAtMost = 20;

/**
 * Returns how many requests may be under way at once. One where the key's requests must arrive in order,
 * and where no limit is known: nobody can say what the venue makes of several.
 */
export function lanesOf({ venue }: Pick<Session, 'venue'>, budget: Pick<Budget, 'isMetered'>): number {
  return venue.nonce !== undefined || !budget.isMetered ? 1 : lanesAtMost;
}

/**
 * Does `work` for every list of one account, begun in the order given, as many side by side as the venue lets
 * requests be under way; which of them goes first where they share a limit is that order, too.
 */
export const sideBySide = <Item, Result>(
  session: Pick<Session, 'venue'>,
  budget: Pick<Budget, 'isMetered'>,
  lists: Iterable<Item>,
  work: (list: Item) => Promise<Result>,
): Promise<readonly Result[]> => inLanes(lists, lanesOf(session, budget), work);

/**
 * Does `work` for every item, at most `lanes` at once, and returns the results in the items' order.
 * The first error ends it: nothing more is begun, and it is thrown when all that was begun has ended.
 */
export async function inLanes<Item, Result>(
  items: Iterable<Item>,
  lanes: number,
  work: (item: Item, at: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const source = items[Symbol.iterator]();
  let next = 0;
  let failed: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    while (failed === undefined) {
      const item = source.next();
      if (item.done) return;
      const at = next++;
      try {
        results[at] = await work(item.value, at);
      } catch (error) {
        failed ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failed !== undefined) throw failed.error;
  return results;
}
